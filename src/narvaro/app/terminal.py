"""What the command line shows and where: answers on standard output, progress and errors on standard error."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.live import Live
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from narvaro.language import escaped_in_json, number, percent, say, visible

PATIENCE_S = 2.0
"""Work that ends before this shows no progress."""
PLAIN_EVERY_S = 10.0
"""Where there is no terminal, a line of progress so often."""
PIPE_WIDTH = 120


class Terminal:
    """One run of one command: its language, and whether a person or a machine reads.

    Parameters
    ----------
    lang
        Language of what is shown.
    machine
        Whether standard output is JSON for machines.
    """

    def __init__(self, lang: str, machine: bool = False) -> None:
        self.lang = lang
        self.machine = machine
        self.out = _console(sys.stdout)
        self.err = _console(sys.stderr)

    def say(self, key: str, /, **data: Any) -> str:
        """Return a text of the catalogue in the language of the run."""
        return say(key, self.lang, **data)

    def show(self, *parts: RenderableType) -> None:
        """Show parts to a person; say nothing to a machine."""
        if self.machine:
            return
        for part in parts:
            if isinstance(part, Table) and part.title:
                self.gap()
            if self.out.is_terminal:
                self.out.print(part)
            else:
                self._pipe(part)

    def gap(self) -> None:
        """Leave a line empty."""
        if not self.machine:
            self.out.file.write("\n")

    def _pipe(self, part: RenderableType) -> None:
        """Write a part plainly: a sentence as one line, a table without spaces at the ends of its lines."""
        with self.out.capture() as capture:
            self.out.print(part, soft_wrap=isinstance(part, str | Text))
        lines = [line.rstrip() for line in capture.get().splitlines()]
        self.out.file.write("\n".join(lines) + "\n")

    def tell(self, key: str, /, **data: Any) -> None:
        """Show one text of the catalogue to a person."""
        self.show(Text(self.say(key, **data)))

    def note(self, text: str) -> None:
        """Tell whoever watches, beside the answer: on standard error."""
        self.err.print(Text(text), soft_wrap=not self.err.is_terminal)

    def answer(self, table: Mapping[str, Any]) -> None:
        """Give a machine its answer: one JSON object on standard output."""
        if self.machine:
            text = json.dumps(jsonable(table), ensure_ascii=False, indent=2, allow_nan=False)
            sys.stdout.write(escaped_in_json(text) + "\n")

    @contextmanager
    def stage(self, key: str, /, **data: Any) -> Iterator[ShownStage]:
        """Show a live line while work goes on, if it takes long enough to wonder."""
        from narvaro.travel.compiling import told_of_compiling  # heavy; help and errors do without

        stage = ShownStage(self, self.say(key, **data))
        try:
            with stage, told_of_compiling(stage.compiles):
                yield stage
        finally:
            stage.close()


class ShownStage:
    """A line of progress that is renewed in place, or told now and then where there is no terminal."""

    def __init__(self, terminal: Terminal, title: str) -> None:
        self.terminal, self.title = terminal, title
        self.start = time.monotonic()
        self.told = self.start
        self.figures = ""
        self.compiling = False
        self.live: Live | None = None

    def __enter__(self) -> ShownStage:
        if self.terminal.err.is_terminal:
            self.live = Live(self, console=self.terminal.err, refresh_per_second=4, transient=True)
            self.live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take the line away."""
        if self.live is not None:
            self.live.stop()
            self.live = None

    def __rich__(self) -> Text:
        waited = time.monotonic() - self.start
        if waited < PATIENCE_S:
            return Text("")
        return Text(self.line(waited), overflow="ellipsis", no_wrap=True)

    def line(self, waited: float) -> str:
        """Return the line as it is after so many seconds."""
        seconds = number(waited, self.terminal.lang)
        figures = f": {self.terminal.say('app.progress.compiling')}" if self.compiling else self.figures
        return f"{self.title}, {seconds} s{figures}"

    def compiles(self, going: bool) -> None:
        """Take in that the program is being compiled, or is so no more: the search stands still meanwhile."""
        self.compiling = going
        if going:
            self._plainly()

    def proof(self, progress: Any) -> None:
        """Take in value, bound and gap of a search."""
        lang = self.terminal.lang
        self.figures = ": " + self.terminal.say(
            "app.progress.proof",
            value=number(progress.value, lang),
            bound=number(progress.bound, lang),
            gap=percent(progress.gap, lang, 3),
        )
        self._plainly()

    def part(self, key: str, done: int, total: int) -> None:
        """Take in how much of a work with a known end is done."""
        told = self.terminal.say(key) if "." in key else key
        self.figures = f": {told} {number(done, self.terminal.lang)}/{number(total, self.terminal.lang)}"
        self._plainly()

    def _plainly(self) -> None:
        now = time.monotonic()
        if self.live is None and now - self.start > PATIENCE_S and now - self.told > PLAIN_EVERY_S:
            self.told = now
            self.terminal.err.print(Text(self.line(now - self.start)), soft_wrap=True)


def jsonable(value: Any) -> Any:
    """Return what JSON can hold: no number, and one without end, is null; arrays are lists; all else is its text."""
    if isinstance(value, Mapping):
        return {str(key): jsonable(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(part) for part in value]
    if hasattr(value, "tolist"):  # arrays and single numbers of NumPy, columns of pandas
        return jsonable(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, bool | int | str) else str(value)


class _Console(Console):
    """A console on which no text of others steers the terminal, whichever way it is shown."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else visible(text), style, control)


def _console(stream: TextIO) -> Console:
    """Return a console for a stream: as wide as the terminal, or wide enough for the tables in a pipe."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # an old terminal shows a question mark, not a traceback
    plain = bool(os.environ.get("NO_COLOR"))  # no colours, and no bold in their place
    console = _Console(
        file=stream, color_system=None if plain else "auto", highlight=False, markup=False, emoji=False
    )
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = PIPE_WIDTH
    return console
