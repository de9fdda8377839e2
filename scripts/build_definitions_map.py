#!/usr/bin/env python
"""Draw the picture of docs/definitions.md: two definitions over the areas of Sweden, in both languages.

.venv/bin/python scripts/build_definitions_map.py
"""

from __future__ import annotations

from pathlib import Path

from narvaro.access import measure_definitions
from narvaro.language import LANGUAGES, Names
from narvaro.report.definition_map import definition_map, write_definition_map
from narvaro.sources import scenario

IMAGES = Path(__file__).parents[1] / "docs" / "images"
COMPARED = ("police_2023", "area_types_1_2")


def main() -> None:
    """Draw it in both languages."""
    case = scenario("cut-2025")[0]
    table = measure_definitions(case.areas, COMPARED)
    for lang in LANGUAGES:
        drawn = definition_map(
            case,
            COMPARED,
            table.kinds,
            table.people_of_kinds,
            case.people_total,
            table.notes[0],
            Names(("sweden",)),
            lang,
        )
        path = IMAGES / f"definitions.{lang}.svg"
        write_definition_map(drawn, path)
        print(path.relative_to(IMAGES.parents[1]), f"{path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
