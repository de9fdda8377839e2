#!/usr/bin/env python
"""Draw the pictures of the README from project folders that have a plan: docs/images/<scenario>.<lang>.png.

    .venv/bin/narvaro demo --scenario expansion-2020 --out demo
    .venv/bin/python scripts/build_images.py demo

Needs the extra `test` (playwright) and a Chromium; NARVARO_CHROMIUM says where it is, else /usr/bin/chromium.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from narvaro.case import open_case
from narvaro.explain import read_findings
from narvaro.plan import read_plan
from narvaro.report.figures.map import MapStyle, draw_map, ink_scale
from narvaro.report.figures.projection import Frame
from narvaro.report.figures.terrain import Terrain, classes_of, offices_on, terrain_of
from narvaro.report.html import Html, el
from narvaro.report.material import Material, material_of
from narvaro.report.sections.maps import CLASS_COLOURS, CLOSE, key

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WINDOW_PX = 214.0
STYLE = """
body { font-family: "Liberation Sans", Arial, sans-serif; width: 1000px; padding: 20px 24px 8px; }
.row { display: grid; grid-template-columns: 320px 320px 1fr; gap: 28px; align-items: start; }
.close p { margin: 0 0 4px; font-weight: 600; }
.close svg { border: 1px solid var(--rule); display: block; margin-bottom: 10px; }
.row p { margin: 0 0 6px; font-weight: 600; }
svg text { font-family: inherit; }
svg { display: block; }
.keys .key { justify-content: flex-start; }
"""


def whole(m: Material, terrain: Terrain, when: str) -> Html:
    """Return the map of the whole case by the plan's mode."""
    style = MapStyle(windows=terrain.windows)
    drawn = draw_map(
        terrain.whole,
        classes_of(m.minutes(m.findings.shown_mode)[when]),
        CLASS_COLOURS,
        offices_on(terrain, when),
        terrain.frame,
        style,
    )
    title = m.say(f"map.{when}")
    return el("div", el("p", title), drawn.silent())


def close(m: Material, terrain: Terrain) -> Html:
    """Return the cities after the plan, on foot, one under the other at one scale."""
    frames = [shrunk(window.frame) for window in terrain.windows]
    scale = max(ink_scale(terrain.close, frame, 0.05) for frame in frames)
    mode = m.findings.close_mode
    sheets = []
    for window, frame in zip(terrain.windows, frames, strict=True):
        offices = offices_on(terrain, "after", window.name)
        style = replace(CLOSE, mark=1.2)
        drawn = draw_map(
            terrain.close, classes_of(m.minutes(mode)["after"]), CLASS_COLOURS, offices, frame, style, scale
        )
        sheets.append([el("p", f"{window.name}, {m.voice('after')}, {m.names.mode(mode)}"), drawn.silent()])
    return el("div", sheets, class_="close")


def shrunk(frame: Frame) -> Frame:
    """Return the window at the size that it has in the picture."""
    return replace(frame, width=WINDOW_PX, height=WINDOW_PX)


def page(m: Material) -> str:
    """Return a page that holds the picture and nothing else."""
    terrain = terrain_of(m.case, m.findings.definition or None, m.states, m.sizes)
    style = (resources.files("narvaro.report") / "style.css").read_text(encoding="utf-8")
    row = el("div", whole(m, terrain, "before"), whole(m, terrain, "after"), close(m, terrain), class_="row")
    head = el("head", el("meta", charset="utf-8"), el("style", Html(style + STYLE)))
    body = el("body", row, key(m, m.findings.shown_mode, terrain, CLOSE))
    return f"<!DOCTYPE html>{el('html', head, body, lang=m.lang)}"


def draw(folder: Path) -> None:
    """Draw the picture of a folder's plan in both languages."""
    case, plan = open_case(folder), read_plan(folder / "results" / "plan.json")
    findings = read_findings(folder / "results" / "findings.json")
    chromium = os.environ.get("NARVARO_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for lang in ("sv", "en"):
            sheet = browser.new_page(viewport={"width": 1000, "height": 600}, device_scale_factor=2)
            sheet.set_content(page(material_of(case, plan, findings, lang)))
            picture = Image.open(io.BytesIO(sheet.screenshot(full_page=True))).convert("RGB")
            IMAGES.mkdir(parents=True, exist_ok=True)
            path = IMAGES / f"{plan.scenario}.{lang}.png"
            picture.quantize(256).save(path, optimize=True)
            print(path.relative_to(IMAGES.parents[1]), f"{path.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        draw(Path(name))
