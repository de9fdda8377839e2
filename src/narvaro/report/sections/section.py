"""A section of the page."""

from __future__ import annotations

from dataclasses import dataclass

from narvaro.report.html import Child, Html, el


@dataclass(frozen=True)
class Section:
    """A section: its anchor, its name in the contents, the finding that is its title, and what it holds."""

    name: str
    label: str
    title: str
    body: Child

    def html(self) -> Html:
        """Return the section as it stands in the page."""
        heading = f"{self.name}-title"
        return el(
            "section",
            el("div", el("p", self.label, class_="label"), el("h2", self.title, id=heading), class_="head"),
            self.body,
            id=self.name,
            aria_labelledby=heading,
        )
