"""What is read off plan and findings for all sections."""

from dataclasses import replace

from narvaro.report.material import Material


def acted(m: Material, kind: str) -> set[str]:
    """Return the sites where a kind of action is done."""
    return {row["site_id"] for year in m.plan["years"] for row in year["actions"] if row["action"] == kind}


def test_every_office_has_a_state(material: Material) -> None:
    """Offices before or after are marked once: today's open or assumed, the plan's openings new."""
    states = material.states
    opened = acted(material, "open")
    assert {site for site, state in states.items() if state == "new"} == opened
    assert sum(state == "assumed" for state in states.values()) == 1
    assert len(states) == material.plan["counts"]["offices_after"]


def test_an_assumed_office_that_changes_is_marked_by_its_change(plain_material: dict[str, Material]) -> None:
    """What happens to an office weighs more than how well its place is known."""
    m = plain_material["close"]
    findings = replace(m.findings, offices=m.findings.offices.assign(assumed=True))
    states = Material(m.case, m.plan, findings, m.voice).states
    closing = acted(m, "close")
    assert {site for site, state in states.items() if state == "closing"} == closing
    assert set(states.values()) == {"assumed", "closing"}
