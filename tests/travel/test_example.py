"""The example on real streets, from two tables to a report, through the command line."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "helsinki"


@pytest.mark.slow
def test_the_helsinki_example(helsinki, tmp_path) -> None:
    """`new`, `travel`, `access`, `plan` and `report` on the real extract give what the example says."""
    pytest.importorskip("cafein", reason="the network extra is not installed")
    with zipfile.ZipFile(tmp_path / "feed.zip", "w") as feed:
        for table in sorted((EXAMPLE / "feed").glob("*.txt")):
            feed.write(table, table.name)

    def narvaro(*words: str) -> str:
        command = [sys.executable, "-m", "narvaro", *words]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    tables = ["--areas", str(EXAMPLE / "areas.csv"), "--sites", str(EXAMPLE / "sites.csv")]
    narvaro("new", "helsinki", *tables, "--currency", "EUR")
    (tmp_path / "helsinki" / "policy.toml").write_bytes((EXAMPLE / "policy.toml").read_bytes())
    asked = ["--depart", "2026-03-10T10:00", "--window", "60", "--max-minutes", "60"]
    narvaro("travel", "helsinki", "--osm", str(helsinki), "--gtfs", "feed.zip", *asked)
    access = json.loads(narvaro("access", "helsinki", "--mode", "transit", "--json"))
    assert access
    narvaro("plan", "helsinki")
    plan = json.loads((tmp_path / "helsinki" / "results" / "plan.json").read_text())
    assert (plan["status"], round(plan["objective"]["before"]), round(plan["objective"]["after"])) == (
        "optimal",
        63_793,
        43_178,
    )
    assert [action["site_id"] for year in plan["years"] for action in year["actions"]] == ["c3"]
    assert "streets" in json.dumps(plan)
    narvaro("report", "helsinki", "--lang", "sv")
    page = (tmp_path / "helsinki" / "results" / "report.sv.html").read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors" in page
    assert "ODbL 1.0" in page
    assert "feed.zip" in page
    assert "straight-line-and-network.csv" not in page
    assert "medianen av avgångar 10:00–10:59 den 10 mars 2026" in page.replace("\N{NO-BREAK SPACE}", " ")
