"""The consistency check: which regions lack an office once a decision is undone."""

from dataclasses import replace

import pandas as pd

from narvaro.case import Case
from narvaro.explain.backtest.regions import check_regions, region_rule
from narvaro.sources.sweden.known_then import known_then


def decided(case: Case, reason: str, codes: list[str]) -> pd.DataFrame:
    """Return a decision of 2020 that opened an office in some municipalities, as a case has it."""
    raw = pd.DataFrame({"decided": ["2020"] * len(codes), "action": "open", "municipality_code": codes})
    raw["reason"] = reason
    return replace(case, decided=raw).decided


def test_a_region_whose_only_office_is_undone_lacks_one(case: Case) -> None:
    """The church is the only office of 02; 01 keeps the square."""
    rows = decided(case, "municipality_code", ["02"])
    found = check_regions(case, rows, "municipality_code")
    assert (found.without, found.others, found.regions, found.named_then) == (("South",), (), 2, 1)


def test_only_a_reason_that_is_a_column_of_sites_is_a_rule_of_regions(case: Case) -> None:
    """A word of one's own is not, nor two reasons."""
    assert region_rule(case, decided(case, "municipality_code", ["02"])) == "municipality_code"
    assert region_rule(case, decided(case, "need", ["02"])) is None


def test_the_four_of_2020_follow_and_only_by_what_the_network_is_made_from() -> None:
    """Storuman, Torsby, Vansbro and Åsele lack one, no other region does; by sources of the time 20 of 60 had one."""
    case = known_then("expansion-2020")["known_then"]
    rows = case.decided[case.decided["decided"] == "2020"]
    found = check_regions(case, rows, "fa_region_code")
    assert found.without == found.decided == ("Storuman", "Torsby", "Vansbro", "Åsele")
    assert (found.others, found.regions, found.named_then) == ((), 60, 20)
