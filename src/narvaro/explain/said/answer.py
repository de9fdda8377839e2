"""The answer: a headline and five sentences that a minister could read aloud."""

from __future__ import annotations

from typing import Any

from narvaro.explain.said.facts import ACTS, HALF_A_PERSON, KnownFacts, SectionSaid, told
from narvaro.explain.said.road import although
from narvaro.language import Note

SEEN_SHARE = 0.005
"""Groups whose shares differ by less than half a per cent are not told apart in the answer."""


def answer(f: KnownFacts) -> SectionSaid:
    """Return what stands at the top: `headline`, what is said first in `although`, five sentences in `answer`, `fine`.

    `although` says that offices may close although the money rises, and else nothing; `fine` is the small print.
    """
    first = although(f)
    return SectionSaid(told(headline=_headline(f), although=first, answer=_sentences(f), fine=_fine(f)))


def _headline(f: KnownFacts) -> Note:
    """Return the finding of the whole report in one sentence."""
    opened, closed, resized = (len(f.doing(kind)) for kind in ACTS)
    if opened and not closed:
        return _opening(f, opened)
    if closed:
        return _closing(f, opened, closed)
    if resized:
        return Note("said.headline.resize", {"resizes": Note("said.offices_resize", {"n": resized})})
    return Note("said.headline.nothing", {"n": f.offices("before")})


def _opening(f: KnownFacts, opened: int) -> Note:
    """Return the headline of a plan that opens offices and closes none: whom they are for, and what they get."""
    data: dict[str, Any] = {"n": opened, "by": f.by(f.mode), "total": f.total()}
    if f.target_mode == "walk" and f.definition is not None:
        newly = float(f.gain_row("walk", f.definition, "yes")["people_newly_within"])
        if newly >= HALF_A_PERSON:
            data = {"n": opened, "people": newly, "areas": f.the_areas(), "total": f.total(of_the_areas=True)}
            return Note("said.headline.target", data)
    gain = f.gain_row(f.mode)
    if not f.offices("before"):
        within = {"people": float(gain["people_newly_within"]), "limit": f.limit_min(f.mode)}
        return Note("said.headline.first", {**data, **within})
    shorter = float(gain["people_shorter"])
    if shorter >= HALF_A_PERSON:
        return joined(Note("said.headline.open", {**data, "people": shorter}), *reach(f))
    first = float(gain["people_newly_reached"])
    if first >= HALF_A_PERSON:
        return Note("said.headline.open_reach", {**data, "people": first})
    return Note("said.headline.open_no_gain", data)


def _closing(f: KnownFacts, opened: int, closed: int) -> Note:
    """Return the headline of a plan that closes offices, and perhaps opens some."""
    gain, closes = f.gain_row(f.mode), Note("said.offices_close", {"n": closed})
    longer, shorter = (float(gain[f"people_{way}"]) for way in ("longer", "shorter"))
    if not f.offices("after"):
        return Note("said.headline.all_close", {"closes": closes})
    if opened:
        opens = Note("said.offices_open", {"n": opened})
        people = {"longer": longer, "shorter": shorter, "total": f.total()}
        data = {"opens": opens, "closes": closes, "by": f.by(f.mode), **people}
        return joined(Note("said.headline.both", data), *reach(f))
    if longer < HALF_A_PERSON and reach(f):
        return joined(closes, *reach(f))
    key = "said.headline.close" if longer >= HALF_A_PERSON else "said.headline.close_no_loss"
    data = {"closes": closes, "people": longer, "by": f.by(f.mode), "total": f.total()}
    return joined(Note(key, data), *reach(f))


def joined(*clauses: Note) -> Note:
    """Return clauses as one sentence; one alone is itself.

    Examples
    --------
    >>> joined(Note("said.offices_open", {"n": 2}), Note("said.offices_close", {"n": 1})).text("en")
    'two offices open; one office closes'
    """
    return clauses[0] if len(clauses) == 1 else Note("said.clauses", {"parts": list(clauses)})


def reach(f: KnownFacts) -> list[Note]:
    """Return who has a way to an office only with the plan, and who only without it, as clauses."""
    gain = f.gain_row(f.mode)
    heads = {way: float(gain[f"people_newly_{way}"]) for way in ("reached", "unreached")}
    return [
        Note(f"said.reach.{way}", {"people": people, "by": f.by(f.mode), "total": f.total()})
        for way, people in heads.items()
        if people >= HALF_A_PERSON
    ]


def _sentences(f: KnownFacts) -> list[Note]:
    """Return the five sentences: how uneven it is, what is done, what that changes, the money, how sure it is."""
    about = f.target_mode == "walk" and f.definition is not None
    told_of = _target(f) if about else _everyone(f)
    return [_uneven(f), _done(f), told_of, _money(f), _sure(f)]


def _uneven(f: KnownFacts) -> Note:
    """Return who lacks access today: town and country, inner and outer city, where the case can tell."""
    if not f.offices("before"):
        return Note("said.uneven.no_office")
    kinds = f.kinds_of_place
    if kinds == "settlement" and {"car", "walk"} <= set(f.modes):
        known = set(f.group_rows("car", kinds)["group"])
        if {"rural", "metro_outer", "metro_inner"} <= known:
            ways = {"rural": "car", "metro_outer": "walk", "metro_inner": "walk"}
            shares = {
                name: float(f.group_row(mode, kinds, name)["share_beyond_before"])
                for name, mode in ways.items()
            }
            limits = {f"{mode}_limit": f.limit_min(mode) for mode in ("car", "walk")}
            return Note("said.uneven.settlements", shares | limits)
    mode = f.target_mode
    data: dict[str, Any] = {"limit": f.limit_min(mode), "by": f.by(mode)}
    if kinds is not None:
        rows = f.group_rows(mode, kinds)
        rows = rows[rows["people"] > 0].sort_values("share_beyond_before", kind="stable")
        least, most = rows.iloc[0], rows.iloc[-1]
        if most["share_beyond_before"] - least["share_beyond_before"] >= SEEN_SHARE:
            for side, amount, row in (("far", "most", most), ("near", "least", least)):
                data[side] = f.names.within(kinds, str(row["group"]))
                data[amount] = float(row["share_beyond_before"])
            return Note("said.uneven.groups", data)
    row = f.everyone(mode)
    if row["people_beyond_before"] < HALF_A_PERSON:
        return Note("said.uneven.nobody", data)
    people = {"beyond": float(row["people_beyond_before"]), "total": float(row["people"])}
    return Note("said.uneven.plain", data | people)


def _done(f: KnownFacts) -> Note:
    """Return what the plan does, and how many offices there are before and after."""
    before, after = f.offices("before"), f.offices("after")
    data: dict[str, Any] = {"years": f.span, "before": before, "after": after}
    acts = [(kind, len(f.doing(kind))) for kind in ACTS if f.doing(kind)]
    if not acts:
        return Note("said.done.nothing", data)
    # the word "office" is said once, with the first of the verbs; an opening always has it
    forms = [f"{kind}_first" if k == 0 and kind != "open" else kind for k, (kind, _) in enumerate(acts)]
    data["does"] = [Note(f"said.does.{form}", {"n": n}) for form, (_, n) in zip(forms, acts, strict=True)]
    return Note("said.done.same" if before == after else "said.done.changed", data)


def _target(f: KnownFacts) -> Note:
    """Return what changes for the people of the definition, on foot."""
    assert f.definition is not None
    row, gain = f.group_row("walk", f.definition, "yes"), f.gain_row("walk", f.definition, "yes")
    newly, lost = float(gain["people_newly_within"]), float(gain["people_newly_beyond"])
    left = float(row["people_beyond_after"])
    people = {"left": left, "total": float(row["people"]), "newly": newly, "lost": lost}
    data = {"areas": f.the_areas(), "limit": f.limit_min("walk"), **people}
    gains, none_left = newly >= HALF_A_PERSON, left < HALF_A_PERSON
    if lost >= HALF_A_PERSON:
        key = "both" if gains else "lost"
    elif gains:
        key = "newly_all" if none_left else "newly"
    else:
        key = "all_have" if none_left else "unchanged"
    return Note(f"said.target.{key}", data)


def _everyone(f: KnownFacts) -> Note:
    """Return who has a shorter and who a longer way; where there is no office before or after, who has one at all."""
    if not f.offices("after"):
        return Note("said.everyone.no_office")
    gain, by = f.gain_row(f.mode), f.by(f.mode)
    if not f.offices("before"):
        within = float(gain["people_newly_within"])
        people = {"people": within, "total": f.total()}
        return Note("said.everyone.first", {**people, "limit": f.limit_min(f.mode), "by": by})
    shorter, longer = float(gain["people_shorter"]), float(gain["people_longer"])
    ways = [way for way, heads in (("shorter", shorter), ("longer", longer)) if heads >= HALF_A_PERSON]
    data: dict[str, Any] = {"by": by, "total": f.total()}
    if "shorter" in ways:
        data |= {"shorter": shorter, "saved": float(gain["mean_saved_min"])}
    if "longer" in ways:
        data |= {"longer": longer, "lost": float(gain["mean_lost_min"])}
    key = "both" if len(ways) == 2 else ways[0] if ways else "nobody"
    said = [Note(f"said.everyone.{key}", data)] if ways or not reach(f) else []
    return said[0] if said and not reach(f) else Note("said.sentences", {"parts": [*said, *reach(f)]})


def _money(f: KnownFacts) -> Note:
    """Return what the plan costs against what is given."""
    credit = -min(float(year["carried"]) for year in f.years)
    draws = Note("said.money_answer.credit", {"credit": credit, "money": f.money})
    keeps = draws if credit > 0 else Note("said.money_answer.keeps")
    pots = [year["earmark"] for year in f.years]
    earmarked = all(pot is not None for pot in pots)
    of = pots if earmarked else f.years
    data: dict[str, Any] = {
        name: f.sum_of(field, of) for name, field in (("spent", "spent"), ("given", "appropriation"))
    }
    data |= {"years": f.span, "keeps": keeps, "money": f.money}
    if earmarked:
        return Note("said.money_answer.earmark", data)
    change = [float(x) for x in f.policy["money"]["change"]]
    if max(change) <= 0 and min(change) < 0:
        return Note("said.money_answer.cut", {**data, "cut": -change[-1], "year": int(f.years[-1]["year"])})
    return Note("said.money_answer.plain", data)


def _sure(f: KnownFacts) -> Note:
    """Return how much better another plan could be."""
    if f.plan["status"] == "optimal":
        return Note("said.sure.optimal")
    if f.plan["status"] == "given":
        return Note("said.sure.given", {"n": f.rules_broken})
    gap = float(f.plan["objective"]["gap"])
    return Note("said.sure.gap", {"gap": gap}) if gap < 1 else Note("said.sure.weak")


def _fine(f: KnownFacts) -> list[Note]:
    """Return what must be known at once: what is assumed, and that figures in text are rounded."""
    said = []
    if f.has_services:
        ids = [service.id for service in f.case.services]
        said.append(Note("said.fine.services", {"services": f.services(ids)}))
    if f.definition is not None:
        said.append(Note("said.fine.definition", {"definition": f.names.definition(f.definition)}))
    assumed = int(f.counts["offices_assumed"] or 0)
    if assumed:
        said.append(Note("said.fine.assumed", {"n": assumed, "offices": f.offices("before")}))
    if f.plan["travel"]["origin"] == "assumed":
        said.append(Note("said.fine.travel"))
    return [*said, *_by_timetable(f), Note("said.fine.rounded")]


def _by_timetable(f: KnownFacts) -> list[Note]:
    """Return when and how ways by public transport are made, where the plan looks at them."""
    of = "travel.transit."
    rows = {
        str(row["id"]).removeprefix(of): row["value"]
        for row in f.plan["assumptions"]
        if str(row["id"]).startswith(of)
    }
    if not {"date", "departures", "max_walk_min", "max_minutes"} <= rows.keys():
        return []
    data = {
        "date": str(rows["date"]),
        "departures": str(rows["departures"]),
        "walk": float(rows["max_walk_min"]),
        "longest": float(rows["max_minutes"]),
    }
    return [Note("said.fine.transit", data)]
