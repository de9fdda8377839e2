"""Tables of speed factors: each row is used as it says, or refused."""

import pytest

from narvaro.errors import SettingError
from narvaro.travel import RunSettings, travel_times
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
    ("row", "column", "key", "value"),
    [
        ("motorwy,mon,7,9,0.5", "class", "class", "motorwy"),
        ("primary,mån-fry,7,9,0.5", "days", "days", "mån-fry"),
        ("primary,mon,7:30,9,0.5", "from_hour", "hour", "7:30"),
        ("primary,mon,7,25,0.5", "to_hour", "hour", "25"),
        ("primary,mon,-1,9,0.5", "from_hour", "hour", "-1"),
        ("primary,mon,22,6,0.5", "to_hour", "hours", "6"),
        ("primary,mon,7,9,70", "factor", "factor", "70"),
        ("primary,mon,7,9,70 %", "factor", "factor", "70 %"),
        ("primary,mon,7,9,", "factor", "blank", None),
        ("primary,,7,9,0.5", "days", "blank", None),
    ],
)
def test_a_fault_names_its_column_and_value(tmp_path, row, column, key, value) -> None:
    """Whoever reads it sees which cell to mend, in both languages."""
    with pytest.raises(SettingError) as caught:
        read(tmp_path, f"{HEAD}{row}\n")
    [fault] = caught.value.faults
    assert (fault.row, fault.column, fault.key) == (2, column, f"travel.speed_bad.{key}")
    assert fault.data.get("value") == value
    assert all((value or column) in fault.text(lang) for lang in ("sv", "en"))


def test_all_faults_of_a_row_come_at_once(tmp_path) -> None:
    """Four cells that cannot be used are four faults."""
    with pytest.raises(SettingError) as caught:
        read(tmp_path, f"{HEAD}x,y,z,9,-1\n")
    assert [fault.column for fault in caught.value.faults] == ["class", "days", "from_hour", "factor"]


def test_headings_are_read_in_any_case(tmp_path) -> None:
    """Class, FACTOR and factor are the same words; twice the same column is a fault all the same."""
    factors = read(tmp_path, "Class,DAYS,From_Hour,to_hour,Factor\nPrimary,Mon,7,9,0.5\n")
    assert factors.at("primary", 0, 8) == 0.5
    with pytest.raises(SettingError) as caught:
        read(tmp_path, "class,days,from_hour,to_hour,factor,Factor\nprimary,mon,7,9,0.5,0.6\n")
    assert [(f.key, f.column) for f in caught.value.faults] == [("table.column_twice", "factor")]


LINE = {i: (100.0 * i, 0.0) for i in range(21)}
SIDE = {100: (0.0, 500.0)}


@pytest.fixture
def made(write_osm, make_case, tmp_path):
    """Minutes from 0 to 2 km along a primary road at 36 km/h with a side street of 500 m, for a table and an hour."""
    posted = {"maxspeed": "36"}
    ways = [(LINE, {"highway": "primary", **posted}), ((0, 100), {"highway": "service", **posted})]
    path, case = write_osm({**LINE, **SIDE}, ways), make_case([(0, 0)], [(2_000, 0)])

    def make(rows, depart, **more):
        factors = read(tmp_path, HEAD + rows)
        asked = {"osm": path, "modes": ["car", "walk"], "depart": depart, **more}
        return travel_times(case, tmp_path / "p", RunSettings(speed_factors=factors, **asked))

    return make


@pytest.mark.parametrize(
    ("rows", "depart"),
    [
        ("*,mon-sun,7,9,0.5\n", "2026-03-10T10:00"),  # another hour
        ("primary,mon,0,24,0.5\n", "2026-03-10T10:00"),  # a Tuesday
        ("primary,tue,7,9,0.5\nmotorway,tue,0,24,0.5\n", "2026-03-10T10:00"),  # a class that is not there
    ],
)
def test_no_row_at_the_hour_is_free_flow_and_said_so(made, rows, depart) -> None:
    """Two kilometres at 36 km/h are 200 seconds; the label is not that of the table, and a notice says why."""
    times = made(rows, depart)
    assert times.to_dense("car")[0, 0] * 60 == pytest.approx(200, abs=0.5)
    assert times.labels["car"] == "free flow"
    [notice] = times.notices
    assert (notice.key, notice.data["depart"]) == ("travel.speed_no_row", "2026-03-10 10:00")


def test_classes_without_a_row_at_the_hour_are_told(made) -> None:
    """Half the speed on the primary road; 500 of 2,500 metres have no row."""
    times = made("primary,tue,10,11,0.5\nservice,tue,0,9,0.5\n", "2026-03-10T10:00")
    assert times.to_dense("car")[0, 0] * 60 == pytest.approx(400, abs=0.5)
    assert times.labels["car"] == "speeds.csv, tue 10"
    [notice] = times.notices
    assert (notice.key, notice.data["classes"]) == ("travel.speed_some", ["service"])
    assert notice.data["share"] == pytest.approx(0.2, abs=1e-4)
    assert made("*,tue,10,11,0.5\n", "2026-03-10T10:00").notices == ()


@pytest.mark.parametrize("asked", [{"modes": ["walk"]}, {"osm": None, "modes": ["car"]}])
def test_a_table_that_would_change_nothing_is_refused(made, asked) -> None:
    """Without cars, or without streets, a table of speeds is given in vain."""
    with pytest.raises(SettingError) as caught:
        made("*,mon-sun,0,24,0.5\n", "2026-03-10T10:00", **asked)
    assert [fault.key for fault in caught.value.faults] == ["travel.speed_without_roads"]


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


def test_speed_factors_slow_a_class_at_an_hour(write_osm, make_case, tmp_path) -> None:
    """At factor 0.5 on Tuesday at ten the car takes twice the time; at noon it flows freely; labels say so."""
    line = {i: (100.0 * i, 0.0) for i in range(21)}
    path = write_osm(line, [(line, {"highway": "residential", "maxspeed": "36"})])
    table = tmp_path / "factors.csv"
    table.write_text(
        "class,days,from_hour,to_hour,factor\nresidential,mon-fri,9,11,0.5\n*,sat;sun,0,24,0.9\n"
    )
    case = make_case([(300, 0)], [(1300, 0)])
    slow = travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"], speed_factors=table))
    assert slow.to_dense("car")[0, 0] * 60 == pytest.approx(200, abs=0.5)
    assert slow.labels["car"] == "factors.csv, tue 10"
    noon = {"depart": "2026-03-10T12:00", "speed_factors": table}
    assert travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"], **noon)).to_dense("car")[
        0, 0
    ] * 60 == (pytest.approx(100, abs=0.5))
    plain = travel_times(case, tmp_path / "q", RunSettings(osm=path, modes=["car"]))
    assert plain.labels["car"] == "free flow"


def test_a_row_for_the_class_goes_before_a_row_for_all(tmp_path) -> None:
    """Rows for * hold for every class that has no row of its own."""
    table = tmp_path / "f.csv"
    table.write_text("class,days,from_hour,to_hour,factor\nprimary,mon,0,24,0.7\n*,mon-sun,0,24,0.9\n")
    factors = read_speed_factors(table, road_rules())
    assert [factors.at("primary", 0, 5), factors.at("primary", 1, 5), factors.at("service", 0, 5)] == [
        0.7,
        0.9,
        0.9,
    ]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("boulevard,mon,0,24,0.9", "row 2, column class: “boulevard” is no road class"),
        ("primary,monday,0,24,0.9", "monday"),
        ("primary,mon,9,8,0.9", "“8” is not after from_hour, “9”"),
        ("primary,mon,0,24,0", "“0” is no factor"),
        ("primary,mon,0,24,fast", "fast"),
    ],
)
def test_speed_factors_with_faults(tmp_path, row, text) -> None:
    """Each row that cannot be used is named."""
    path = tmp_path / "f.csv"
    path.write_text("class,days,from_hour,to_hour,factor\n" + row + "\n")
    with pytest.raises(SettingError) as error:
        read_speed_factors(path, road_rules())
    assert text in str(error.value)


def test_speed_factors_without_columns(tmp_path) -> None:
    """Missing columns are named one by one; a missing file is an error of the settings."""
    path = tmp_path / "f.csv"
    path.write_text("class,factor\nprimary,0.9\n")
    with pytest.raises(SettingError) as error:
        read_speed_factors(path, road_rules())
    assert [fault.column for fault in error.value.faults] == ["days", "from_hour", "to_hour"]
    with pytest.raises(SettingError, match="cannot be read"):
        read_speed_factors(tmp_path / "none.csv", road_rules())
