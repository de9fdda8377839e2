"""The benchmark of Sweden at two details: a table that sets what was measured side by side."""

from benchmarks.sweden_detail import Measured, table_of


def measured(opened: list[tuple[str, str]], seconds: float) -> Measured:
    return Measured(7, 1000.0, 0.5, 0.0005, {"plan": seconds}, {"car, everyone": 17.4}, opened)


def test_offices_in_both_plans_are_counted_once_by_place_and_once_by_municipality() -> None:
    """Two of three offices are the same; the third lies elsewhere in a municipality that both plans name."""
    small = measured([("A", "a1"), ("B", "b"), ("C", "c")], 12.0)
    fine = measured([("A", "a2"), ("B", "b"), ("C", "c")], 9.0)
    rows = [line.strip("| \n").split(" | ") for line in table_of((small, fine)).splitlines()]
    assert ["plan, s", "12.0", "9.0"] in rows
    assert ["gap of the plan, %", "0.050", "0.050"] in rows
    assert rows[-4:] == [
        ["offices opened", "3", "3"],
        ["of them in both plans", "2", "2"],
        ["their municipalities", "3", "3"],
        ["of them in both plans", "3", "3"],
    ]
