"""Settings for every test: property tests draw the same examples each time and have no clock."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
