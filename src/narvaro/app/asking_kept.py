"""Keeping the answers of a what-if as plans: the best one, and beside it exactly what was said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from narvaro.app.asking import AskedPlan
from narvaro.app.kept import PlanOrigin, keep_plan
from narvaro.app.kept_files import PLANS
from narvaro.app.kept_names import require_name
from narvaro.app.project import POLICY
from narvaro.language import say
from narvaro.plan.action_list import MONEY_ALONE


@dataclass(frozen=True)
class KeptAnswers:
    """What the answers of a what-if are kept as; empty where there is none to keep."""

    best: str
    mine: str


def names_of(name: str, lang: str, *, best: bool, found: bool = True) -> KeptAnswers:
    """Return what the answers are called.

    The name is that of the plan that one asked for: of the best, with what was said alone beside it as `NAME-mine`; of
    what was said alone where no best was looked for. Where there is no best plan nothing has the bare name, so that it
    is never that of a plan which breaks the rules that were to be kept.

    Parameters
    ----------
    name
        What the person says.
    lang
        The language in which mine is called so.
    best
        Whether the best plan is looked for.
    found
        Whether there is one.

    Examples
    --------
    >>> names_of("kept", "en", best=True)
    KeptAnswers(best='kept', mine='kept-mine')
    >>> names_of("kept", "en", best=False), names_of("kept", "sv", best=True, found=False)
    (KeptAnswers(best='', mine='kept'), KeptAnswers(best='', mine='kept-mitt'))
    """
    if not best:
        return KeptAnswers("", name)
    return KeptAnswers(name if found else "", say("app.ask.name_of_mine", lang, name=name))


def require_names(folder: Path | str, name: str, lang: str, *, best: bool) -> None:
    """Raise unless the answers may be kept under a name; asked before the search, which takes its time.

    Raises
    ------
    SettingError
        If it is no name of a folder, or a plan has it already.
    """
    names = names_of(name, lang, best=best)
    for one in filter(None, (names.best, names.mine)):
        require_name(Path(folder) / PLANS, one)


def keep_answers(
    asked: AskedPlan, name: str, *, best: bool, lang: str, by: str | None = None, reason: str = ""
) -> KeptAnswers:
    """Keep the answers of a what-if, each in a folder of its own; nothing is overwritten and none is put in force.

    Parameters
    ----------
    asked
        The plan that was asked, with its answers.
    name, best
        As in `names_of`.
    lang
        The language of the reason where none is given, what was asked, and of the name of mine.
    by, reason
        Who asks, and why.

    Raises
    ------
    SettingError
        If a name is taken, or is no name of a folder.
    """
    planned, answer = asked.planned, asked.answer
    names = names_of(name, lang, best=best, found=answer.best is not None)
    why = reason or ", ".join(note.text(lang) for note in asked.said.asked)
    parent = None if planned.kept is None else planned.kept.name
    for plan, own in ((answer.best, names.best), (answer.mine, names.mine)):
        if plan is None:
            continue
        file = f"{own}/{POLICY}" if answer.changed.policy_changes else planned.plan.policy_file
        plan = replace(plan, policy_file=file, travel_checksum=planned.plan.travel_checksum)
        # the best plan has more actions than those of the list, and all their money
        notes = tuple(note for note in asked.left_out if own == names.mine or note != MONEY_ALONE)
        origin, tables = PlanOrigin("what_if", notes), (planned.case, planned.travel)
        keep_plan(planned.folder, plan, own, parent, by=by, reason=why, origin=origin, tables=tables)
    return names
