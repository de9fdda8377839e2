"""A map service and a statistical database of our own making that speak WFS 2.0.0 and PxWebApi 2 in their true form.

The forms follow what GeoServer and PxWebApi answer: names, order and kinds of the members; the areas and figures are
invented.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from tests.sources.official.server import Answer

XML, JSON = "application/xml", "application/json;charset=UTF-8"


@dataclass
class Maps:
    """A map service.

    Parameters
    ----------
    layers
        The areas of each layer, by its full name: attributes and corners.
    most
        Areas given at once, as its capabilities say (`CountDefault`).
    """

    layers: dict[str, list[tuple[dict[str, Any], list[list[float]]]]]
    most: int = 1_000_000
    srs: str = "urn:ogc:def:crs:EPSG::3006"

    def answer(self, path: str, words: dict[str, str], _: bytes) -> Answer:
        asked = {name.lower(): word for name, word in words.items()}
        if (asked.get("service"), asked.get("version")) != ("WFS", "2.0.0"):
            return 400, XML, self._exception("Could not determine service or version")
        if asked["request"] == "GetCapabilities":
            return 200, XML, self._capabilities()
        name = asked.get("typenames", "")
        if name not in self.layers:
            return 400, XML, self._exception(f"Feature type {name} unknown")
        found = self._chosen(name, asked)
        if asked.get("resulttype") == "hits":
            return 200, XML, self._hits(len(found))
        start = int(asked.get("startindex", 0))
        page = found[start : start + min(int(asked.get("count", self.most)), self.most)]
        return 200, JSON, self._collection(name, page, len(found))

    def _chosen(self, name: str, asked: dict[str, str]) -> list[tuple[dict[str, Any], list[list[float]]]]:
        found = list(self.layers[name])
        if "cql_filter" in asked:
            column, listed = re.fullmatch(r"(\w+) IN \((.*)\)", asked["cql_filter"]).groups()  # type: ignore[union-attr]
            codes = [code.strip().strip("'") for code in listed.split(",")]
            found = [one for one in found if one[0][column] in codes]
        if "sortby" in asked:
            found.sort(key=lambda one: one[0][asked["sortby"]])
        return found

    def _capabilities(self) -> bytes:
        types = "".join(
            f"<FeatureType xmlns:stat='stat'><Name>{escape(name)}</Name><Title>{escape(name)}</Title>"
            f"<DefaultCRS>{self.srs}</DefaultCRS></FeatureType>"
            for name in self.layers
        )
        limit = (
            f'<ows:Constraint name="CountDefault"><ows:NoValues/><ows:DefaultValue>{self.most}'
            "</ows:DefaultValue></ows:Constraint>"
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><wfs:WFS_Capabilities version="2.0.0" '
            'xmlns="http://www.opengis.net/wfs/2.0" xmlns:wfs="http://www.opengis.net/wfs/2.0" '
            'xmlns:ows="http://www.opengis.net/ows/1.1"><ows:ServiceIdentification><ows:Title>Maps</ows:Title>'
            '</ows:ServiceIdentification><ows:OperationsMetadata><ows:Operation name="GetFeature">'
            f"{limit}</ows:Operation></ows:OperationsMetadata><FeatureTypeList>{types}</FeatureTypeList>"
            "</wfs:WFS_Capabilities>"
        ).encode()

    def _hits(self, number: int) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
            'xmlns:wfs="http://www.opengis.net/wfs/2.0" '
            f'numberMatched="{number}" numberReturned="0" timeStamp="2026-11-27T12:00:00.000Z"/>'
        ).encode()

    def _exception(self, text: str) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport version="2.0.0" '
            'xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception exceptionCode="InvalidParameterValue">'
            f"<ows:ExceptionText>{escape(text)}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
        ).encode()

    def _collection(
        self, name: str, page: list[tuple[dict[str, Any], list[list[float]]]], total: int
    ) -> bytes:
        plain = name.partition(":")[2]
        features = [
            {
                "type": "Feature",
                "id": f"{plain}.{number}",
                "geometry": {"type": "Polygon", "coordinates": [corners]},
                "geometry_name": "sp_geometry",
                "properties": attributes,
            }
            for number, (attributes, corners) in enumerate(page, 1)
        ]
        return json.dumps(
            {
                "type": "FeatureCollection",
                "features": features,
                "totalFeatures": total,
                "numberMatched": total,
                "numberReturned": len(page),
                "timeStamp": "2026-11-27T12:00:00.000Z",
                "crs": {"type": "name", "properties": {"name": self.srs}},
            }
        ).encode()


@dataclass
class Table:
    """A table of a statistical database.

    Parameters
    ----------
    label
        Its title.
    codes
        The codes of each variable, with their labels; the last are contents and time.
    figures
        By the codes of all variables in order; a figure that is not there is withheld.
    removable
        Variables that may be left out of a question; their figures are then summed.
    """

    label: str
    codes: dict[str, dict[str, str]]
    figures: dict[tuple[str, ...], float]
    removable: tuple[str, ...] = ()

    def json(self, table: str, chosen: dict[str, list[str]] | None) -> bytes:
        """Return the table, or what there is to know of it, in JSON-stat 2.0."""
        variables = [one for one in self.codes if chosen is None or one in chosen]
        left = {one: list(self.codes[one]) for one in self.codes if one not in variables}
        found = {one: list(self.codes[one]) if chosen is None else chosen[one] for one in variables}
        dimension = {
            one: {
                "label": one.lower(),
                "category": {
                    "index": {code: place for place, code in enumerate(codes)},
                    "label": {code: self.codes[one][code] for code in codes},
                },
                "extension": {"elimination": one in self.removable, "show": "code", "codelists": []},
            }
            for one, codes in found.items()
        }
        values: list[float | None] = []
        if chosen is not None:
            cells = itertools.product(*found.values())
            values += [self._figure(dict(zip(found, cell, strict=True)), left) for cell in cells]
        status = {str(place): ".." for place, value in enumerate(values) if value is None}
        return json.dumps(
            {
                "version": "2.0",
                "class": "dataset",
                "label": self.label,
                "source": "SCB",
                "updated": "2026-02-21T07:00:00Z",
                "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
                "id": variables,
                "size": [len(codes) for codes in found.values()],
                "dimension": dimension,
                "extension": {"px": {"tableid": table, "language": "en"}},
                "value": values,
                **({"status": status} if status else {}),
            }
        ).encode()

    def _figure(self, cell: dict[str, str], left: dict[str, list[str]]) -> float | None:
        total = 0.0
        for rest in itertools.product(*left.values()):
            whole = cell | dict(zip(left, rest, strict=True))
            figure = self.figures.get(tuple(whole[one] for one in self.codes))
            if figure is None:
                return None
            total += figure
        return total


@dataclass
class Statistics:
    """A statistical database.

    Parameters
    ----------
    tables
        By id.
    most_cells
        Figures given at once (`maxDataCells`).
    """

    tables: dict[str, Table]
    most_cells: int = 150_000
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def answer(self, path: str, words: dict[str, str], body: bytes) -> Answer:
        steps = path.strip("/").split("/")
        if steps[-1] == "config":
            return 200, JSON, self._config()
        table, what = steps[-2], steps[-1]
        if table not in self.tables:
            return self._problem(404, "Non-existent table")
        if what == "metadata":
            return 200, JSON, self.tables[table].json(table, None)
        if words.get("outputFormat") != "json-stat2":
            return self._problem(400, "Unsupported output format")
        chosen = {one["variableCode"]: one["valueCodes"] for one in json.loads(body)["selection"]}
        return self._figures(table, chosen)

    def _figures(self, table: str, chosen: dict[str, list[str]]) -> Answer:
        of = self.tables[table]
        if set(chosen) - set(of.codes):
            return self._problem(400, "Non-existent variable")
        if any(set(codes) - set(of.codes[one]) for one, codes in chosen.items()):
            return self._problem(400, "Non-existent value")
        if any(one not in chosen and one not in of.removable for one in of.codes):
            return self._problem(400, "Missing selection for mandatory variable")
        cells = 1
        for codes in chosen.values():
            cells *= len(codes)
        if cells > self.most_cells:
            return self._problem(403, "Too many cells selected")
        self.asked.append(chosen)
        return 200, JSON, of.json(table, chosen)

    def _config(self) -> bytes:
        return json.dumps(
            {
                "apiVersion": "2.3.2",
                "appVersion": "2.3.2",
                "languages": [{"id": "sv", "label": "Svenska"}, {"id": "en", "label": "English"}],
                "defaultLanguage": "sv",
                "maxDataCells": self.most_cells,
                "maxCallsPerTimeWindow": 30,
                "timeWindow": 10,
                "license": "https://creativecommons.org/publicdomain/zero/1.0/",
                "sourceReferences": [{"language": "en", "text": "Source: SCB"}],
                "defaultDataFormat": "json-stat2",
                "dataFormats": ["json-stat2", "csv", "px", "xlsx", "html", "json-px"],
            }
        ).encode()

    @staticmethod
    def _problem(status: int, title: str) -> Answer:
        return status, "application/problem+json", json.dumps({"title": title, "status": status}).encode()
