"""The answer: a headline and five sentences that a minister could read aloud."""

from __future__ import annotations

import datetime as dt

from narvaro.language import date_text
from narvaro.report.html import Html, el
from narvaro.report.material import Material
from narvaro.report.voice import capital

HALF_A_PERSON = 0.5
"""Fewer people than this is nobody."""


def headline(m: Material) -> str:
    """Return the finding of the whole report in one sentence."""
    opened, closed, resized = (len(m.doing(kind)) for kind in ("open", "close", "resize"))
    if opened and not closed:
        return capital(_opening(m, opened))
    return _changing(m, opened, closed, resized)


def _changing(m: Material, opened: int, closed: int, resized: int) -> str:
    """Return the headline of a plan that does more than open offices."""
    v = m.voice
    longer, shorter = (float(m.gain_row(m.mode)[f"people_{which}"]) for which in ("longer", "shorter"))
    if closed:
        offices = v.count("offices_close", closed)
        if not m.counts["offices_after"]:
            return capital(v("headline.all_close", closes=offices))
        if opened:
            opens = v.count("offices_open", opened)
            data = {"longer": v.people(longer), "shorter": v.people(shorter), "by": m.by(m.mode)}
            return capital("; ".join([v("headline.both", opens=opens, closes=offices, **data), *reach(m)]))
        if longer < HALF_A_PERSON and reach(m):
            return capital("; ".join([offices, *reach(m)]))
        key = "headline.close" if longer >= HALF_A_PERSON else "headline.close_no_loss"
        told = v(key, closes=offices, people=v.people(longer), by=m.by(m.mode))
        return capital("; ".join([told, *reach(m)]))
    if resized:
        return capital(v("headline.resize", resizes=v.count("offices_resize", resized)))
    return v.count("headline.nothing", int(m.counts["offices_before"] or 0))


def reach(m: Material) -> list[str]:
    """Return who has a way to an office only with the plan, and who only without it, as clauses."""
    gain = m.gain_row(m.mode)
    heads = {way: float(gain[f"people_newly_{way}"]) for way in ("reached", "unreached")}
    return [
        m.voice(f"reach.{way}", people=m.voice.people(people), by=m.by(m.mode))
        for way, people in heads.items()
        if people >= HALF_A_PERSON
    ]


def _opening(m: Material, opened: int) -> str:
    """Return the headline of a plan that opens offices and closes none: whom they are for, and what they get."""
    v, by = m.voice, m.by(m.mode)
    if m.target_mode == "walk" and m.definition is not None:
        newly = float(m.gain_row("walk", m.definition, "yes")["people_newly_within"])
        if newly >= HALF_A_PERSON:
            areas = m.names.areas_of(m.definition)
            return v.count("headline.target", opened, people=v.people(newly), areas=areas)
    gain = m.gain_row(m.mode)
    if not m.counts["offices_before"]:
        within, limit = v.people(float(gain["people_newly_within"])), v.minutes(m.limit_min(m.mode))
        return v.count("headline.first", opened, people=within, limit=limit, by=by)
    shorter = float(gain["people_shorter"])
    if shorter >= HALF_A_PERSON:
        return "; ".join([v.count("headline.open", opened, people=v.people(shorter), by=by), *reach(m)])
    first = float(gain["people_newly_reached"])
    if first >= HALF_A_PERSON:
        return v.count("headline.open_reach", opened, people=v.people(first), by=by)
    return v.count("headline.open_no_gain", opened, by=by)


def sentences(m: Material) -> list[str]:
    """Return the five sentences: how uneven it is, what is done, what that changes, the money, how sure it is."""
    return [_uneven(m), _done(m), _changed(m), _money(m), _sure(m)]


def answer(m: Material) -> Html:
    """Return the answer as it stands at the top of the page."""
    return el("div", [el("p", sentence) for sentence in sentences(m)], class_="answer")


def small_print(m: Material) -> Html:
    """Return what must be known at once: what is assumed, and that figures in text are rounded."""
    v = m.voice
    said = []
    if m.names.has_services:
        said.append(v("fine.services", services=v.listing([m.names.service(s.id) for s in m.case.services])))
    if m.definition is not None:
        said.append(v("fine.definition", definition=m.names.definition(m.definition)))
    assumed, offices = int(m.counts["offices_assumed"] or 0), int(m.counts["offices_before"] or 0)
    if assumed:
        said.append(v.count("fine.assumed", assumed, offices=v.number(offices)))
    if m.plan["travel"]["origin"] == "assumed":
        said.append(v("fine.travel"))
    said += _by_timetable(m)
    said.append(v("fine.rounded"))
    return el("p", " ".join(said), class_="fine quiet")


def _by_timetable(m: Material) -> list[str]:
    """Return when and how ways by public transport are made, where the plan looks at them."""
    v, of = m.voice, "travel.transit."
    rows = {str(row["id"]): row["value"] for row in m.plan["assumptions"]}
    wanted = ("date", "departures", "max_walk_min", "max_minutes")
    if not all(f"{of}{name}" in rows for name in wanted):
        return []
    known = {name: rows[f"{of}{name}"] for name in wanted}
    data = {
        "date": date_text(dt.date.fromisoformat(str(known["date"])), m.lang),
        "departures": str(known["departures"]),
        "walk": v.minutes(float(known["max_walk_min"])),
        "longest": v.minutes(float(known["max_minutes"])),
    }
    return [v("fine.transit", **data)]


def _uneven(m: Material) -> str:
    """Return who lacks access today: town and country, inner and outer city, where the case can tell."""
    v = m.voice
    if not m.counts["offices_before"]:
        return v("uneven.no_office")
    kinds = m.kinds_of_place
    if kinds == "settlement" and {"car", "walk"} <= set(m.modes):
        known = set(m.group_rows("car", kinds)["group"])
        if {"rural", "metro_outer", "metro_inner"} <= known:
            ways = {"rural": "car", "metro_outer": "walk", "metro_inner": "walk"}
            far = {name: m.group_row(mode, kinds, name) for name, mode in ways.items()}
            told = {name: v.pct(float(row["share_beyond_before"])) for name, row in far.items()}
            limits = {f"{mode}_limit": v.minutes(m.limit_min(mode)) for mode in ("car", "walk")}
            return v("uneven.settlements", **told, **limits)
    mode = m.target_mode
    data = {"limit": v.minutes(m.limit_min(mode)), "by": m.by(mode)}
    if kinds is not None:
        rows = m.group_rows(mode, kinds)
        rows = rows[rows["people"] > 0].sort_values("share_beyond_before", kind="stable")
        least, most = rows.iloc[0], rows.iloc[-1]
        if most["share_beyond_before"] - least["share_beyond_before"] >= 0.005:
            places = [m.names.within_group(kinds, str(row["group"])) for row in (most, least)]
            told_of = [v.pct(float(row["share_beyond_before"])) for row in (most, least)]
            return capital(
                v("uneven.groups", far=places[0], most=told_of[0], near=places[1], least=told_of[1], **data)
            )
    row = m.everyone(mode)
    if row["people_beyond_before"] < HALF_A_PERSON:
        return v("uneven.nobody", **data)
    people = {"n": v.people(row["people_beyond_before"]), "total": v.people(row["people"])}
    return v("uneven.plain", **people, **data)


def _done(m: Material) -> str:
    v = m.voice
    before, after = (int(m.counts[f"offices_{when}"] or 0) for when in ("before", "after"))
    data = {"years": m.span, "before": v.number(before), "after": v.number(after)}
    kinds = [(kind, len(m.doing(kind))) for kind in ("open", "close", "resize")]
    acts = [(kind, n) for kind, n in kinds if n]
    # the word "office" is said once, with the first of the verbs; an opening always has it
    first = [f"{kind}_first" if kind != "open" else kind for kind, _ in acts[:1]]
    forms = [*first, *(kind for kind, _ in acts[1:])]
    does = v.listing([v.count(f"does.{form}", n) for form, (_, n) in zip(forms, acts, strict=True)])
    if not does:
        return v("done.nothing", **data)
    return v("done.same" if before == after else "done.changed", does=does, **data)


def _changed(m: Material) -> str:
    return _target(m) if m.target_mode == "walk" and m.definition is not None else _everyone(m)


def _target(m: Material) -> str:
    """Return what changes for the people of the definition, on foot."""
    v = m.voice
    assert m.definition is not None
    row, gain = m.group_row("walk", m.definition, "yes"), m.gain_row("walk", m.definition, "yes")
    newly, lost = float(gain["people_newly_within"]), float(gain["people_newly_beyond"])
    left = float(row["people_beyond_after"])
    data = {
        "areas": m.names.areas_of(m.definition),
        "limit": v.minutes(m.limit_min("walk")),
        "left": v.people(left),
        "total": v.people(float(row["people"])),
        "newly": v.people(newly),
        "lost": v.people(lost),
    }
    if newly < HALF_A_PERSON and lost < HALF_A_PERSON:
        return v("target.all_have" if left < HALF_A_PERSON else "target.unchanged", **data)
    if lost >= HALF_A_PERSON:
        return v("target.both" if newly >= HALF_A_PERSON else "target.lost", **data)
    return v("target.newly_all" if left < HALF_A_PERSON else "target.newly", **data)


def _everyone(m: Material) -> str:
    """Return who has a shorter and who a longer way; where there is no office before or after, who has one at all."""
    v = m.voice
    if not m.counts["offices_after"]:
        return v("everyone.no_office")
    if not m.counts["offices_before"]:
        within = float(m.gain_row(m.mode)["people_newly_within"])
        return v(
            "everyone.first", people=v.people(within), limit=v.minutes(m.limit_min(m.mode)), by=m.by(m.mode)
        )
    gain = m.gain_row(m.mode)
    shorter, longer = float(gain["people_shorter"]), float(gain["people_longer"])
    data = {
        "by": m.by(m.mode),
        "shorter": v.people(shorter),
        "longer": v.people(longer),
        "saved": v.minutes(float(gain["mean_saved_min"])) if shorter else "",
        "lost": v.minutes(float(gain["mean_lost_min"])) if longer else "",
    }
    clauses = [f"{capital(clause)}." for clause in reach(m)]
    if shorter >= HALF_A_PERSON and longer >= HALF_A_PERSON:
        return " ".join([v("everyone.both", **data), *clauses])
    if shorter >= HALF_A_PERSON:
        return " ".join([v("everyone.shorter", **data), *clauses])
    if longer >= HALF_A_PERSON:
        return " ".join([v("everyone.longer", **data), *clauses])
    return " ".join(clauses) or v("everyone.nobody", **data)


def _money(m: Material) -> str:
    """Return what the plan costs against what is given."""
    v = m.voice
    credit = -min(float(year["carried_msek"]) for year in m.years)
    keeps = v("money_answer.credit", credit=v.money(credit)) if credit > 0 else v("money_answer.keeps")
    pots = [year["earmark"] for year in m.years]
    if all(pot is not None for pot in pots):
        given, spent = (
            sum(float(pot[f"{name}_msek"]) for pot in pots) for name in ("appropriation", "spent")
        )
        return v(
            "money_answer.earmark", spent=v.money(spent), given=v.money(given), years=m.span, keeps=keeps
        )
    change, last = [float(x) for x in m.policy["money"]["change_msek"]], m.years[-1]
    spent, given = (
        sum(float(year[f"{name}_msek"]) for year in m.years) for name in ("spent", "appropriation")
    )
    if max(change) <= 0 and min(change) < 0:
        data = {"spent": v.money(spent), "given": v.money(given), "years": m.span, "keeps": keeps}
        return v("money_answer.cut", cut=v.money(-change[-1]), year=str(last["year"]), **data)
    return v("money_answer.plain", spent=v.money(spent), given=v.money(given), years=m.span, keeps=keeps)


def _sure(m: Material) -> str:
    v, objective = m.voice, m.plan["objective"]
    if m.plan["status"] == "optimal":
        return v("sure.optimal")
    gap = float(objective["gap"])
    return v("sure.gap", gap=v.pct(gap)) if gap < 1 else v("sure.weak")
