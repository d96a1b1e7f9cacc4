"""Elements of HTML and SVG from plain values: everything that is not markup is escaped.

No templates and no state; what stands on the page is decided in `sections` and `charts`.
"""

from html import escape

type Attribute = str | float | bool | None


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


VOID = frozenset({"meta", "rect", "line", "br", "col"})


def tag(name: str, /, *inside: str | None, **attributes: Attribute) -> Markup:
    """One element. `class_` and `for_` lose their stroke, other strokes become dashes."""
    start = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID and not any(inside):
        return Markup(f"<{name}{start}>" if name in {"meta", "br", "col"} else f"<{name}{start}/>")
    return Markup(f"<{name}{start}>{together(*inside)}</{name}>")


def together(*parts: str | None) -> Markup:
    """Several pieces in a row."""
    return Markup("".join(_escaped(part) for part in parts if part is not None))


def _escaped(part: str) -> str:
    return part if isinstance(part, Markup) else escape(part)


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def table(
    heads: list[str],
    rows: list[list[str]],
    *,
    class_: str = "ledger",
    foot: list[str] | None = None,
) -> Markup:
    """A table whose first column names the row and whose others are figures."""
    return tag(
        "table",
        tag("thead", tag("tr", *(_head(text, first=not i) for i, text in enumerate(heads)))),
        tag("tbody", *(_row(row) for row in rows)),
        tag("tfoot", _row(foot)) if foot else None,
        class_=class_,
    )


def _head(text: str, *, first: bool) -> Markup:
    return tag("th", text, scope="col", class_=None if first else "r")


def _row(cells: list[str]) -> Markup:
    first, *others = cells
    return tag(
        "tr", tag("th", first, scope="row"), *(tag("td", cell, class_="r") for cell in others)
    )
