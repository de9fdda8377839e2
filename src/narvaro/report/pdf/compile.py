"""A tagged PDF (PDF/UA-1) of a page, made by typst with the fonts of this package."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from narvaro.case.files import write_atomically, write_text
from narvaro.errors import Fault, SettingError
from narvaro.report.pdf.markup import Paper, Writer

PDF = ".pdf"
STANDARD = "ua-1"
NO_LETTER = "could not be displayed with font"


def write_page(path: Path | str, page: str, paper: Paper) -> Path:
    """Write a page, whole or not at all, and return its file: HTML, or a PDF where its name ends so.

    Parameters
    ----------
    path
        Where to write.
    page
        HTML, as the report or the brief is written.
    paper
        How it stands on paper.

    Raises
    ------
    SettingError
        As :func:`pdf_of`.
    """
    path = Path(path)
    if path.suffix == PDF:
        written = pdf_of(page, paper)
        with write_atomically(path) as beside:
            beside.write_bytes(written)
    else:
        write_text(path, page)
    return path


def pdf_of(page: str, paper: Paper) -> bytes:
    """Return a page as a tagged PDF; the same page gives the same bytes, as they hold no date.

    Raises
    ------
    SettingError
        If typst is not installed, or if no font has a letter of the page.
    """
    typst = require_typst()
    made = Writer(paper).page(page)
    folder = resources.files("narvaro.report.pdf")
    source = folder.joinpath("sheet.typ").read_text(encoding="utf-8") + made.text
    with resources.as_file(folder.joinpath("fonts")) as fonts:
        # fonts of the machine only where ours lack a letter, so that pages without such letters are alike everywhere
        for alone in (True, False):
            try:
                return bytes(
                    typst.compile(
                        source.encode(),
                        font_paths=[str(fonts)],
                        ignore_system_fonts=alone,
                        sys_inputs=made.drawings,
                        pdf_standards=STANDARD,
                    )
                )
            except typst.TypstError as error:
                if NO_LETTER not in str(error):
                    raise
                lacking = str(error)
    raise SettingError([Fault("report.pdf_letter", {"error": lacking}, None, None, "--pdf")])


def require_typst() -> Any:
    """Return typst.

    Raises
    ------
    SettingError
        If it is not installed, with what installs it.
    """
    try:
        import typst
    except ImportError:
        data = {"package": "typst", "extra": "pdf"}
        raise SettingError([Fault("travel.needs_package", data, None, None, "--pdf")]) from None
    return typst
