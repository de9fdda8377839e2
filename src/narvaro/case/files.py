"""Writing that never leaves half a file: write beside, then rename."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from narvaro.case.lock import held


@contextmanager
def write_atomically(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; rename it to `path` when the block ends well.

    If the block raises, or the process is killed, `path` is as it was before.

    Parameters
    ----------
    path
        The file to write. Its folder is made if it is not there. A device or a pipe is written to directly.

    Yields
    ------
    Path
        Where to write.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with write_atomically(folder / "a.txt") as beside:
    ...     _ = beside.write_text("whole")
    >>> [file.name for file in folder.iterdir()]
    ['a.txt']
    """
    path = Path(path)
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A device or a pipe is written to, never put a file in the place of.
        try:
            yield path
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        if error.errno is None or error.filename not in (None, name, beside):
            raise
        # A full disk does not say which file it had no room for, and the one beside means nothing to a user.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def write_together(paths: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    """Give a temporary path beside each file; rename them all when the block ends well, the first one last.

    Each is renamed only when all are whole, one right after the other, while the folder of the first is held: a
    reader that holds it too (`narvaro.case.lock.held`, shared) sees all of the old files or all of the new.

    Parameters
    ----------
    paths
        The files to write, all in one folder.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with write_together([folder / "a.txt", folder / "b.txt"]) as beside:
    ...     for path in beside:
    ...         _ = path.write_text("whole")
    >>> sorted(file.name for file in folder.iterdir())
    ['a.txt', 'b.txt']
    """
    with ExitStack() as holding, ExitStack() as renaming:
        beside = tuple(renaming.enter_context(write_atomically(path)) for path in paths)
        yield beside
        holding.enter_context(held(beside[0].parent))


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 text file whole or not at all."""
    with write_atomically(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
