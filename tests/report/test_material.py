"""What is read off plan and findings for all sections."""

from dataclasses import replace

from narvaro.report.material import Material


def test_what_the_plan_is_about_on_foot_or_by_car(
    material: Material, plain_material: dict[str, Material]
) -> None:
    """A mix with a definition is about walks there; all else about the objective's mode; each has its standard."""
    assert (material.target_mode, material.mode) == ("walk", "car")
    assert (material.limit_min("walk"), material.limit_min("car")) == (20.0, 30.0)
    plain = plain_material["open"]
    assert (plain.target_mode, plain.mode, plain.definition) == ("car", "car", None)


def test_every_office_has_a_state(material: Material) -> None:
    """Offices before or after are marked once: today's open or assumed, the plan's openings new."""
    states = material.states
    opened = {step["site_id"] for step in material.doing("open")}
    assert {site for site, state in states.items() if state == "new"} == opened
    assert sum(state == "assumed" for state in states.values()) == 1
    assert len(states) == material.counts["offices_after"]


def test_an_assumed_office_that_changes_is_marked_by_its_change(plain_material: dict[str, Material]) -> None:
    """What happens to an office weighs more than how well its place is known."""
    m = plain_material["close"]
    findings = replace(m.findings, offices=m.findings.offices.assign(assumed=True))
    states = Material(m.case, m.plan, findings, m.voice).states
    closing = {step["site_id"] for step in m.doing("close")}
    assert {site for site, state in states.items() if state == "closing"} == closing
    assert set(states.values()) == {"assumed", "closing"}


def test_spans_of_years(material: Material) -> None:
    """The first and the last year stand for all."""
    assert material.span == "2021–2022"
