"""Styles of layers as QGIS writes them (QML): the classes and colours of the report's maps, and its marks of offices.

Properties are written as `prop`, the form that every QGIS 3 reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from xml.sax.saxutils import quoteattr

from narvaro.explain import CHANGE_BREAKS, MINUTE_BREAKS
from narvaro.report.figures.colours import ACCENT, BORDER, CHANGE_COLOURS, INK, LONGER, PAPER
from narvaro.report.figures.marks import STATES, State
from narvaro.report.files.layers import OFFICES, PlanLayer
from narvaro.report.map_key import CLASS_COLOURS, change_words, minute_words
from narvaro.report.material import Material

AREA_BORDER_MM = "0.05"
DOT_MM, RIM_MM = "1.6", "0.2"
SymbolKind = Literal["fill", "marker"]


@dataclass(frozen=True)
class LayerStyle:
    """How QGIS shows a layer.

    Parameters
    ----------
    layer
        Name of the layer.
    name
        What the style is called.
    qml
        The style itself.
    default
        Whether QGIS takes it without being asked; one style of each layer is so.
    """

    layer: str
    name: str
    qml: str
    default: bool


@dataclass(frozen=True)
class StyleClass:
    """A class of a layer: what stands in its key, which rows are in it (an expression of QGIS), and how they look."""

    label: str
    where: str
    symbol: str


def styles_of(m: Material, layers: Sequence[PlanLayer]) -> tuple[LayerStyle, ...]:
    """Return the styles of layers: areas by minutes after, before and by change, for each mode; offices by their mark.

    The first is the one that QGIS takes: minutes after, by the mode that the report shows.
    """
    found = []
    for layer in layers:
        if layer.name == OFFICES:
            found.append(LayerStyle(layer.name, m.voice("layer.offices"), _qml(_office_classes(m)), True))
            continue
        kind: SymbolKind = (
            "fill" if layer.table.geom_type.isin(("Polygon", "MultiPolygon")).all() else "marker"
        )
        shown = m.findings.shown_mode
        modes = [shown, *(mode for mode in m.findings.modes if mode != shown)]
        for mode in modes:
            for which in ("after", "before", "change"):
                classes = (
                    _change_classes(m, mode, kind) if which == "change" else _minutes(m, mode, which, kind)
                )
                name = f"{m.voice(f'layer.{which}')} {m.names.mode(mode)}"
                found.append(LayerStyle(layer.name, name, _qml(classes), (mode, which) == (shown, "after")))
    return tuple(found)


def _minutes(m: Material, mode: str, when: str, kind: SymbolKind) -> list[StyleClass]:
    """Return the classes of minutes; a way of exactly ten minutes is within ten minutes."""
    column, first, last = f'"{mode}_{when}"', MINUTE_BREAKS[1], MINUTE_BREAKS[-1]
    where = [
        f"{column} <= {first:g}",
        *(f"{column} > {low:g} AND {column} <= {high:g}" for low, high in pairwise(MINUTE_BREAKS[1:])),
        f"{column} > {last:g}",
        f"{column} IS NULL",
    ]
    return _classes([*minute_words(m.voice), m.voice("map.unreached")], where, CLASS_COLOURS, kind)


def _change_classes(m: Material, mode: str, kind: SymbolKind) -> list[StyleClass]:
    """Return the classes of minutes longer or shorter, and those who get or lose a way."""
    column = f'"{mode}_change"'
    spans = [*pairwise(CHANGE_BREAKS)]
    longer = [f"{column} >= {low:g} AND {column} < {high:g}" for low, high in spans]
    shorter = [f"{column} <= -{low:g} AND {column} > -{high:g}" for low, high in spans]
    least, most = CHANGE_BREAKS[0], CHANGE_BREAKS[-1]
    where = [
        f"{column} <= -{most:g}",
        *reversed(shorter),
        f"abs({column}) < {least:g}",
        *longer,
        f"{column} >= {most:g}",
        f"{column} IS NULL",
    ]
    words = [*change_words(m.voice), m.voice("layer.no_change")]
    return _classes(words, where, (*CHANGE_COLOURS, CLASS_COLOURS[-1]), kind)


def _classes(
    words: Sequence[str], where: Sequence[str], colours: Sequence[str], kind: SymbolKind
) -> list[StyleClass]:
    """Return classes of areas by their words, conditions and colours."""
    return [
        StyleClass(word, rows, _area(kind, colour))
        for word, rows, colour in zip(words, where, colours, strict=True)
    ]


def _office_classes(m: Material) -> list[StyleClass]:
    present = set(m.states.values())
    return [
        StyleClass(m.voice(f"mark.{state}"), f"\"state\" = '{state}'", _symbol("marker", _mark(state)))
        for state in STATES
        if state in present
    ]


def _mark(state: State) -> str:
    """Return the mark of an office, as on the report's maps, in a light rim; the larger its size, the larger it is."""
    if state == "open":
        return _marker("circle", INK, PAPER, "2.2", RIM_MM)
    if state == "assumed":
        return _marker("circle", PAPER, INK, "2", "0.3")
    if state == "resized":
        return _marker("circle", PAPER, INK, "3.2", "0.4") + _marker("circle", INK, INK, "1.2", "0")
    if state == "closing":
        return _marker("circle", PAPER, LONGER, "3.2", "0.4") + _marker(
            "cross2", LONGER, LONGER, "1.6", "0.5"
        )
    return _marker("star", ACCENT, PAPER, "4.4", RIM_MM)


def _marker(shape: str, fill: str, rim: str, mm: str, rim_mm: str, scale: str = '"mark_scale"') -> str:
    return _layer(
        "SimpleMarker",
        {
            "name": shape,
            "color": _rgba(fill),
            "outline_color": _rgba(rim),
            "outline_style": "solid",
            "outline_width": rim_mm,
            "outline_width_unit": "MM",
            "size": mm,
            "size_unit": "MM",
        },
        _by_data("size", f"{mm} * {scale}") if scale else "",
    )


def _area(kind: SymbolKind, colour: str) -> str:
    """Return how an area is drawn: a polygon fainter where few people live, or a dot."""
    if kind == "marker":
        return _symbol(kind, _marker("circle", colour, PAPER, DOT_MM, "0.1", scale=""))
    fill = _layer(
        "SimpleFill",
        {
            "color": _rgba(colour),
            "style": "solid",
            "outline_color": _rgba(BORDER),
            "outline_style": "solid",
            "outline_width": AREA_BORDER_MM,
            "outline_width_unit": "MM",
        },
    )
    return _symbol(kind, fill, _by_data("alpha", '100 * "strength"'))


def _layer(kind: str, properties: dict[str, str], by_data: str = "") -> str:
    props = "".join(f"<prop k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in properties.items())
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0">{props}{by_data}</layer>'


def _symbol(kind: SymbolKind, layers: str, by_data: str = "") -> str:
    """Return a symbol, its name left open."""
    return f'<symbol type="{kind}" name="%s" alpha="1" clip_to_extent="1" force_rhr="0">{by_data}{layers}</symbol>'


def _by_data(name: str, expression: str) -> str:
    """Return a property that follows the data: `size` of a mark, `alpha` of a symbol (percent)."""
    return (
        '<data_defined_properties><Option type="Map"><Option name="name" type="QString" value=""/>'
        f'<Option name="properties" type="Map"><Option name="{name}" type="Map">'
        '<Option name="active" type="bool" value="true"/>'
        f'<Option name="expression" type="QString" value={quoteattr(expression)}/>'
        '<Option name="type" type="int" value="3"/></Option></Option>'
        '<Option name="type" type="QString" value="collection"/></Option></data_defined_properties>'
    )


def _rgba(colour: str) -> str:
    """Return a colour as QGIS writes it.

    Examples
    --------
    >>> _rgba("#0b6a6b")
    '11,106,107,255'
    """
    return ",".join(str(part) for part in (*bytes.fromhex(colour[1:]), 255))


def _qml(classes: Sequence[StyleClass]) -> str:
    """Return a style of rules, a symbol each, in the order of the key."""
    rules = "".join(
        f'<rule key="{{r{k}}}" symbol="{k}" filter={quoteattr(one.where)} label={quoteattr(one.label)}/>'
        for k, one in enumerate(classes)
    )
    symbols = "".join(one.symbol.replace('name="%s"', f'name="{k}"', 1) for k, one in enumerate(classes))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.16.0" styleCategories="Symbology">'
        '<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">'
        f'<rules key="{{all}}">{rules}</rules><symbols>{symbols}</symbols></renderer-v2>'
        "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode></qgis>\n"
    )
