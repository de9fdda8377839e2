"""The rows of the table: what each measures, what it has to reach, and how long its process may take.

Names are those of `--only`. Targets are the specification of the engine; nothing here depends on what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.siting_table import Result, Target

__all__ = ["ROWS", "Row", "chosen"]

GB = 1e-9
GAP_05, GAP_01 = "seconds until 0.5 % was proven", "seconds until 0.1 % was proven"


@dataclass(frozen=True)
class Row:
    """A row, measured by a process of its own.

    Parameters
    ----------
    result
        Name, work and targets.
    measure
        "module:function" of what measures it.
    cap_s, quick_cap_s
        Seconds after which its process is stopped, in the full and in the quick run.
    """

    result: Result
    measure: str
    cap_s: float
    quick_cap_s: float

    @property
    def name(self) -> str:
        """Name of the row."""
        return self.result.name


def _row(
    name: str, work: str, measure: str, cap_s: float, *targets: Target, quick_cap_s: float = 25.0
) -> Row:
    return Row(Result(name, work, targets), measure, cap_s, quick_cap_s)


def _seconds(figure: str, text: str, limit: float | None) -> Target:
    return Target(figure, text, limit, unit="s", digits=1)


def _percent(figure: str, text: str, limit: float | None, digits: int = 2) -> Target:
    return Target(figure, text, limit, unit="%", digits=digits, factor=100.0)


def _plan_targets() -> tuple[Target, ...]:
    return (
        _seconds("seconds 0.5", GAP_05, 45.0),
        _seconds("seconds 0.1", GAP_01, 100.0),
        Target("memory", "peak memory of the process when solved", 1.5e9, unit="GB", digits=3, factor=GB),
    )


def _equity_targets() -> tuple[Target, ...]:
    return (
        _seconds(
            "seconds 0.1", "seconds until 0.1 % of the equally-distributed equivalent was proven", 150.0
        ),
        Target("memory", "peak memory of the process when solved", 1.5e9, unit="GB", digits=3, factor=GB),
    )


def _region(offices: int) -> Row:
    return _row(
        f"regional_{offices}",
        f"county plan, 3,000 areas, 1,000 sites, 3 sizes, 3 years, {offices} offices",
        f"siting_plans:regional_{offices}",
        290.0,
        _seconds("expansion", f"expansion: {GAP_01}", 120.0),
        _seconds("cut", f"cut: {GAP_01}", 120.0),
    )


NATION = "110,000 areas, 3,400 sites"
PLAN = f"{NATION}, 3 sizes, 3 years, yearly money, 60 regions, 148 offices that may close"

ROWS: tuple[Row, ...] = (
    _row(
        "graphs",
        "OR-Library p-median 1-20, one process",
        "siting_classic:graphs",
        120.0,
        Target("published", "values equal to the published optimum", 20, "at least", digits=0),
        Target("proven", "proven optimal", 20, "at least", digits=0),
        _seconds("seconds", "whole process until the last answer", 30.0),
    ),
    _row(
        "graph_pairs",
        "pmed10 and pmed20 against spopt with HiGHS",
        "siting_classic:graph_pairs",
        420.0,
        Target("pmed10 whole", "pmed10, whole process / spopt's", 1 / 7, digits=4),
        Target("pmed20 whole", "pmed20, whole process / spopt's", 1 / 20, digits=4),
        Target("pmed10 solve", "pmed10, solve alone / spopt's", 1 / 100, digits=5),
        Target("pmed20 solve", "pmed20, solve alone / spopt's", 1 / 100, digits=5),
        quick_cap_s=40.0,
    ),
    _row(
        "centres",
        "the same graphs as p-center, one process",
        "siting_classic:centres",
        120.0,
        Target("published", "radii equal to the published optimum", 20, "at least", digits=0),
        Target("proven", "proven optimal", 20, "at least", digits=0),
        _seconds("seconds", "whole process until the last answer", 30.0),
    ),
    _row(
        "cover_pair",
        "maximal cover, 3,400 x 3,400 points drawn like a country, 30 km, p = 40, against spopt with HiGHS",
        "siting_classic:cover_pair",
        560.0,
        Target("proven", "proven optimal (1 = yes)", 1, "at least", digits=0),
        Target("cover whole", "whole process / spopt's", 1 / 15, digits=4),
    ),
    _row(
        "median",
        f"national p-median, {NATION}, p = 40, dense matrix",
        "siting_classic:median",
        330.0,
        Target("sweeps 0.5", "sweeps until 0.5 % was proven", 100, digits=0),
        Target("sweeps 0.2", "sweeps until 0.2 % was proven", 250, digits=0),
        Target("sweeps 0.1", "sweeps until 0.1 % was proven", 1_000, digits=0),
        Target("memory", "peak memory / float32 matrix", 2.0, digits=3),
    ),
    _row(
        "blocks",
        f"national p-median, {NATION}, p = 40, row blocks with a cut-off",
        "siting_classic:blocks",
        180.0,
        Target("memory", "peak memory / float32 matrix", 1 / 3, digits=3),
        _seconds("seconds 0.5", GAP_05, None),
    ),
    _row(
        "national_cover",
        f"national cover, {NATION}, 30 km, p = 40",
        "siting_classic:national_cover",
        200.0,
        _seconds("seconds 0.5", GAP_05, 120.0),
    ),
    _row("expansion", f"national plan, expansion: {PLAN}", "siting_plans:expansion", 230.0, *_plan_targets()),
    _row("cut", f"national plan, cut: {PLAN}", "siting_plans:cut", 230.0, *_plan_targets()),
    _row(
        "equity_expansion",
        "national plan, expansion, Kolm-Pollak",
        "siting_plans:equity_expansion",
        290.0,
        *_equity_targets(),
    ),
    _row(
        "equity_cut", "national plan, cut, Kolm-Pollak", "siting_plans:equity_cut", 290.0, *_equity_targets()
    ),
    _region(10),
    _region(25),
    _region(60),
    _row(
        "embedded",
        "the embedded scenarios, `make_plan` with its checks",
        "siting_embedded:embedded",
        120.0,
        _seconds("expansion-2020", "expansion-2020: seconds with 0.05 % proven", 10.0),
        _seconds("cut-2025", "cut-2025: seconds with 0.05 % proven", 10.0),
        quick_cap_s=45.0,
    ),
    _row(
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
        "forced",
        "50 places not chosen, forced in, by the certificate of the expansion alone",
        "siting_plans:forced",
        230.0,
        Target("share", 'proven "worse than our plan"', 0.9, "at least", "%", 0, 100.0),
    ),
    _row(
        "frontier",
        "national plan over nine sums of money, from the whole cut to the whole expansion",
        "siting_plans:frontier",
        230.0,
        _seconds("seconds", "all plans", None),
        _seconds("slowest", "the slowest after the first", None),
        _percent("gap", "widest gap", None, 4),
    ),
    _row(
        "growth",
        "p-median to 0.5 %, p = 40: 1,000 to 110,000 areas, 100 to 3,400 sites",
        "siting_growth:growth",
        330.0,
        Target("areas slope", "slope of seconds against areas, log-log", None),
        Target("sites slope", "slope of seconds against sites, log-log", None),
        _percent("build share", "model build, largest share of the time at any size", 0.10),
    ),
)


def chosen(only: str | None) -> tuple[Row, ...]:
    """Return the rows named in a comma-separated list, in the order of the table; all where there is no list.

    Raises
    ------
    ValueError
        If a name is not that of a row.
    """
    if only is None:
        return ROWS
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in {row.name for row in ROWS}]
    if unknown or not names:
        known = ", ".join(row.name for row in ROWS)
        raise ValueError(f"no row is named {', '.join(unknown) or '(nothing)'}; the rows are {known}")
    return tuple(row for row in ROWS if row.name in names)
