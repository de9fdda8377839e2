"""What the page of plans laid beside each other is made of: the case, what was found, and how the page speaks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from narvaro.case import Case
from narvaro.explain import PlanComparison
from narvaro.language import told
from narvaro.language.speech import capital
from narvaro.report.names import PageNames
from narvaro.report.voice import Voice

TODAY = "today"


@dataclass(frozen=True, eq=False)
class ComparedMaterial:
    """All that the sections draw on.

    Parameters
    ----------
    case
        The case.
    found
        What was found.
    voice
        How the page speaks.
    """

    case: Case
    found: PlanComparison
    voice: Voice

    @cached_property
    def names(self) -> PageNames:
        """What things are called."""
        return PageNames(self.voice, self.case)

    @property
    def lang(self) -> str:
        """The language of the page."""
        return self.voice.lang

    @property
    def first(self) -> str:
        """The plan that the others are held against."""
        return self.found.names[0]

    @property
    def pair(self) -> bool:
        """Whether two plans are laid beside each other, and no more."""
        return len(self.found.names) == 2

    @property
    def by(self) -> str:
        """How a way is gone, in running text."""
        return self.names.mode(self.found.mode)

    def each(self, place: str) -> list[str]:
        """Return what is said at a place, sentence by sentence."""
        return self.found.each(place, self.lang)

    def say(self, place: str) -> str:
        """Return what is said at a place."""
        return " ".join(self.each(place))

    def title(self, place: str) -> str:
        """Return what is said at a place as a title: without a full stop."""
        return self.say(place).removesuffix(".")

    def plan(self, name: str) -> str:
        """Return what a plan is called at the beginning of a line."""
        return self.voice.ours("said.compared.today_first") if name == TODAY else name

    def plan_within(self, name: str) -> str:
        """Return what a plan is called within a sentence."""
        return self.voice.ours("said.compared.today") if name == TODAY else name

    def group(self, grouping: str, group: str) -> str:
        """Return the name of a group at the beginning of a line."""
        return capital(told(self.names.labels.group(grouping, group), self.lang))
