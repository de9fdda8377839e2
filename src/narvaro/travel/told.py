"""What a run tells of the figures as a whole: points that no street in use is near, and modes that reach nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from narvaro.errors import Fault
from narvaro.travel.blockfile import read_block
from narvaro.travel.graph import NEARER_M

REACHES_NOBODY = "travel.reaches_nobody"
"""The notice of a mode by which no area reaches any site."""
MOST_NAMES = 5
"""Points that a notice or an error names, of each kind; the rest are counted, since a case may have thousands."""

Facts = Mapping[str, Any]
PlaceNames = Mapping[str, Mapping[str, str]]
"""By "areas" and "sites": the name of each id."""


def run_notices(modes: Mapping[str, Facts], names: PlaceNames, blocks: Path) -> list[Fault]:
    """Return what a reader must know of all modes of a manifest together, the gravest first.

    Parameters
    ----------
    modes
        By mode, what the manifest says of it.
    names
        Of areas and sites.
    blocks
        The folder of the blocks.
    """
    # Whoever takes public transport walks to it.
    off = {
        mode: modes["walk" if mode == "transit" and "walk" in modes else mode]["off_street"] for mode in modes
    }
    nobody = [
        Fault(REACHES_NOBODY, {"mode": mode, "minutes": float(facts["made_of"]["max_min"])})
        for mode, facts in modes.items()
        if not _reaches(facts, off[mode]["sites"], blocks)
    ]
    return nobody + list(_point_notices(modes, names))


def _reaches(facts: Facts, off_street: Mapping[str, Any], blocks: Path) -> bool:
    """Tell whether any area reaches any site; one off the streets is reached only from where it is itself."""
    starts = {number: read_block(blocks / name)[0]["start"] for number, name in enumerate(facts["blocks"])}
    return any(
        starts[block][row + 1] > starts[block][row]
        for site, column in zip(facts["site_ids"], facts["columns"], strict=True)
        if site not in off_street
        for block, row, *_ in column
    )


def _point_notices(modes: Mapping[str, Facts], names: PlaceNames) -> Iterator[Fault]:
    """Yield one notice for the points that stand alike by the same modes: each point is named once for each reason."""
    found: dict[tuple[str, str, str], list[str]] = {}
    limits: dict[tuple[str, str, str], float] = {}
    for mode, facts in modes.items():
        for kind in ("areas", "sites"):
            far = facts["off_street"][kind]
            left = (facts.get("beside_left") or {}).get(kind, {})
            for name in {**far, **left}:
                reason = "moved" if name not in far else "apart" if name in left else "far"
                if name in names[kind]:
                    found.setdefault((reason, kind, name), []).append(mode)
                    limits[reason, kind, name] = float(facts["made_of"]["snap_limit_m"])
    alike: dict[tuple[str, str, tuple[str, ...], float], list[str]] = {}
    for (reason, kind, name), by in found.items():
        # Whoever takes public transport walks to it.
        if "walk" in by and "transit" in modes:
            by.append("transit")
        alike.setdefault((reason, kind, tuple(by), limits[reason, kind, name]), []).append(names[kind][name])
    for (reason, kind, modes_of, limit), points in sorted(alike.items(), key=lambda row: row[0]):
        yield _notice(reason, kind, modes_of, limit, points)


def _notice(reason: str, kind: str, by: Sequence[str], limit: float, points: Sequence[str]) -> Fault:
    more = ["…"] if len(points) > MOST_NAMES else []
    data = {
        "count": len(points),
        "names": [*points[:MOST_NAMES], *more],
        "modes": list(by),
        "limit": limit,
        "nearer": NEARER_M,
    }
    return Fault(f"travel.{reason}_{kind[:-1]}.{'one' if len(points) == 1 else 'many'}", data)
