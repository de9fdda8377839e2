"""The page docs/policy.md, written from the descriptions of the settings themselves.

python -m narvaro.case.policy_page > docs/policy.md
"""

from __future__ import annotations

import sys
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from narvaro.case.policy import Policy

HEAD = """# The policy

`policy.toml` says what the decision aims at, the money by year, and the rules it must keep. Every setting is on this
page, which is written from the program's own descriptions (`python -m narvaro.case.policy_page`). What is left out
takes the value under "if absent".

A policy for two years with 5 and 10 more than today, in the money of the case (here million SEK, as `[money]` of
`narvaro.toml` says):

```toml
scenario = "two more years"
years = [2026, 2027]

[money]
change = [5.0, 10.0]

[limits]
max_openings_year = 2
```
"""

TAIL = """## How a plan is reckoned

- **Access** in a year is as it is when the year ends; the objective is the mean of the years (kind `worst`: the last
  year).
- **Opening.** An office costs running cost from `opening_month` on, and its opening cost in the same year (in the
  year before when the month is January, though not before the first year).
- **Closing.** An office closes at the end of `closing_month`: running cost to then, and its closing cost.
- **Notice and lease** are columns of the sites. An office closes no earlier than `earliest_close`: the day after the
  end of the closing month must not be before it. Until the month of `lease_end` the rent, `rent_year`, is paid also
  when the office is closed, and stands with what closing costs; what is due after the plan is in no year, and is
  told apart.
- **Changing size.** A larger size comes with `opening_month` and costs the difference of the opening costs; a smaller
  one comes after `closing_month` and costs the difference of the closing costs. An office changes size only where the
  policy says what size means: by `extra_min`, `walk_sizes`, `room_in` or `max_load`. Otherwise a smaller office would
  look as good.
- **Opening days.** An office on fewer days is a size of its own (`[[sizes]]` in `narvaro.toml`) with the same `staff`,
  its `days` a week, what it then costs and has room for; `extra_min` says how many minutes fewer days count as. A
  change between two such sizes is told as fewer days or more days. `narvaro.case.on_days` makes one from another: 40 %
  of the running cost (rent and the like) stays, the rest and the visits follow the days; both are assumed.
- **Load.** Under `max_load` everyone goes to the office that is nearest by minutes (those of `extra_min` counted in)
  and gives the service, until it is full: then those who lose least go on to another, so that all together lose
  least. What an office has too many of counts `overload_min` for each person, so a plan always exists, and nobody is
  sent further than that. An office that is not made smaller may keep the visits it has today.
- **Statuses.** `must_stay` stays as it is; `must_close` and `must_open` close and open within the years of the plan,
  and the plan chooses which; `may_close` and `candidate` are free. A site acts at most once.
- **Money** counts what `[money]` of `narvaro.toml` says, such as million SEK, and is reckoned in whole thousandths of
  that. What is not spent may be saved up to `saving_pct` of the year's money; the rest lapses. Up to `credit_pct` of
  the money of the year itself, not of the next one's, may be drawn ahead from the next, but not in the last year.
  With `lasting` the network at the end may not cost more in a full year than the last year's money.
- **Earmark.** Added money is a pot of its own, which pays for new offices near areas of the definition and for
  nothing else; the base pays for today's offices and for nothing new.
- **Services** count alike: where sites differ in what they give, each service has its own nearest office.

## The codes that rules join by

A rule that joins two tables holds nothing where their codes do not match. Every word is first written alike: composed
letters (NFC), no blanks at the ends, 114.0 as 114. Then each join is compared before planning, and once more, by
separate code, when the finished plan is checked. A blank cell is no code. Two spellings of one code differ only in
leading zeros, decimals of a whole number, or capital letters: `0114`, `114` and `MALMÖ`, `Malmö`.

- **`room_in`** joins areas and sites. Faults: a code of the sites that no area has; a code spelled otherwise in the
  other table. Notes: a region with people but no site, where there is no room to keep; people or offices without a
  code.
- **`keep_one_in`** and **`leave_municipality`** join offices and all sites, and areas where they have the column.
  Faults: no office has a code; two spellings of one code. Notes: a code of the sites that no area has; offices without
  a code; no office that the rule holds.
- **`consent`** joins the policy and the sites. Fault: a code that no site has, or has in another spelling. Notes: a
  municipality without an office; a list that `leave_municipality` does not read.
- **`definition`** and **`earmark`** join the policy and the areas. Faults: no such yes/no column; nobody lives in it.
  Note: added money, but no closed site within the walking standard.
- **`walk_sizes`** and **`extra_min`** join the policy and the sizes. Fault: a size that is not there.
- **`size`, `services` and `area_id`** of the sites. Fault: a size, service or area that is not there. Note: a service
  that no site gives.
- **`values` of a standard** join the settings and the areas. Fault: a value spelled otherwise in the areas. Note: a
  value that no area has.

The notes are those of `narvaro check`. The check of a finished plan refuses what is a fault of a rule here.
"""


def policy_page() -> str:
    """Return the page as Markdown.

    Examples
    --------
    >>> policy_page().splitlines()[0]
    '# The policy'
    """
    parts = [HEAD, _table("Settings of the whole", Policy)]
    for name, field in Policy.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            text = (inner.__doc__ or "").strip()
            parts.append(_table(f"`[{name}]`", inner, text))
    return "\n".join([*parts, TAIL])


def _table(title: str, model: type[BaseModel], text: str = "") -> str:
    rows = [f"## {title}\n"]
    rows += [f"{text}\n"] if text else []
    rows += ["| setting | form | if absent | what it means |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            continue
        rows.append(f"| `{name}` | {_form(field)} | {_absent(field)} | {field.description} |")
    return "\n".join([*rows, ""])


def _form(field: FieldInfo) -> str:
    limits = []
    for rule in field.metadata:
        for sign, of in ((">", "gt"), ("≥", "ge"), ("<", "lt"), ("≤", "le")):
            value = getattr(rule, of, None)
            if value is not None:
                limits.append(f"{sign} {value:g}")
    return ", ".join([_kind(field.annotation), *limits])


def _kind(annotation: Any) -> str:
    """Return a type in plain words.

    Examples
    --------
    >>> _kind(float | None), _kind(tuple[int, ...]), _kind(Literal["yes", "no"])
    ('number', 'list of whole numbers', '`yes`, `no`')
    """
    origin = get_origin(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in get_args(annotation))
    if origin is UnionType:
        return " or ".join(_kind(part) for part in get_args(annotation) if part is not NoneType)
    if origin is tuple:
        return f"list of {_kind(get_args(annotation)[0])}s"
    if origin is dict:
        return "table of numbers by name"
    words = {float: "number", int: "whole number", bool: "yes (true) or no (false)", str: "text"}
    return words[annotation]


def _absent(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is PydanticUndefined:
        return "must be given"
    if default is None or default == () or default == {}:
        return "–"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    sys.stdout.write(policy_page())
