"""The page in a real browser: no request, no word of complaint, no sideways rolling, on a screen, a phone and paper."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.countries import Told

from narvaro.report import write_brief

pytestmark = pytest.mark.browser
CHROMIUM = Path(os.environ.get("NARVARO_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine; NARVARO_CHROMIUM says where it is")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def shown(chromium: Any, every_page: dict[tuple[str, str], str], tmp_path: Path) -> Iterator[Any]:
    """Show a page at a width and return it with the requests and complaints that it made."""
    kept = []

    def show(country: str, lang: str, width: int) -> tuple[Any, list[str], list[str]]:
        path = tmp_path / f"{country}.{lang}.html"
        path.write_text(every_page[country, lang], encoding="utf-8")
        sheet = chromium.new_page(viewport={"width": width, "height": 800})
        kept.append(sheet)
        requests: list[str] = []
        complaints: list[str] = []
        sheet.on("request", lambda request: requests.append(request.url))
        sheet.on("console", lambda message: complaints.append(message.text))
        sheet.on("pageerror", lambda error: complaints.append(str(error)))
        sheet.on("dialog", lambda dialog: complaints.append(dialog.message))
        sheet.goto(path.as_uri())
        return sheet, [url for url in requests if url != path.as_uri()], complaints

    yield show
    for sheet in kept:
        sheet.close()


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("country", ["tall", "open", "close", "still", "first", "pair", "many"])
def test_a_page_asks_nothing_and_fits_a_phone(shown: Any, country: str, lang: str) -> None:
    """At 360 pixels nothing is fetched, nothing complains, and the page does not roll sideways."""
    sheet, requests, complaints = shown(country, lang, 360)
    assert requests == []
    assert complaints == []
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360


def test_sentences_in_tables_can_be_read_on_a_phone(shown: Any) -> None:
    """A table of sentences has its cells under each other, each with the name of its column; none is cut off."""
    sheet, _, _ = shown("tall", "sv", 360)
    cells = sheet.query_selector_all("#sources .stack td")
    assert cells
    for cell in cells:
        box = cell.bounding_box()
        assert box is None or box["x"] + box["width"] <= 360
    named = sheet.evaluate("getComputedStyle(document.querySelector('#sources td'), '::before').content")
    assert "utgivare" in named


@pytest.mark.parametrize("width", [360, 1280])
def test_each_chart_is_shown_once(shown: Any, width: int) -> None:
    """Of the two drawings of a chart one is shown, at its own size, so that its letters are as large as meant."""
    sheet, _, _ = shown("tall", "sv", width)
    for chart in sheet.query_selector_all(".chart"):
        sizes = [svg.bounding_box() for svg in chart.query_selector_all("svg") if svg.is_visible()]
        assert len(sizes) == 1
        assert sizes[0]["width"] in (328, 680)


def test_letters_can_be_read(shown: Any) -> None:
    """On a phone no text is under 11 pixels, in pictures or out of them."""
    sheet, _, _ = shown("tall", "sv", 360)
    smallest = sheet.evaluate(
        """Math.min(...[...document.querySelectorAll('body *')].filter(
             e => e.checkVisibility() && [...e.childNodes].some(c => c.nodeType === 3 && c.data.trim())
           ).map(e => parseFloat(getComputedStyle(e).fontSize) * (e.tagName === 'text'
             ? e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width : 1)))"""
    )
    assert smallest >= 10.9


def test_names_on_a_map_do_not_cover_each_other(shown: Any) -> None:
    """On every map the boxes of any two texts are apart."""
    sheet, _, _ = shown("tall", "sv", 1280)
    covered = sheet.evaluate(
        """[...document.querySelectorAll('.sheet svg')].flatMap(svg => {
             const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
             return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) =>
               p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4
             ).map(([b]) => [a, b]));
           })"""
    )
    assert covered == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("country", ["tall", "open", "close", "pair", "many"])
def test_words_of_a_chart_are_apart_and_on_it(shown: Any, country: str, lang: str, width: int) -> None:
    """In every drawing that is shown no two texts cover each other, as the browser writes them, and none is cut off."""
    sheet, _, _ = shown(country, lang, width)
    wrong = sheet.evaluate(
        """[...document.querySelectorAll('.chart svg')].filter(svg => svg.checkVisibility()).flatMap(svg => {
             const own = svg.getBoundingClientRect();
             const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
             const cut = boxes.filter(([, p]) => p.left < own.left - 1 || p.right > own.right + 1);
             return [...cut.map(([a]) => a), ...boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([b, q]) =>
               p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 4 && q.top < p.bottom - 4
             ).map(([b]) => [a, b]))];
           })"""
    )
    assert wrong == []


def test_paper_shows_the_tables_and_fits(shown: Any) -> None:
    """Printed, no table is wider than the sheet, and the figures behind a picture are there though folded."""
    sheet, _, _ = shown("tall", "sv", 673)
    sheet.emulate_media(media="print")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 673
    wide = "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().width > 674).length"
    assert sheet.evaluate(wide) == 0
    folded = sheet.query_selector("details:not([open]) table")
    assert folded.bounding_box()["height"] > 20


def test_contrast_of_words_is_enough(shown: Any) -> None:
    """Every text on the page stands at 4.5 to 1 or more against what is behind it."""
    sheet, _, _ = shown("tall", "sv", 1280)
    weak = sheet.evaluate(
        """(() => {
          const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const behind = e => { for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; }
            return 'rgb(255, 255, 255)'; };
          return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
            && [...e.childNodes].some(c => c.nodeType === 3 && c.data.trim())).map(e => {
              const style = getComputedStyle(e), own = e.namespaceURI.endsWith('svg') ? style.fill : style.color;
              const [a, b] = [light(own), light(behind(e))].sort((x, y) => y - x);
              return [e.textContent.slice(0, 40), (a + 0.05) / (b + 0.05)];
            }).filter(([, ratio]) => ratio < 4.5);
        })()"""
    )
    assert weak == []


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("country", ["tall", "open", "close", "still", "first"])
def test_the_brief_prints_on_one_sheet(
    chromium: Any, told: Told, plain_told: dict[str, Told], tmp_path: Path, country: str, lang: str
) -> None:
    """Of A4, with a twentieth to spare for longer names; on a phone it does not roll sideways."""
    one = told if country == "tall" else plain_told[country]
    path = write_brief(one.case, one.plan, one.findings, lang, tmp_path / "brief.html")
    sheet = chromium.new_page(viewport={"width": 360, "height": 800})
    sheet.goto(path.as_uri())
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 360
    printed = sheet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    sheet.set_viewport_size({"width": 688, "height": 800})  # A4 without its margins, 182 by 276 mm
    sheet.emulate_media(media="print")
    assert sheet.evaluate("document.body.getBoundingClientRect().height") <= 0.95 * 1043
    sheet.close()
