"""Tables of speed factors: each row is used as it says, or refused."""

import pytest

from narvaro.errors import SettingError
from narvaro.travel.rules import road_rules
from narvaro.travel.speeds import read_speed_factors

HEAD = "class,days,from_hour,to_hour,factor\n"


def read(folder, text):
    path = folder / "speeds.csv"
    path.write_text(text, encoding="utf-8")
    return read_speed_factors(path, road_rules())


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ("fri-mon", {4, 5, 6, 0}),
        ("sun-mon", {6, 0}),
        ("mon-sun", set(range(7))),
        ("tue", {1}),
        ("Mon; sat", {0, 5}),
    ],
)
def test_days_go_round_the_week(tmp_path, days, wanted) -> None:
    """From Friday to Monday are four days, not none."""
    factors = read(tmp_path, f"{HEAD}primary,{days},7,9,0.5\n")
    assert {day for day in range(7) if factors.at("primary", day, 8) == 0.5} == wanted


@pytest.mark.parametrize(
    "rows",
    [
        "primary,mon,7,9,0.5,\n",  # a blank cell too many holds nothing
        "primary, mon, 7, 9, 0.5\n",
        "primary,mon,7,9,0.5\n\n",
        "primary,mon,7,9,0.5\nprimary,mon-fri,8,12,0.5\n",
    ],
)
def test_blanks_and_the_same_said_twice_change_nothing(tmp_path, rows) -> None:
    """Blanks after commas, empty lines at the end and an empty last cell are passed over."""
    assert read(tmp_path, HEAD + rows).at("primary", 0, 8) == 0.5


@pytest.mark.parametrize(
    "row",
    [
        "primary,mon,7,9,0.5,0.6",
        "primary,mon,7,9",
        "primary,mon,7,9,0.6",
        "primary,sat-tue,8,10,0.6",
        "primary,mon,22,6,0.5",
        "secondary,mon,7,9,nan",
        "secondary,,7,9,0.5",
    ],
)
def test_a_row_that_is_not_clear_is_refused_by_its_number(tmp_path, row) -> None:
    """A cell too many or too few, another factor at the same hour, hours that run backwards, no day."""
    with pytest.raises(SettingError) as caught:
        read(tmp_path, f"{HEAD}primary,mon,7,9,0.5\n{row}\n")
    assert [fault.row for fault in caught.value.faults] == [3]


def test_a_column_twice_is_refused(tmp_path) -> None:
    """Of two columns with one name nobody knows which one holds."""
    with pytest.raises(SettingError) as caught:
        read(tmp_path, "class,days,from_hour,to_hour,factor,factor\nprimary,mon,7,9,0.5,0.6\n")
    assert [fault.column for fault in caught.value.faults] == ["factor"]
