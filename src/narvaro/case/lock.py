"""One at a time in a folder; the system lets go of it even if the process is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - not on this system
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[None]:
    """Hold a folder, or a lock file that is made if it is not there; on Windows nothing is held.

    Parameters
    ----------
    path
        A folder that is there, or a file.
    shared
        Let others in who ask to share, as readers do; none of them meets one who does not share.
    wait
        Wait until it is free.

    Raises
    ------
    BlockingIOError
        If another holds it and there is no waiting.
    OSError
        If it cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with held(folder, shared=True), held(folder, shared=True, wait=False):
    ...     pass
    """
    if fcntl is None:  # a system without such locks, where a folder cannot be opened either
        yield
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT, 0o644)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
