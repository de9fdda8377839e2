"""Where SCB's open services are, and which files do in their place.

The addresses may be set by the environment, for tests and for a mirror.
"""

from __future__ import annotations

import os

from narvaro.sources.official.by_hand import HandFile
from narvaro.sources.official.cache import Publication
from narvaro.sources.official.pxweb import Database
from narvaro.sources.official.wfs import MapService
from narvaro.sources.sweden.scb.editions import AreaEdition

PUBLISHER = "SCB (Statistics Sweden)"
LICENCE = "CC0 1.0"
MAPS = "https://geodata.scb.se/geoserver/stat/wfs"
STATISTICS = "https://statistikdatabasen.scb.se/api/v2"
MAPS_VARIABLE, STATISTICS_VARIABLE = "NARVARO_SCB_MAPS", "NARVARO_SCB_STATISTICS"
WORKSPACE = "stat"
PEOPLE = "TAB6574"
"""People on 31 December by region, age and sex, from 2010."""
WHOLE = {"Alder": "totalt", "Kon": "1+2"}
"""The code that stands for everybody, where a variable of a table has it."""
REGION = "Region"
IN_USE = {"Bestand": "ITRAF"}
"""Cars in use, not those laid up."""


def maps() -> MapService:
    """Return the map service."""
    address = os.environ.get(MAPS_VARIABLE) or MAPS
    return MapService(address, WORKSPACE, Publication(PUBLISHER, "open geodata", LICENCE))


def statistics() -> Database:
    """Return the statistical database."""
    address = os.environ.get(STATISTICS_VARIABLE) or STATISTICS
    return Database(address, Publication(PUBLISHER, "Statistikdatabasen", LICENCE))


def layer_file(edition: AreaEdition) -> HandFile:
    """Return the file that does in place of the map service."""
    name = edition.layer.name
    return HandFile((f"{name}.geojson", f"{name}.gpkg"), maps().whole_layer(edition.layer))


def people_file(edition: AreaEdition | None = None, year: int | None = None) -> HandFile:
    """Return the file that does in place of the table of people."""
    chosen = {REGION: "*", **WHOLE, "ContentsCode": "*", "Tid": "top(1)" if year is None else str(year)}
    lists = {} if edition is None else {REGION: edition.code_list}
    return HandFile((f"{PEOPLE}.json",), statistics().whole_table(PEOPLE, chosen, lists))


def cars_file(edition: AreaEdition, year: int) -> HandFile:
    """Return the file that does in place of the table of cars; there is a case without it."""
    chosen = {REGION: "*", **IN_USE, "ContentsCode": "*", "Tid": str(year)}
    address = statistics().whole_table(edition.cars, chosen, {REGION: edition.code_list})
    return HandFile((f"{edition.cars}.json",), address, needed=False)
