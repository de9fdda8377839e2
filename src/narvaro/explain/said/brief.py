"""The brief: what a minister or a board is told on one page, chosen from what is said elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from narvaro.explain.reasons import Reason
from narvaro.explain.said.answer import answer
from narvaro.explain.said.facts import HALF_A_PERSON, KnownFacts, SectionSaid, full_name, told, under
from narvaro.language import Note

MOST_PLACES = 3
"""So many gains and so many losses are told."""
MOST_UNKNOWN = 4
"""So many of the things that are not known are told; the report has all."""
FOREMOST = ("given", "offices", "travel", "afterwards", "costs", "queues", "tables")
"""Which of them are told first: those that could change what is decided."""
OF_THE_PROOF = ("gap", "equal", "not_settled", "no_proof")
"""Which of them say how sure the plan is."""


def brief(f: KnownFacts) -> SectionSaid:
    """Return what stands on the page; each sentence and each figure is one of the report's.

    The answer is that of the report, its last sentence in `sure`. Of places only those where most is won and lost are
    told: tables `brief.gains` and `brief.losses`, and by its site and year the reason of each, `brief.s7.2027`.
    """
    *first, sure = answer(f).said["answer"]
    found = {"gains": most(f, _won), "losses": most(f, _lost)}
    said = told(
        answer=first,
        sure=[sure, *_about_the_proof(f)],
        order=Note(f"said.brief.order.{_order(f)}", {"areas": f.the_areas()}),
        no_gains=Note("said.brief.no_gains") if not found["gains"] else None,
        no_losses=Note("said.brief.no_losses") if not found["losses"] else None,
        **_unknown(f),
    )
    for reason in (*found["gains"], *found["losses"]):
        said |= told(**{f"{reason.site_id}.{reason.year}": reason.why[0]})
    return SectionSaid(
        under("brief", said), {f"brief.{side}": _table(reasons) for side, reasons in found.items()}
    )


Weights = tuple[float, float, float]


def most(f: KnownFacts, weigh: Callable[[Reason], Weights]) -> list[Reason]:
    """Return the actions that change most for people, the largest first: at most three, none that change nothing.

    They are ordered by the people of the areas that the decision is about, where it is about walking there; else by
    people times minutes.

    Parameters
    ----------
    f
        What is known.
    weigh
        Of an action, above zero what it gives or takes: people who can walk there from the areas, people times minutes,
        and people whose way changes at all.
    """
    by_walk = _order(f) == "walk"
    weighed = [(weigh(reason), reason) for reason in f.findings.reasons]
    changing = [
        (weights, reason) for weights, reason in weighed if max(weights[0], weights[2]) >= HALF_A_PERSON
    ]
    ordered = sorted(changing, key=lambda one: one[0] if by_walk else one[0][1:], reverse=True)
    return [reason for _, reason in ordered[:MOST_PLACES]]


def _won(reason: Reason) -> Weights:
    people = reason.people_shorter + reason.people_newly_reached
    return (reason.people_newly_walk_definition, reason.person_minutes_saved, people)


def _lost(reason: Reason) -> Weights:
    people = reason.people_longer + reason.people_newly_unreached
    return (reason.people_lost_walk_definition, -reason.person_minutes_saved, people)


def _order(f: KnownFacts) -> str:
    return "walk" if f.target_mode == "walk" and f.definition is not None else "minutes"


def _table(reasons: Sequence[Reason]) -> pd.DataFrame:
    """Return where it is, with its municipality where that adds something, and when."""
    rows = [(one.site_id, one.year, full_name(one.name, one.municipality)) for one in reasons]
    return pd.DataFrame(rows, columns=["site_id", "year", "place"])


def _called(note: Note) -> str:
    return note.key.removeprefix("explain.unknown.")


def _about_the_proof(f: KnownFacts) -> list[Note]:
    """Return what is said of places that are not settled or that another plan does without; the gap is told already."""
    notes = [note for note in f.findings.notes if _called(note) in OF_THE_PROOF[1:]]
    return [Note("said.brief.equal", note.data) if _called(note) == "equal" else note for note in notes]


def _unknown(f: KnownFacts) -> dict[str, list[Note] | Note | None]:
    """Return the foremost of what is not known, and how many more things the report tells."""
    others = [note for note in f.findings.notes if _called(note) not in OF_THE_PROOF]
    known = {name: place for place, name in enumerate(FOREMOST)}
    first = sorted(others, key=lambda note: known.get(_called(note), len(known)))[:MOST_UNKNOWN]
    left = len(others) - len(first)
    return {"unknown": first, "more": Note("said.brief.more", {"n": left}) if left else None}
