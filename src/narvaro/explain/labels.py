"""Names for a reader: of groups, definitions, modes and sizes, in either language."""

from __future__ import annotations

from typing import TypeAlias

from narvaro.language import Note, texts

Label: TypeAlias = Note | str


def named(prefix: str, value: str) -> Label:
    """Return a text of the catalogue if it has one for the value, else the value itself.

    Examples
    --------
    >>> named("explain.mode", "walk").text("en"), named("explain.mode", "hover")
    ('on foot', 'hover')
    """
    key = f"{prefix}.{value}"
    return Note(key) if key in texts() else value


def told(label: Label, lang: str) -> str:
    """Return a label in a language.

    Examples
    --------
    >>> told(Note("explain.mode.walk"), "sv"), told("Umeå", "sv")
    ('till fots', 'Umeå')
    """
    return label.text(lang) if isinstance(label, Note) else label


def definition_label(name: str | None) -> Label:
    """Return the publisher's own name of a definition, which is a yes/no column of the areas.

    Examples
    --------
    >>> told(definition_label("police_2019"), "en"), told(definition_label("poor_access"), "en")
    ('the Police list 2019', 'the list “poor_access”')
    """
    if name is None:
        return ""
    label = named("sweden.definition", name)
    return label if isinstance(label, Note) else Note("explain.definition.own", {"column": name})


def group_label(grouping: str, group: str, name: str = "") -> Label:
    """Return the name of a group of people.

    Parameters
    ----------
    grouping
        The column, or `everyone`.
    group
        The group as tables have it: `yes`, `no`, a text, or `""` where it is not stated.
    name
        The name that stands beside a code.

    Examples
    --------
    >>> [told(group_label(*group), "en") for group in (("police_2019", "yes"), ("island", "no"), ("x", ""))]
    ['on the Police list 2019', 'no', 'not stated']
    >>> told(group_label("municipality_code", "0180", "Stockholm"), "sv")
    'Stockholm'
    """
    if grouping == "everyone":
        return Note("access.group.everyone")
    if group == "":
        return Note("access.group.unknown")
    if group in ("yes", "no"):
        if isinstance(named("sweden.definition", grouping), Note):
            return Note(f"explain.group.listed_{group}", {"definition": definition_label(grouping)})
        return Note(f"access.group.{group}")
    return named(f"sweden.{grouping}", group) if name in ("", group) else name


def mode_label(mode: str) -> Label:
    """Return how a way is gone: by car, on foot."""
    return named("explain.mode", mode)


def size_label(size: str) -> Label:
    """Return the name of a size of office."""
    return named("size_name", size)


def made_label(label: str, lang: str) -> str:
    """Return what travel times say that a mode was made of, with the words that are ours in a language.

    Examples
    --------
    >>> made_label("free flow, there and back", "sv"), made_label("speeds.csv, tue 08", "sv")
    ('fritt flöde, fram och tillbaka', 'speeds.csv, tis 08')
    """
    return ", ".join(_part_of_label(part, lang) for part in label.split(", "))


def _part_of_label(part: str, lang: str) -> str:
    day, space, hour = part.partition(" ")
    if space and hour.isdecimal() and isinstance(named("explain.made_of.day", day), Note):
        return f"{told(named('explain.made_of.day', day), lang)} {hour}"
    ours = named("explain.made_of", part.replace(" ", "_"))
    return told(ours, lang) if isinstance(ours, Note) else part
