"""Services with the same offices share a row; those with others stand by name."""

from types import SimpleNamespace

import pandas as pd

from narvaro.app.terminal import Terminal
from narvaro.app.views.area_view import _ways
from narvaro.case import Service

SERVICES = (Service("tax", "Skatt", "Tax"), Service("pension", "Pension", "Pensions"))


def rows(office_of_pension: str) -> list[str]:
    """The column of services of the table."""
    ways = pd.DataFrame(
        {
            "mode": "car",
            "service": ["tax", "pension"],
            "limit_min": 30.0,
            "office_before": ["A", "A"],
            "min_before": [5.0, 5.0],
            "office_after": ["A", office_of_pension],
            "min_after": [5.0, 5.0 if office_of_pension == "A" else float("nan")],
        }
    )
    asked = SimpleNamespace(
        found=SimpleNamespace(ways=ways), planned=SimpleNamespace(case=SimpleNamespace(services=SERVICES))
    )
    table = _ways(Terminal("en"), asked)  # type: ignore[arg-type]
    return [str(cell) for cell in table.columns[1].cells]


def test_services_share_a_row_where_their_offices_are_the_same() -> None:
    """One row for both; two rows, by name, where one of them has no office any more."""
    assert rows("A") == ["every service"]
    assert rows("") == ["Tax", "Pensions"]
