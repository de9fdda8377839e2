"""The rows of the table: what each measures, what it has to reach, and how long its process may take.

Names are those of `--only`. Targets are the specification of the engine; nothing here depends on what was measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.siting_table import Result, Sense, Target

__all__ = ["APART", "GROUPS", "ROWS", "Row", "chosen"]

GROUPS = (
    "classic",
    "medians",
    "embedded",
    "counties",
    "national",
    "equity",
    "replans",
    "load",
    "questions",
    "forced",
)
"""Each is measured within 40 minutes."""
APART = ("national", "equity", "replans", "load", "questions", "forced")
"""Measured only where they are asked for; the others together are measured within 60 minutes."""

GB = 1e-9
GAP_05, GAP_01 = "seconds until 0.5 % was proven", "seconds until 0.1 % was proven"
GAP_OF_EQUAL = "gaps of the equally-distributed equivalent"


@dataclass(frozen=True)
class Row:
    """A row, measured by a process of its own.

    Parameters
    ----------
    group
        One of `GROUPS`.
    result
        Name, work and targets.
    measure
        "module:function" of what measures it.
    cap_s, quick_cap_s
        Seconds after which its process is stopped, in the full and in the quick run.
    """

    group: str
    result: Result
    measure: str
    cap_s: float
    quick_cap_s: float

    @property
    def name(self) -> str:
        """Name of the row."""
        return self.result.name


def _row(
    group: str,
    name: str,
    work: str,
    measure: str,
    cap_s: float,
    *targets: Target,
    quick_cap_s: float = 25.0,
) -> Row:
    return Row(group, Result(name, work, targets), measure, cap_s, quick_cap_s)


def _seconds(figure: str, text: str, limit: float | None) -> Target:
    return Target(figure, text, limit, unit="s", digits=1)


def _percent(figure: str, text: str, limit: float | None, digits: int = 2) -> Target:
    return Target(figure, text, limit, unit="%", digits=digits, factor=100.0)


def _count(figure: str, text: str, limit: float | None, sense: Sense = "at least") -> Target:
    return Target(figure, text, limit, sense, digits=0)


def _memory(limit_gb: float) -> Target:
    return Target(
        "memory", "peak memory of the process when solved", limit_gb / GB, unit="GB", digits=3, factor=GB
    )


def _part(figure: str, text: str, parts: int, digits: int = 4) -> Target:
    return Target(figure, f"{text} / spopt's", 1 / parts, digits=digits)


def _nation(group: str, name: str, work: str, limit_s: float, *others: Target) -> Row:
    return _row(
        group,
        name,
        work,
        f"siting_plans:{name}",
        1_190.0,
        _count("seeds", f"of five countries, those with 0.1 % proven in {limit_s:.0f} s", 4),
        _seconds("seconds 0.05", "the first country: seconds until 0.05 % was proven", 300.0),
        _seconds("seconds 0.1", f"the first country: {GAP_01}", None),
        *others,
        _memory(1.5),
    )


def _region(offices: int) -> Row:
    return _row(
        "counties",
        f"regional_{offices}",
        f"county plan, 3,000 areas, 1,000 sites, 3 sizes, 3 years, {offices} offices",
        f"siting_plans:regional_{offices}",
        150.0,
        _seconds("expansion", f"expansion: {GAP_01}", 120.0),
        _seconds("cut", f"cut: {GAP_01}", 120.0),
    )


NATION = "110,000 areas, 3,400 sites"
PLAN = f"{NATION}, 3 sizes, 3 years, yearly money, 60 regions, 148 offices that may close"

CLASSIC: tuple[Row, ...] = (
    _row(
        "classic",
        "graphs",
        "OR-Library p-median 1-20, one process",
        "siting_classic:graphs",
        40.0,
        _count("published", "values equal to the published optimum", 20),
        _count("proven", "proven optimal", 20),
        _seconds("seconds", "whole process until the last answer", 30.0),
    ),
    _row(
        "classic",
        "graph_pairs",
        "pmed10 and pmed20 against spopt with HiGHS",
        "siting_classic:graph_pairs",
        130.0,
        _part("pmed10 whole", "pmed10, whole process", 7),
        _part("pmed20 whole", "pmed20, whole process", 20),
        _part("pmed10 solve", "pmed10, solve alone", 100, 5),
        _part("pmed20 solve", "pmed20, solve alone", 100, 5),
        _part("pmed10 build", "pmed10, model building", 20, 5),
        _part("pmed20 build", "pmed20, model building", 20, 5),
        quick_cap_s=40.0,
    ),
    _row(
        "classic",
        "centres",
        "the same graphs as p-center, one process",
        "siting_classic:centres",
        40.0,
        _count("published", "radii equal to the published optimum", 20),
        _count("proven", "proven optimal", 20),
        _seconds("seconds", "whole process until the last answer", 30.0),
    ),
    _row(
        "classic",
        "cover_pair",
        "maximal cover, 3,400 x 3,400 points drawn like a country, 30 km, p = 40, against spopt with HiGHS",
        "siting_classic:cover_pair",
        120.0,
        _count("proven", "proven optimal (1 = yes)", 1),
        _part("cover whole", "whole process", 15),
    ),
    _row(
        "classic",
        "median",
        f"national p-median, {NATION}, p = 40, dense matrix",
        "siting_classic:median",
        75.0,
        _count("sweeps 0.5", "sweeps until 0.5 % was proven", 100, "at most"),
        _count("sweeps 0.2", "sweeps until 0.2 % was proven", 250, "at most"),
        _count("sweeps 0.1", "sweeps until 0.1 % was proven", 1_000, "at most"),
        Target("memory", "peak memory / float32 matrix", 2.0, digits=3),
    ),
    _row(
        "classic",
        "blocks",
        f"national p-median, {NATION}, p = 40, row blocks with a cut-off",
        "siting_classic:blocks",
        40.0,
        Target("memory", "peak memory / float32 matrix", 1 / 3, digits=3),
        _seconds("seconds 0.5", GAP_05, None),
    ),
    _row(
        "classic",
        "national_cover",
        f"national cover, {NATION}, 30 km, p = 40",
        "siting_classic:national_cover",
        140.0,
        _seconds("seconds 0.5", GAP_05, 120.0),
    ),
    _row(
        "classic",
        "growth",
        "p-median to 0.5 %, p = 40: 1,000 to 110,000 areas, 100 to 3,400 sites",
        "siting_growth:growth",
        80.0,
        Target("areas slope", "slope of seconds against areas, log-log", None),
        Target("sites slope", "slope of seconds against sites, log-log", None),
        _seconds("build seconds", "model build, the longest", None),
    ),
)

MEDIANS: tuple[Row, ...] = (
    _row(
        "medians",
        "tsplib",
        "TSPLIB p-medians rl1304 and fl1400, nine p each, 40 s and one thread each, beside 10 s of FasterPAM",
        "siting_medians:tsplib",
        540.0,
        _count("near", "values at most 0.02 % above the best known, of 18", 18),
        _count("equal", "values equal to the best known, of 18", 14),
        _count("proven", "proven optimal, of 18", 12),
        _count("above", "values above FasterPAM's best of 10 s", 0, "at most"),
    ),
    _row(
        "medians",
        "random_graphs",
        "ten random graphs like pmed36-40, 100 s and one thread each, beside 100 s of pbp-pmedian",
        "siting_medians:random_graphs",
        640.0,
        _count("proven", "proven optimal, of 10", 9),
        _count("ahead", "proven optimal, more than by pbp-pmedian", 0),
    ),
    _row(
        "medians",
        "large",
        "p-median of 25,000 x 25,000 points drawn like a country, row blocks, one thread each",
        "siting_medians:large",
        380.0,
        _seconds("p100", f"p = 100: {GAP_01}", 300.0),
        _seconds("p1000", f"p = 1,000: {GAP_01}", 300.0),
        Target("memory", "peak memory of a process, the larger", 6 / GB, unit="GB", digits=3, factor=GB),
    ),
)

LOAD: tuple[Row, ...] = (
    _row(
        "load",
        "load",
        "the embedded cut with a limit on load, asked for 0.05 %, `make_plan` with its checks",
        "siting_embedded:load",
        150.0,
        _percent("gap", "gap proven", 0.005, 3),
        _seconds("seconds", "seconds until the method ended", 120.0),
        quick_cap_s=45.0,
    ),
)

QUESTIONS: tuple[Row, ...] = (
    _row(
        "questions",
        "questions",
        "the actions of each embedded plan and the strongest places left as they are, settled; and what-ifs; warm",
        "siting_questions:questions",
        600.0,
        _seconds("expansion-2020 all", "expansion-2020: seconds until all are settled", 60.0),
        _seconds("cut-2025 all", "cut-2025: seconds until all are settled", 60.0),
        _seconds("median", "one place, median", 3.0),
        _seconds("slowest", "one place, the slowest", 10.0),
        Target("settled", "settled", 0.9, "at least", unit="%", digits=0, factor=100.0),
        _seconds("mine", "what-if mine, median", 0.1),
        _seconds("best", "what-if best, median", 3.0),
        _seconds("best slowest", "what-if best, the slowest", 10.0),
        quick_cap_s=60.0,
    ),
    _row(
        "forced",
        "forced",
        "50 places forced into a national plan of 110,000 areas and 3,400 sites, 60 s each",
        "siting_questions:forced",
        2_400.0,
        Target("share", "settled", 0.9, "at least", unit="%", digits=0, factor=100.0),
        _seconds("median", "seconds for one, median", 60.0),
        quick_cap_s=60.0,
    ),
)

EMBEDDED: tuple[Row, ...] = (
    _row(
        "embedded",
        "embedded",
        "the embedded scenarios, `make_plan` with its checks",
        "siting_embedded:embedded",
        45.0,
        _seconds("expansion-2020", "expansion-2020: seconds with 0.05 % proven", 10.0),
        _seconds("cut-2025", "cut-2025: seconds with 0.05 % proven", 10.0),
        quick_cap_s=45.0,
    ),
    _row(
        "embedded",
        "ladder",
        "the embedded scenarios asked 0.1, 0.05, 0.01, 0.001 and 0 %, 60 s and one thread each",
        "siting_embedded:ladder",
        200.0,
        _percent("expansion-2020", "expansion-2020: gap proven, asked 0", 0.00002, 4),
        _percent("cut-2025", "cut-2025: gap proven, asked 0", 0.00002, 4),
        _count("wider", "asked less, proven a wider gap", 0, "at most"),
        quick_cap_s=45.0,
    ),
    _row(
        "embedded",
        "money",
        "sixteen changes of the yearly money of the embedded scenarios, 60 s and one thread each",
        "siting_embedded:money",
        530.0,
        _count("in 30", "0.05 % proven in 30 s, of 16", 16),
        _count("in 60", "0.01 % proven in 60 s, of 16", 12),
        quick_cap_s=45.0,
    ),
    _row(
        "embedded",
        "edits",
        "an embedded plan changed by hand, or made again with 5 MSEK more or less in one year, warm, with all checks",
        "siting_embedded:edits",
        100.0,
        Target("evaluate", "`evaluate` of one change, median", 0.02, unit="ms", digits=1, factor=1000.0),
        Target("replan 0.2", "re-plan to 0.2 %, the slowest", 0.3, unit="s", digits=2),
        Target("replan 0.05", "re-plan to 0.05 %, the slowest", 3.0, unit="s", digits=2),
        Target("over", "time past a time limit, the longest", 1.0, unit="s", digits=2),
        quick_cap_s=45.0,
    ),
    _row(
        "embedded",
        "small",
        "`make_plan` of a case of 300 areas and 52 sites, 20 offices that may close, three years",
        "siting_embedded:small",
        45.0,
        _seconds("seconds", "seconds until proven optimal, the slower of more and less money", 3.0),
    ),
)

NATIONAL: tuple[Row, ...] = (
    _nation(
        "national",
        "expansion",
        f"national plan, expansion: {PLAN}",
        100.0,
        _seconds("seconds 0.5", f"the first country: {GAP_05}", 45.0),
        Target(
            "share", "50 places forced in, proven worse by the certificate", 0.9, "at least", "%", 0, 100.0
        ),
    ),
    _nation(
        "national",
        "cut",
        f"national plan, cut: {PLAN}",
        100.0,
        _seconds("seconds 0.5", f"the first country: {GAP_05}", 45.0),
    ),
    _nation("equity", "equity_expansion", f"national plan, expansion, Kolm-Pollak: {GAP_OF_EQUAL}", 150.0),
    _nation("equity", "equity_cut", f"national plan, cut, Kolm-Pollak: {GAP_OF_EQUAL}", 150.0),
    _row(
        "replans",
        "replan",
        "national plan, cut with 3 % carry-over; then the money of one year changed by 5 MSEK",
        "siting_plans:replan",
        330.0,
        _seconds("replan seconds", "re-plan, the slower of more and less", 2.0),
        _percent("replan gap", "gap of the re-plan, the wider", 0.0015, 4),
        _seconds("seconds 0.5", f"with carry-over: {GAP_05}", None),
        _seconds("seconds 0.1", f"with carry-over: {GAP_01}", None),
    ),
    _row(
        "replans",
        "frontier",
        "national plan over nine sums of money, from the whole cut to the whole expansion",
        "siting_plans:frontier",
        230.0,
        _seconds("seconds", "all plans", None),
        _seconds("slowest", "the slowest after the first", None),
        _percent("gap", "widest gap", None, 4),
    ),
)

COUNTIES: tuple[Row, ...] = (_region(10), _region(25), _region(60))

ROWS: tuple[Row, ...] = (*CLASSIC, *MEDIANS, *EMBEDDED, *COUNTIES, *NATIONAL, *LOAD, *QUESTIONS)


def _named(given: str, known: Sequence[str], kind: str) -> list[str]:
    """Return the names of a comma-separated list; refuse those that are not known."""
    names = [name.strip() for name in given.split(",") if name.strip()]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        said = ", ".join(unknown) or "(nothing)"
        raise ValueError(f"no {kind} is named {said}; the {kind}s are {', '.join(known)}")
    return names


def chosen(only: str | None = None, groups: str | None = None, *, quick: bool = False) -> tuple[Row, ...]:
    """Return the rows named and those of the groups named, in the order of the table.

    Where neither is given, every row but those of the groups apart; all for a quick run.

    Raises
    ------
    ValueError
        If a name is not that of a row or of a group.
    """
    if only is None and groups is None:
        return tuple(row for row in ROWS if quick or row.group not in APART)
    rows = [] if only is None else _named(only, [row.name for row in ROWS], "row")
    wanted = [] if groups is None else _named(groups, GROUPS, "group")
    return tuple(row for row in ROWS if row.name in rows or row.group in wanted)
