"""Templates over the API: create, list, read, edit, delete, unpause."""

from saath.simulator.errors import no_such
from saath.simulator.graph.account_edges import page
from saath.simulator.graph.exchange import Request
from saath.simulator.people import Object
from saath.simulator.templates import MOST_PER_ACCOUNT, Template, Templates

USUAL = ("name", "parameter_format", "components", "language", "status", "category")


def shown(template: Template, wanted: list[str]) -> Object:
    """One template with the fields asked for."""
    known: Object = {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "components": template.components,
        "parameter_format": template.parameter_format,
        "quality_score": {"score": template.quality, "date": template.created // 1000},
        "rejected_reason": template.rejected_reason,
    }
    if template.correct_category:
        known["correct_category"] = template.correct_category
    names = wanted or list(USUAL)
    return {name: known[name] for name in names if name in known} | {"id": template.id}


def create(templates: Templates, request: Request) -> Object:
    template = templates.submit(request.fields)
    return {"id": template.id, "status": template.status, "category": template.category}


def listed(templates: Templates, request: Request) -> Object:
    """`GET /<WABA_ID>/message_templates` with its filters."""
    found = [
        shown(template, request.wanted())
        for template in templates.items.values()
        if _matches(template, request.query)
    ]
    shown_page = page(found, request)
    if "summary" in request.query or "summary" in request.wanted():
        shown_page["summary"] = {
            "total_count": len(found),
            "message_template_count": len(templates.items),
            "message_template_limit": MOST_PER_ACCOUNT,
            "are_translations_complete": False,
        }
    return shown_page


def _matches(template: Template, query: dict[str, str]) -> bool:
    checks = (
        query.get("name") in {None, template.name},
        query.get("name_or_content", "") in template.name + template.body,
        template.status in query.get("status", template.status).upper(),
        template.language in query.get("language", template.language),
        template.category in query.get("category", template.category).upper(),
    )
    return all(checks)


def delete(templates: Templates, request: Request) -> Object:
    """By name (all languages), or one by `hsm_id`."""
    template_id = request.text("hsm_id")
    name = request.text("name")
    if template_id and not name and template_id in templates.items:
        name = templates.items[template_id].name
    templates.delete(name, template_id)
    return {"success": True}


def edge(templates: Templates, request: Request) -> Object:
    """`/<TEMPLATE_ID>` and `/<TEMPLATE_ID>/unpause`."""
    template = templates.items[request.parts[0]]
    match request.method, request.parts[1:]:
        case "GET", ():
            return shown(template, request.wanted())
        case "POST", ():
            templates.edit(template, request.fields)
            return {"success": True, "id": template.id, "category": template.category}
        case "POST", ("unpause",):
            templates.unpause(template)
            return {"success": True, "reason": "The template is active."}
        case _:
            raise no_such(template.id, request.method.lower())
