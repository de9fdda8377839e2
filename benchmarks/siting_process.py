"""Child processes: started alone, timed as a whole, stopped at a cap, and measured by the system.

A row of the table that crashes or runs out of time is still a row: `Ended` says how it went.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["ROOT", "Ended", "run_process", "thread_settings"]

ROOT = Path(__file__).resolve().parents[1]
_TAIL = 2000


@dataclass(frozen=True)
class Ended:
    """How a child process went.

    Parameters
    ----------
    how
        "ok", "crashed" (an exit code or a signal), "time" (stopped at its cap).
    seconds
        Wall-clock time from before the start until after the end.
    peak_bytes
        Largest resident memory, by the system's account of the process.
    code
        Exit code; minus the signal's number where a signal ended it.
    tail
        The last of what it wrote.
    """

    how: Literal["ok", "crashed", "time"]
    seconds: float
    peak_bytes: int
    code: int
    tail: str

    def reason(self, cap_s: float) -> str:
        """Return in a few words why there may be no figure."""
        if self.how == "time":
            return f"stopped at {cap_s:.0f} s"
        if self.how == "ok":
            return "ended without a figure"
        last = [line for line in self.tail.splitlines() if line.strip()]
        words = f": {last[-1].strip()[:160]}" if last else ""
        return f"stopped by signal {-self.code}{words}" if self.code < 0 else f"failed{words}"


def thread_settings(threads: int) -> dict[str, str]:
    """Return the environment that keeps every library of a child to a number of threads."""
    names = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {name: str(threads) for name in names}


def run_process(
    command: Sequence[str],
    *,
    cap_s: float,
    log: Path,
    environment: Mapping[str, str] | None = None,
    own_group: bool = False,
) -> Ended:
    """Run a command to its end or its cap.

    Parameters
    ----------
    log
        Where its output goes; overwritten.
    own_group
        Put it in a process group of its own, so that what it starts ends with it.
    """
    stopped = threading.Event()
    with log.open("wb") as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            list(command),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=own_group,
        )

        def stop() -> None:
            stopped.set()
            with contextlib.suppress(ProcessLookupError):
                if own_group:
                    os.killpg(child.pid, signal.SIGKILL)
                else:
                    child.kill()

        timer = threading.Timer(cap_s, stop)
        timer.start()
        try:
            _, status, usage = os.wait4(child.pid, 0)
        except BaseException:
            stop()
            raise
        finally:
            timer.cancel()
        seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    tail = log.read_bytes()[-_TAIL:].decode("utf-8", "replace")
    how: Literal["ok", "crashed", "time"] = "ok" if child.returncode == 0 else "crashed"
    if stopped.is_set() and child.returncode != 0:
        how = "time"
    return Ended(how, seconds, usage.ru_maxrss * 1024, child.returncode, tail)
