"""What things of a case are called in the language of the page; `narvaro.language.names` decides it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from narvaro.case import Case
from narvaro.language import Label, Names, names, told
from narvaro.report.voice import Voice
from narvaro.sources import countries_of


@dataclass(frozen=True)
class PageNames:
    """The names of a case as texts.

    Examples
    --------
    >>> import pandas as pd
    >>> areas = pd.DataFrame({"id": ["a"], "name": ["A"], "lon": [0.0], "lat": [1.0], "people": [1]})
    >>> sites = pd.DataFrame({"id": ["s"], "name": ["S"], "lon": [0.0], "lat": [1.0]})
    >>> names = PageNames(Voice("sv"), Case("mini", areas, sites))
    >>> names.areas_of("mine"), names.group("settlement", "rural"), names.group("hill", "Top"), names.mode("walk")
    ('områden på listan ”mine”', 'landsbygd', 'Top', 'till fots')
    """

    voice: Voice
    case: Case

    @cached_property
    def labels(self) -> Names:
        """The names in no language yet."""
        return Names(countries_of(self.case))

    def told(self, label: Label) -> str:
        """Return a name in the language of the page."""
        return told(label, self.voice.lang)

    def areas_of(self, column: str) -> str:
        """Return the areas of a definition, for running text."""
        return self.told(self.labels.areas_of(column))

    def group(self, column: str, group: str) -> str:
        """Return the name of one group of a column; `group` is as the findings write it."""
        return self.told(self.labels.group(column, group))

    def mode(self, mode: str) -> str:
        """Return how a way is gone, in running text: by car, on foot."""
        return self.told(names.mode(mode))

    def size(self, size_id: str) -> str:
        """Return an office of a size: `litet kontor`."""
        return self.told(self.labels.office(size_id))
