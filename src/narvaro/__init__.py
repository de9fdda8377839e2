"""Närvaro plans networks of public service offices, within the money, with a proven bound.

Data goes one way through the rooms of this package; a room imports only from rooms before it:

    case -> sources -> travel -> access -> siting -> plan -> explain -> report -> app
"""

__version__ = "0.1.0"
