"""The step that asks a plan why here, or why not there, and what it would take."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from narvaro.app.kept_files import write_settled
from narvaro.app.plans import Planned, begun, open_planned
from narvaro.case.written_names import site_named
from narvaro.explain.decision import decision_of
from narvaro.explain.evidence import gather
from narvaro.explain.proof import Proof, proof_against
from narvaro.explain.reasons import reasons
from narvaro.explain.unknown import assumed_times
from narvaro.explain.why_not import why_not_at
from narvaro.language import Note
from narvaro.plan import Plan
from narvaro.plan.objectives import criterion_of
from narvaro.plan.settle import OTHER_END, settle
from narvaro.plan.settled import End
from narvaro.plan.takes import MoneyItTakes, money_it_takes
from narvaro.plan.takes_need import NeedItTakes, need_it_takes


@dataclass(frozen=True, eq=False)
class Why:
    """Why a plan does, or does not do, something at a place.

    Parameters
    ----------
    planned, site_id, end
        The plan, the place, and how it would end the other way.
    title, notes
        What the plan does there, and why, what is known of the other way last.
    proof
        The same as figures.
    basis
        What its minutes rest on, where they are assumed.
    takes
        The extra money a year that would make a plan that goes the other way as good; None where that is not asked:
        such a plan is as good already, or no sum lets it.
    takes_as_is
        The same for a plan that leaves the office just as it is, where that takes more than an office of any size.
    takes_need
        How much more the people nearer to the place must count before a best plan has an office there; None where that
        is not asked: there is one, or rules that no weight changes are in the way.
    out_of_reach
        Whether neither was asked since each answer would take as long as the plan itself.
    """

    planned: Planned
    site_id: str
    end: End
    title: Note
    notes: tuple[Note, ...]
    proof: Proof
    basis: tuple[Note, ...] = ()
    takes: MoneyItTakes | None = None
    takes_as_is: MoneyItTakes | None = None
    takes_need: NeedItTakes | None = None
    out_of_reach: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the same for machines."""
        return {
            "site_id": self.site_id,
            "end": self.end,
            "standing": self.proof.standing,
            "worse_by_at_least": self.proof.worse_by_at_least,
            "worse_share": self.proof.share,
            "worse_share_most": self.proof.share_at_most,
            "notes": [note.to_json() for note in (self.title, *self.notes, *self.basis)],
            "takes": None if self.takes is None else asdict(self.takes),
            "takes_as_is": None if self.takes_as_is is None else asdict(self.takes_as_is),
            "takes_need": None if self.takes_need is None else asdict(self.takes_need),
        }


def why_project(folder: Path | str, written: str, name: str | None = None) -> Why:
    """Return why a plan of a folder goes the way it goes at a site, settled now if it was not before.

    Parameters
    ----------
    folder
        A project folder with a plan.
    written
        The site, as a person writes it, or its id.
    name
        The kept plan that is asked; the one in force where not given.

    Raises
    ------
    SettingError
        If no site, or more than one, is called so.
    FolderError
        If there is no such plan, or the tables have changed since it was made.
    """
    planned = begun(open_planned(folder, name))
    case, plan = planned.case, planned.plan
    site = site_named(case, written)
    done = {action.site_id: action.action for _, action in plan.actions}.get(site, "")
    office = bool(str(plan.networks(case).iloc[:, -1][site]))
    end: End = OTHER_END[done] if done else "closed" if office else "open"
    if (site, end) not in plan.settled and plan.status != "given":
        plan = settle(plan, [(site, end)])
        planned = replace(planned, plan=plan)
        write_settled(planned.folder, plan, planned.place)
    evidence = gather(case, plan, planned.travel, ())
    if done:
        notes = next(one.why for one in reasons(evidence) if one.site_id == site)
    else:
        (place,) = why_not_at(evidence, "close" if office else "open", [site])
        notes = place.why
    proof = proof_against(decision_of(case, plan), case, site, end)
    kind = done or ("stays" if office else "none")
    title = Note(f"app.at.{kind}", {"site": str(case.sites["name"][site])})
    return Why(planned, site, end, title, notes, proof, tuple(assumed_times(planned.travel)))


def with_what_it_takes(why: Why) -> Why:
    """Return the same with what would make a plan that goes the other way as good: money, and need weight.

    Both are searched for over questions to the engine, which takes some ten seconds each for a country.
    """
    plan, proof = why.planned.plan, why.proof
    open_question = proof.standing in ("worse", "not_settled")
    money = open_question or _money_may_help(plan, why.site_id, why.end)
    if not money or why.end == "closed":  # what it takes to do without an office is no money
        return why
    if not criterion_of(plan.policy).bounds_sites or plan.policy.limits.max_load is not None:
        return replace(why, out_of_reach=True)
    weight = open_question and why.end == "open"
    takes = money_it_takes(plan, why.site_id, why.end)
    today = str(why.planned.case.sizes_today[why.site_id])
    smaller = why.end == "open" and today and takes.size not in ("", today)
    return replace(
        why,
        takes=takes,
        takes_as_is=money_it_takes(plan, why.site_id, "unchanged") if smaller else None,
        takes_need=need_it_takes(plan, why.site_id) if weight else None,
    )


def _money_may_help(plan: Plan, site: str, end: End) -> bool:
    """Tell whether a place is ruled out, and by money among other rules, not by its own fate."""
    rules = plan.settled[site, end].rules if (site, end) in plan.settled else ()
    return any("money" in rule.key for rule in rules)
