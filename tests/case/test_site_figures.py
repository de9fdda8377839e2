"""Figures of a site go before those of its size: where they hold, and what a wrong cell says."""

import numpy as np
import pandas as pd
import pytest
from tests.plan.cases import LARGE, SMALL, case_of

from narvaro.case import MoneyUnit, open_case, save_case
from narvaro.case.site_figures import OWN_FIGURES, cost_faults, figures_at
from narvaro.errors import TableError

SIZES = [SMALL, LARGE]


def some(**columns):
    sites = {"size": ["small", "large", ""], **columns}
    return case_of([30, 6], ["may_close", "may_close", "candidate"], sizes=SIZES, sites=sites)


@pytest.mark.parametrize("column", OWN_FIGURES)
def test_a_figure_holds_at_the_size_that_is_named_and_without_one_at_each(column):
    """7 stands at small of site 0, nowhere of site 1 whose cell is empty, and at both sizes of site 2."""
    small, large = (getattr(size, column) for size in SIZES)
    found = some(**{column: [7, None, 7]}).figures(column)
    assert found.tolist() == [[7, large], [small, large], [7, 7]]


def test_a_cost_may_be_nothing_but_a_room_of_nothing_is_that_of_the_size():
    """A lease that ends by itself costs 0 to leave; no office has room for nobody."""
    assert some(closing=[0, "", ""]).figure("closing", "s0", "small") == 0.0
    assert some(visits_year=[0, "", ""]).figure("visits_year", "s0", "small") == SMALL.visits_year


def test_a_column_that_is_no_such_figure_stays_a_grouping():
    """`staff` of the sites sorts them; the figure is that of the size."""
    assert some(staff=["own", "hired", ""]).figure("staff", "s1", "large") == LARGE.staff
    table = pd.DataFrame({"size": ["small"], "staff": ["own"]})
    assert figures_at(table, SIZES, "staff").tolist() == [[4.0, 8.0]]


def test_how_many_sites_have_costs_of_their_own():
    """Each site counts once, an empty cell and a room not at all."""
    assert some(visits_year=[1, 1, 1]).own_costs == 0
    assert some(opening=[1, None, None], closing=[0, None, 2]).own_costs == 2


@pytest.mark.parametrize("wrong", [-1, "much", "4 million"])
def test_a_wrong_cell_is_a_fault_with_its_row_and_column(wrong):
    """Below zero or a word is refused."""
    with pytest.raises(TableError) as caught:
        some(running_year=pd.Series([4, wrong, ""], dtype=object))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, "running_year")]


@pytest.mark.parametrize(
    ("unit", "cost", "key"), [("million", 4e6, "site.unit"), ("one", 4e12, "site.too_much")]
)
def test_a_cost_that_is_too_much_for_one_office_is_told(unit, cost, key):
    """4 million where millions are counted is most likely meant as 4."""
    table = pd.DataFrame({"name": ["A", "B"], "opening": [np.nan, cost]})
    (fault,) = cost_faults(table, MoneyUnit("SEK", unit), "sites.csv")
    assert (fault.key, fault.row, fault.column) == (key, 3, "opening")
    assert "B" in fault.text("en")
    with pytest.raises(TableError, match="too much for one office"):
        some(closing=[4e12, "", ""])


def test_figures_survive_a_folder(tmp_path):
    """Written and read again they are the same, an empty cell too, and so is the checksum."""
    case = some(opening=[1.25, None, 0], running_year=[None, None, 9.5])
    save_case(case, tmp_path)
    again = open_case(tmp_path)
    assert again.checksum == case.checksum
    for column in OWN_FIGURES:
        assert again.figures(column).tolist() == case.figures(column).tolist()
