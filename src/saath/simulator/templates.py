"""Message templates: what was submitted, how Meta judged it, and what may be sent.

Rules: BASE/templates/* and BASE/support/error-codes, 2025-2026. A new template is reviewed after a
while; rules that Meta checks on submission refuse at once.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from saath.simulator.clock import DAY, HOUR
from saath.simulator.errors import GraphError
from saath.simulator.ground import Ground
from saath.simulator.people import Object

CATEGORIES = frozenset({"MARKETING", "UTILITY", "AUTHENTICATION"})
MOST_PER_ACCOUNT = 6_000
MOST_PER_HOUR = 100
PAUSES = (3 * HOUR, 6 * HOUR)
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")
NAME = re.compile(r"[a-z0-9_]{1,512}")


@dataclass(slots=True, kw_only=True)
class Template:
    """One template in one language."""

    id: str
    name: str
    language: str
    category: str
    components: list[Object]
    parameter_format: str = "POSITIONAL"
    status: str = "PENDING"
    quality: str = "UNKNOWN"
    created: int = 0
    pauses: int = 0
    edits: list[int] = field(default_factory=list)
    rejected_reason: str = "NONE"
    correct_category: str = ""

    def part(self, kind: str) -> Object:
        found = (c for c in self.components if str(c.get("type", "")).upper() == kind)
        return next(found, {})

    @property
    def body(self) -> str:
        return str(self.part("BODY").get("text", ""))

    def variables(self, kind: str = "BODY") -> list[str]:
        names = VARIABLE.findall(str(self.part(kind).get("text", "")))
        return list(dict.fromkeys(names))


def refusal(subcode: int, title: str, text: str) -> GraphError:
    """Meta's answer to a template it does not take: code 100, the reason in the subcode."""
    extra: Object = {"is_transient": False, "error_user_title": title, "error_user_msg": text}
    return GraphError(100, message="Invalid parameter", subcode=subcode, extra=extra)


def check_components(components: list[Object]) -> None:
    """Check everything Meta checks when a template is submitted."""
    kinds = [str(component.get("type", "")).upper() for component in components]
    if "BODY" not in kinds:
        raise refusal(2388072, "Body is missing", "A template needs a body.")
    for component, kind in zip(components, kinds, strict=True):
        text = str(component.get("text", ""))
        if kind == "BODY":
            _check_body(text)
        elif kind in LENGTHS and len(text) > LENGTHS[kind]:
            raise refusal(2388040, "Character limit exceeded", f"{kind} is too long.")
        elif kind == "BUTTONS":
            _check_buttons(component.get("buttons", []))
    _check_header(components)


LENGTHS = {"HEADER": 60, "FOOTER": 60}


def _check_body(text: str) -> None:
    if len(text) > 1024:
        raise refusal(2388040, "Character limit exceeded", "The body is longer than 1024.")
    if re.match(r"^\s*{{", text) or re.search(r"}}\s*$", text):
        words = "Variables can't be at the start or end of the template."
        raise refusal(2388299, "Leading or trailing variable", words)
    if re.search(r"}}\s*{{", text):
        raise refusal(2388299, "Variables touch", "Put words between two variables.")
    variables = len(VARIABLE.findall(text))
    if variables and len(VARIABLE.sub(" ", text).split()) < 2 * variables + 1:
        words = "This template has too many variables for its length."
        raise refusal(2388293, "Too many variables", words)


def _check_header(components: list[Object]) -> None:
    for component in components:
        kind = str(component.get("type", "")).upper()
        text = str(component.get("text", ""))
        if kind == "HEADER" and len(VARIABLE.findall(text)) > 1:
            raise refusal(2388047, "Header format", "A header takes one variable at most.")
        if kind == "FOOTER" and VARIABLE.search(text):
            raise refusal(2388073, "Footer format", "A footer takes no variables.")


def _check_buttons(buttons: list[Object]) -> None:
    kinds = [str(button.get("type", "")).upper() for button in buttons]
    if len(kinds) > 10:
        raise refusal(2388040, "Too many buttons", "A template takes 10 buttons at most.")
    most = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "FLOW": 1}
    for kind, limit in most.items():
        if kinds.count(kind) > limit:
            raise refusal(2388040, "Too many buttons", f"At most {limit} of {kind}.")
    replies = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(a != b for a, b in pairwise(replies)) > 1:
        raise refusal(2388072, "Buttons interleaved", "Quick replies must stand together.")
    if any(len(str(button.get("text", ""))) > 25 for button in buttons):
        raise refusal(2388040, "Character limit exceeded", "A button's text has 25 at most.")


@dataclass(slots=True)
class Templates:
    """All templates of the account."""

    ground: Ground
    items: dict[str, Template] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)  # name -> when
    duds: set[str] = field(default_factory=set)  # names that will be rejected by the review

    def find(self, name: str, language: str) -> Template | None:
        for template in self.items.values():
            if (template.name, template.language) == (name, language):
                return template
        return None

    def submit(self, body: Object) -> Template:
        """Take a new template; the review comes later."""
        name, language = str(body.get("name", "")), str(body.get("language", ""))
        category = str(body.get("category", "")).upper()
        components = body.get("components")
        if not NAME.fullmatch(name):
            raise GraphError(100, message="(#100) Param name must be lowercase letters, digits, _")
        if category not in CATEGORIES or not isinstance(components, list) or not language:
            raise GraphError(100, message="(#100) category, language and components are needed.")
        self._room(name, language)
        check_components(components)
        return self._add(body, name, language, category)

    def _room(self, name: str, language: str) -> None:
        now = self.ground.clock.now
        if self.find(name, language):
            text = f"There is already {language} content for this template."
            raise refusal(2388024, "Content in this language already exists", text)
        if now - self.deleted.get(name, -30 * DAY) < 30 * DAY:
            raise refusal(2388023, "Name is blocked", "This name was deleted in the last 30 days.")
        young = sum(now - template.created < HOUR for template in self.items.values())
        if len(self.items) >= MOST_PER_ACCOUNT or young >= MOST_PER_HOUR:
            raise refusal(2388019, "Limit exceeded", "Too many templates.")

    def _add(self, body: Object, name: str, language: str, category: str) -> Template:
        template = Template(
            id=self.ground.chance.digits("template", 16),
            name=name,
            language=language,
            category=category,
            components=body["components"],
            parameter_format=str(body.get("parameter_format", "positional")).upper(),
            created=self.ground.clock.now,
        )
        self.items[template.id] = template
        self._review_later(template)
        return template

    def _review_later(self, template: Template) -> None:
        template.status = "PENDING"
        delay = self.ground.settings.review_delay
        self.ground.schedule.after(delay, lambda: self.review(template))

    def review(self, template: Template) -> None:
        """Meta's verdict."""
        if template.status != "PENDING" or template.id not in self.items:
            return
        if template.name in self.duds or "reject" in template.name:
            self.reject(template, "INVALID_FORMAT")
        else:
            self.approve(template)

    def approve(self, template: Template) -> None:
        template.status, template.rejected_reason = "APPROVED", "NONE"
        self.tell(template, "APPROVED")

    def reject(self, template: Template, reason: str) -> None:
        template.status, template.rejected_reason = "REJECTED", reason
        info = {"reason": "The template does not follow the rules.", "recommendation": "Edit it."}
        self.tell(template, "REJECTED", reason=reason, rejection_info=info)

    def edit(self, template: Template, body: Object) -> None:
        """Replace the components as a whole; review again."""
        if template.status not in {"APPROVED", "REJECTED", "PAUSED"}:
            raise GraphError(100, message="(#100) Only approved, rejected or paused templates.")
        self._edits_left(template)
        components = body.get("components")
        if isinstance(components, list):
            check_components(components)
            template.components = components
        if template.status != "APPROVED" and body.get("category"):
            template.category = str(body["category"]).upper()
        template.edits.append(self.ground.clock.now)
        self._review_later(template)

    def _edits_left(self, template: Template) -> None:
        now = self.ground.clock.now
        today = [at for at in template.edits if now - at < DAY]
        month = [at for at in template.edits if now - at < 30 * DAY]
        if template.status == "APPROVED" and (today or len(month) >= 10):
            raise refusal(2388040, "Edited too often", "Once a day and 10 times in 30 days.")

    def delete(self, name: str, template_id: str = "") -> None:
        """Delete all languages of a name, or one template."""
        doomed = [
            template
            for template in self.items.values()
            if template.name == name and template_id in {"", template.id}
        ]
        if not doomed:
            raise GraphError(100, message="(#100) No such template.", subcode=2593002)
        if any(template.status == "DISABLED" for template in doomed):
            raise GraphError(100, message="(#100) A disabled template cannot be deleted.")
        for template in doomed:
            del self.items[template.id]
            self.tell(template, "DELETED")
        self.deleted[name] = self.ground.clock.now

    def pause(self, template: Template) -> None:
        """Quality fell to RED: 3 hours, then 6, then disabled for good."""
        self.set_quality(template, "RED")
        if template.pauses >= len(PAUSES):
            template.status = "DISABLED"
            other: Object = {"title": "DISABLED", "description": "Disabled for low quality."}
            self.tell(template, "DISABLED", other_info=other)
            return
        wait = PAUSES[template.pauses]
        title = ("FIRST_PAUSE", "SECOND_PAUSE")[template.pauses]
        template.pauses += 1
        template.status = "PAUSED"
        self.tell(template, "PAUSED", other_info={"title": title, "description": "Low quality."})
        self.ground.schedule.after(wait, lambda: self.unpause(template))

    def unpause(self, template: Template) -> None:
        if template.status == "PAUSED":
            template.status = "APPROVED"
            self.tell(template, "APPROVED", other_info={"title": "UNPAUSE", "description": ""})

    def set_quality(self, template: Template, quality: str) -> None:
        before, template.quality = template.quality, quality
        value = self._head(template) | {
            "previous_quality_score": before,
            "new_quality_score": quality,
        }
        self.ground.management("message_template_quality_update", value)

    def recategorise(self, template: Template, category: str) -> None:
        """Announce another category; it becomes true a day later."""
        template.correct_category = category
        when = self.ground.clock.now + DAY
        value = self._head(template) | {
            "new_category": template.category,
            "correct_category": category,
            "category_update_timestamp": when // 1000,
        }
        self.ground.management("template_category_update", value)
        self.ground.schedule.at(when, lambda: self._move(template, category))

    def _move(self, template: Template, category: str) -> None:
        before, template.category, template.correct_category = template.category, category, ""
        value = self._head(template) | {"previous_category": before, "new_category": category}
        self.ground.management("template_category_update", value)

    @staticmethod
    def _head(template: Template) -> Object:
        return {
            "message_template_id": int(template.id),
            "message_template_name": template.name,
            "message_template_language": template.language,
        }

    def tell(self, template: Template, event: str, **more: object) -> None:
        value: Object = {"event": event} | self._head(template)
        value |= {"reason": "NONE", "message_template_category": template.category} | more
        self.ground.management("message_template_status_update", value)
