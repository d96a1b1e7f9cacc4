"""Whether the parameters of a template send fit the template."""

from saath.simulator.errors import GraphError
from saath.simulator.graph.limits import some
from saath.simulator.people import Object
from saath.simulator.templates import Template

TEXTS = frozenset({"text", "currency", "date_time"})
KINDS = frozenset(
    {
        "text",
        "currency",
        "date_time",
        "image",
        "video",
        "document",
        "location",
        "payload",
        "coupon_code",
        "action",
        "product",
        "order_status",
        "limited_time_offer",
        "ttl",
    }
)


def check_filling(template: Template, sent: Object) -> None:
    """Refuse a send whose parameters do not fit."""
    given = {str(c.get("type", "")).upper(): c for c in some(sent, "components")}
    for part in ("HEADER", "BODY"):
        _check_part(template, part, some(given.get(part, {}), "parameters"))
    filled = fill(template, some(given.get("BODY", {}), "parameters"))
    if len(filled) > 1024:
        raise GraphError(132005, details="The translated text is too long.")


def _check_part(template: Template, part: str, parameters: list[Object]) -> None:
    for parameter in parameters:
        if str(parameter.get("type")) not in KINDS:
            raise GraphError(132012, details=f"{part.lower()}: unknown parameter type")
    wanted = template.variables(part)
    texts = [p for p in parameters if str(p.get("type")) in TEXTS]
    if len(texts) != len(wanted):
        details = (
            f"{part.lower()}: number of localizable_params ({len(texts)}) does not match "
            f"the expected number of params ({len(wanted)})"
        )
        raise GraphError(132000, details=details)
    _check_names(template, part, texts, wanted)
    _check_media(template, part, parameters)


def _check_names(template: Template, part: str, texts: list[Object], wanted: list[str]) -> None:
    if template.parameter_format != "NAMED":
        return
    if {str(p.get("parameter_name")) for p in texts} != set(wanted):
        raise GraphError(132012, details=f"{part.lower()}: parameter names do not match")


def _check_media(template: Template, part: str, parameters: list[Object]) -> None:
    kind = str(template.part(part).get("format", "")).lower()
    if part != "HEADER" or kind not in {"image", "video", "document"}:
        return
    if [p.get("type") for p in parameters] != [kind]:
        raise GraphError(132012, details=f"header: Format mismatch, expected {kind.upper()}")


def fill(template: Template, parameters: list[Object]) -> str:
    """Give the body as the customer reads it."""
    text = template.body
    for name, parameter in zip(template.variables(), parameters, strict=False):
        key = str(parameter.get("parameter_name") or name)
        text = text.replace("{{" + key + "}}", str(parameter.get("text", "")))
    return text
