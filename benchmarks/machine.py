"""What stands in the head of every table: the machine, its load, and what was measured on it."""

from __future__ import annotations

import datetime
import hashlib
import os
import platform
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

__all__ = ["machine", "own_versions", "source"]

ROOT = Path(__file__).resolve().parents[1]


def machine() -> dict[str, str]:
    """Return date, machine, commit and load."""
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory_gb():.0f} GB, {platform.system()}",
        "commit": _commit(),
        "load at the start": ", ".join(f"{each:.2f}" for each in os.getloadavg()),
    }


def own_versions(libraries: Sequence[str]) -> str:
    """Return the versions of Python and of some libraries that are installed."""
    told = [f"python {platform.python_version()}"]
    for name in libraries:
        try:
            told.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            told.append(f"{name} not installed")
    return ", ".join(told)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def _memory_gb() -> float:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (ValueError, OSError):
        return 0.0


def _git(*words: str) -> str:
    ended = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip() if ended.returncode == 0 else ""


def _commit() -> str:
    """Return the commit that is measured, and whether the source differs from it."""
    changed = _git("status", "--porcelain", "--", "src/narvaro")
    return (_git("rev-parse", "--short", "HEAD") or "not under git") + (
        ", with changes in src" if changed else ""
    )


def source() -> str:
    """Return what tells one state of `src/narvaro` from another, whatever else a commit changed.

    It is the name that git has for the folder, with a digest of what was changed since the commit.
    """
    changed = _git("status", "--porcelain", "--", "src/narvaro")
    digest = hashlib.sha256((changed + _git("diff", "HEAD", "--", "src/narvaro")).encode()).hexdigest()[:7]
    return _git("rev-parse", "--short", "HEAD:src/narvaro") + (f" with {digest}" if changed else "")
