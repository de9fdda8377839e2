"""What was really decided: 4 offices in 2020, 28 municipalities in 2021, 18 closings known of 2025."""

import pandas as pd

from narvaro.sources.sweden.decided import decided
from narvaro.sources.sweden.network import network
from narvaro.sources.sweden.scenarios import scenario
from narvaro.sources.sweden.tables import read_table


def test_the_counts_are_those_of_the_sources():
    """Eleven of the 28 are for vulnerable areas; of 18 closings 14 are carried out, the others told apart."""
    table = read_table("decided")
    by_year = table.groupby(table["decided"].astype(str).str[:4])
    assert by_year.size().to_dict() == {"2020": 4, "2021": 28, "2025": 18}
    reasons = by_year.get_group("2021")["reason"].value_counts().to_dict()
    assert reasons == {"countryside": 15, "vulnerable": 11, "metropolitan": 2}
    statuses = by_year.get_group("2025")["status"].value_counts().to_dict()
    assert statuses == {"done": 14, "announced": 3, "uncertain": 1}
    assert (table["source"] != "").all()


def test_four_offices_opened_by_the_decision_of_2021_are_closed_again():
    """Filipstad, Växjö Araby, Ånge and Östhammar stand in both, by the same office."""
    table = scenario("cut-2025")[0].decided
    done = table[table["status"] == "done"]
    opened, closed = (set(done.loc[done["action"] == action, "site_id"]) for action in ("open", "close"))
    assert opened & closed == {
        "office-1782-filipstad",
        "office-0780-vaxjo-araby",
        "office-2260-ange",
        "office-0382-osthammar",
    }


def test_every_closing_stands_for_an_office_of_the_network_of_2024():
    """All 18 are among the offices that a source names."""
    rows = decided(network(2024).assign(name=""), [2025])
    assert (rows["site_id"] != "").all()
    assert rows["site_id"].is_unique


def test_a_place_far_from_every_site_is_left_to_its_municipality():
    """Rinkeby's office is 400 km from the only site of Stockholm here."""
    sites = pd.DataFrame({"municipality_code": ["0180"], "lon": [13.0], "lat": [55.6]}, index=["far"])
    assert (decided(sites, [2021])["site_id"] == "").all()
