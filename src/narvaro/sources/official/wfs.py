"""Layers of a map service that speaks WFS 2.0.0 (OGC 09-025r2), such as GeoServer: found by name, brought by pages.

The number of areas is asked for first, and every page says it again: a page with too few, or a layer that changed
between two pages, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd

from narvaro.errors import Fault, SourceError
from narvaro.sources.official.cache import Publication, Record
from narvaro.sources.official.shapes import MapLayer, read_layer, twice
from narvaro.sources.official.supply import Inquiry, Supply

PAGE = 500
"""Areas asked for at once: an answer of some ten megabytes, so that one that fails costs little."""
_MATCHED = re.compile(rb'"numberMatched"\s*:\s*(\d+)')
_TAIL = 2_000
"""A service writes the number of areas after the last of them."""


@dataclass(frozen=True)
class MapService:
    """A map service.

    Parameters
    ----------
    address
        Of its WFS.
    workspace
        What its layers are called by before the colon.
    publication
        Whose data it holds.
    """

    address: str
    workspace: str
    publication: Publication

    def question(self, request: str, **words: object) -> Inquiry:
        """Return a question to the service."""
        asked = {"service": "WFS", "version": "2.0.0", "request": request, **words}
        return Inquiry(f"{self.address}?{urlencode(asked, safe=':,/')}", self.publication)

    def full_name(self, layer: MapLayer) -> str:
        """Return the name of a layer with that of the workspace."""
        return f"{self.workspace}:{layer.name}"

    def whole_layer(self, layer: MapLayer) -> str:
        """Return the address at which a browser gets a whole layer."""
        return self.question("GetFeature", **self._wanted(layer)).address

    def _wanted(self, layer: MapLayer) -> dict[str, object]:
        return {
            "typeNames": self.full_name(layer),
            "outputFormat": "application/json",
            "srsName": f"EPSG:{layer.epsg}",
        }

    def pages(self, layer: MapLayer, only: str, start: int, count: int) -> Inquiry:
        """Return the question for one page of a layer, in the order of the codes."""
        words = self._wanted(layer) | {"sortBy": layer.code, "startIndex": start, "count": count}
        return self.question("GetFeature", **words, **({"CQL_FILTER": only} if only else {}))


@dataclass(frozen=True)
class Offer:
    """What a service says of itself.

    Parameters
    ----------
    layers
        Names of its layers, with that of the workspace.
    most
        Areas that it gives at once, None where it does not say.
    """

    layers: tuple[str, ...]
    most: int | None


def bring_layer(
    supply: Supply, service: MapService, layer: MapLayer, only: str = ""
) -> tuple[gpd.GeoDataFrame, list[Record]]:
    """Return the areas of a layer, in the order of their codes, and the downloads they came with.

    Parameters
    ----------
    supply
        Where answers come from.
    service, layer
        What is wanted.
    only
        A filter in the language of the service (CQL); all areas if empty.

    Raises
    ------
    SourceError
        If the layer is not there, or what came is not whole or not as it should be.
    """
    offer, _ = supply.bring(service.question("GetCapabilities"), lambda c: read_offer(c, service.address))
    name = service.full_name(layer)
    if name not in offer.layers:
        like = layer.name.partition("_")[0].casefold()
        has = [one for one in offer.layers if like in one.casefold()]
        raise SourceError([Fault("source.no_layer", {"layer": name, "address": service.address, "has": has})])
    hits = service.question(
        "GetFeature", typeNames=name, resultType="hits", **({"CQL_FILTER": only} if only else {})
    )
    total, _ = supply.bring(hits, lambda c: read_hits(c, hits.address))
    if not total:
        raise SourceError([Fault("source.nothing", {"layer": name, "only": only})])
    size = min(PAGE, offer.most or PAGE)
    parts, records = [], []
    for start in range(0, total, size):
        supply.progress(layer.name, start, total)
        asked = service.pages(layer, only, start, min(size, total - start))
        page = Page(layer, start, min(size, total - start), total)
        part, record = supply.bring(asked, page.read)
        parts.append(part)
        records.append(record)
    supply.progress(layer.name, total, total)
    whole = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=parts[0].crs)
    faults = twice(whole[layer.code].astype(str).tolist(), name)
    if faults:
        raise SourceError(faults)
    return whole, records


@dataclass(frozen=True)
class Page:
    """What a page must hold.

    Parameters
    ----------
    layer
        The layer.
    start, count, total
        Its first area, how many it has, and of how many in all.
    """

    layer: MapLayer
    start: int
    count: int
    total: int

    def read(self, content: bytes) -> gpd.GeoDataFrame:
        """Return the areas of the page.

        Raises
        ------
        SourceError
            If they are not as many as they must be, or not what they must be.
        """
        told = f"{self.layer.name} {self.start + 1}–{self.start + self.count}"
        found = read_layer(content, self.layer, told)
        if len(found) != self.count:
            raise SourceError(
                [Fault("source.count", {"file": told, "found": len(found), "said": self.count})]
            )
        said = _MATCHED.findall(content[-_TAIL:])
        if said and int(said[-1]) != self.total:
            data = {"file": told, "found": int(said[-1]), "said": self.total}
            raise SourceError([Fault("source.changed_between", data)])
        return found


def read_offer(content: bytes, address: str) -> Offer:
    """Return what the answer to GetCapabilities offers.

    Examples
    --------
    >>> xml = b'''<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"><wfs:FeatureTypeList>
    ... <wfs:FeatureType><wfs:Name>stat:A_1</wfs:Name></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>'''
    >>> read_offer(xml, "https://a.se/wfs")
    Offer(layers=('stat:A_1',), most=None)
    """
    root = _xml(content, address)
    layers = tuple(
        (child.text or "").strip()
        for one in root.iter()
        if _plain(one.tag) == "FeatureType"
        for child in one
        if _plain(child.tag) == "Name"
    )
    if not layers:
        raise SourceError([Fault("source.no_offer", {"address": address})])
    most = None
    for one in root.iter():
        if _plain(one.tag) == "Constraint" and one.get("name") == "CountDefault":
            said = [(c.text or "").strip() for c in one.iter() if _plain(c.tag) in ("DefaultValue", "Value")]
            most = next((int(text) for text in said if text.isdecimal() and int(text) > 0), None)
    return Offer(layers, most)


def read_hits(content: bytes, address: str) -> int:
    """Return how many areas there are, from the answer to a question with `resultType=hits`.

    Examples
    --------
    >>> read_hits(b'<wfs:FeatureCollection xmlns:wfs="w" numberMatched="6160" numberReturned="0"/>', "https://a.se/wfs")
    6160
    """
    said = _xml(content, address).get("numberMatched", "")
    if not said.isdecimal():
        raise SourceError([Fault("source.no_hits", {"address": address})])
    return int(said)


def _xml(content: bytes, address: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise SourceError([Fault("source.no_xml", {"address": address, "problem": str(error)})]) from None
    said = [(one.text or "").strip() for one in root.iter() if _plain(one.tag) == "ExceptionText"]
    if _plain(root.tag) == "ExceptionReport":
        raise SourceError([Fault("source.refused", {"address": address, "problem": " ".join(said)[:200]})])
    return root


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
