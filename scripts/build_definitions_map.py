#!/usr/bin/env python
"""Draw the picture of docs/definitions.md: two definitions over Sweden's small areas, in both languages.

.venv/bin/python scripts/build_definitions_map.py
"""

from __future__ import annotations

from pathlib import Path

from narvaro.access import measure_definitions
from narvaro.case import Case
from narvaro.language import LANGUAGES, Names
from narvaro.report.definition_map import definition_map, write_definition_map
from narvaro.sources.sweden.definitions import small_area_definitions
from narvaro.sources.sweden.municipalities import shapes, with_regions
from narvaro.sources.sweden.small_areas import small_areas

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COMPARED = ("police_2023", "area_types_1_2")


def small_area_case() -> Case:
    """Return a case whose areas are the small areas, with one site, as a case needs one."""
    table = with_regions(small_areas().rename(columns={"people_2023": "people"}))
    areas = table[["name", "lon", "lat", "people", "municipality_code", "municipality"]]
    areas = areas.join(small_area_definitions()).rename_axis("id")
    return Case("definitions", areas, areas.iloc[:1][["name", "lon", "lat"]], shapes=shapes())


def main() -> None:
    """Draw it in both languages."""
    case = small_area_case()
    table = measure_definitions(case.areas, COMPARED)
    for lang in LANGUAGES:
        drawn = definition_map(
            case, COMPARED, table.kinds, table.people_of_kinds, table.notes[0], Names(("sweden",)), lang
        )
        path = IMAGES / f"definitions.{lang}.svg"
        write_definition_map(drawn, path)
        print(path.relative_to(IMAGES.parents[1]), f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
