"""SCB's small areas: which edition a year is counted by, and what its layer and its codes are called.

DeSO of 2018 and RegSO of 2020 hold to the figures of 2023, DeSO and RegSO of 2025 from those of 2024; older years are
not counted again. In the database a code of 2025 ends in `_DeSO2025` or `_RegSO2025`, in the layers it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from narvaro.errors import Fault, SettingError
from narvaro.sources.official.shapes import MapLayer
from narvaro.sources.sweden.municipalities import METRES_CRS, municipalities

DETAILS = ("regso", "deso")
"""How small areas may be; the first where nothing is asked for."""
NOT_YET = ("grid1km",)
FIRST_OF_2025 = 2024
"""The first year whose people are counted by the areas of 2025."""
SWEDEN = (180_000.0, 6_050_000.0, 1_000_000.0, 7_750_000.0)
"""A frame round Sweden and its sea in SWEREF 99 TM, m: east then north, so that swapped coordinates lie outside."""


@dataclass(frozen=True)
class AreaEdition:
    """One edition of one kind of small areas.

    Parameters
    ----------
    detail
        `regso` or `deso`.
    layer
        Its layer of the map service.
    name
        The column of the layer with the names of the areas; None where they have none.
    form
        What a code looks like.
    suffix
        What the database writes after a code.
    code_list
        The list of its codes in the database.
    cars
        The table of cars by these areas.
    simplify_m
        How far the borders of a map may be from the true ones, m.
    spread
        How far an area's people live from its point on average, of the mean distance on a disc of its land: fitted to
        the people of Dalarna by squares of 1 km (SCB 2025).
    """

    detail: str
    layer: MapLayer
    name: str | None
    form: str
    suffix: str
    code_list: str
    cars: str
    simplify_m: float
    spread: float

    def codes_in(self, listed: tuple[str, ...], counties: tuple[str, ...]) -> list[str]:
        """Return which codes of the database are areas of this edition, in some counties or in all.

        Examples
        --------
        >>> listed = ("00", "0114", "0114R001", "0114R001_RegSO2025", "0114A0010_DeSO2025", "2584R001_RegSO2025")
        >>> edition("regso", 2025).codes_in(listed, ("01",)), edition("regso", 2023).codes_in(listed, ())
        (['0114R001_RegSO2025'], ['0114R001'])
        """
        form = re.compile(self.form + re.escape(self.suffix))
        return [code for code in listed if form.fullmatch(code) and (not counties or code[:2] in counties)]

    def plain(self, code: str) -> str:
        """Return a code of the database as the layer writes it."""
        return code.removesuffix(self.suffix) if self.suffix else code


def edition(detail: str, year: int) -> AreaEdition:
    """Return the edition that the people of a year are counted by.

    Examples
    --------
    >>> [edition(detail, year).layer.name for detail in DETAILS for year in (2023, 2024)]
    ['RegSO_2020', 'RegSO_2025', 'DeSO_2018', 'DeSO_2025']
    """
    new = year >= FIRST_OF_2025
    kind = {"regso": "RegSO", "deso": "DeSO"}[detail]
    of = "2025" if new else {"regso": "2020", "deso": "2018"}[detail]
    name = "regsonamn" if detail == "regso" else None
    columns = ("kommunkod", *([name] if name else []))
    return AreaEdition(
        detail=detail,
        layer=MapLayer(f"{kind}_{of}", f"{detail}kod", columns, METRES_CRS, SWEDEN),
        name=name,
        form=r"\d{4}R\d{3}" if detail == "regso" else r"\d{4}[ABC]\d{4}",
        suffix=f"_{kind}2025" if new else "",
        code_list=f"vs_{kind}{of}",
        cars="TAB6589" if new else "TAB6091",
        simplify_m=100.0 if detail == "regso" else 25.0,
        spread=0.77 if detail == "regso" else 0.85,
    )


def detail_of(asked: str | None) -> str:
    """Return how small the areas are to be.

    Raises
    ------
    SettingError
        If it is none of the kinds.
    """
    if asked in NOT_YET:
        data = {"value": asked, "known": ", ".join(DETAILS)}
        raise SettingError([Fault("source.detail_not_yet", data, None, None, "--detail")])
    if asked is not None and asked not in DETAILS:
        data = {"value": asked, "known": ", ".join(DETAILS)}
        raise SettingError([Fault("source.no_detail", data, None, None, "--detail")])
    return asked or DETAILS[0]


def counties_of(asked: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes of counties, sorted and each once.

    Raises
    ------
    SettingError
        If one is no county.
    """
    known = municipalities().drop_duplicates("county_code").set_index("county_code")["county"].sort_index()
    lost = sorted(set(asked) - set(known.index))
    if lost:
        told = [f"{code} {name}" for code, name in known.items()]
        data = {"codes": lost, "known": told, "n": len(lost)}
        raise SettingError([Fault("source.no_county", data, None, None, "--county")])
    return tuple(sorted(set(asked)))
