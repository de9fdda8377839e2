"""A list of actions is kept as a plan that does exactly what it says."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from narvaro.app.deciding import decide_project
from narvaro.app.kept import in_force, kept_plans


def test_the_plan_does_what_the_list_says_and_nothing_else(small: Path, tmp_path: Path) -> None:
    """Its name is made of the table's, it is not in force, and it is kept even where it does nothing that pays."""
    sites = pd.read_csv(small / "sites.csv")
    site = sites.loc[sites["status"] == "may_close", "id"].iloc[0]
    path = tmp_path / "Min lista.csv"
    path.write_text(f"site,year,action\n{site},2028,close\n", encoding="utf-8")
    done = decide_project(small, path, by="Bo")
    assert [(year, one.action, one.site_id) for year, one in done.plan.actions] == [
        (2028, "close", str(site))
    ]
    assert done.kept.name.endswith("-min-lista")
    assert (done.kept.way, done.kept.by, in_force(small)[0]) == ("decide", "Bo", None)
    assert decide_project(small, path).kept.name.endswith("-min-lista-2")
    assert len(kept_plans(small)) == 2
