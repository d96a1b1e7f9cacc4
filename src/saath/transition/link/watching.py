"""Look at every linked number at WhatsApp from time to time: token, subscription, quality, limits.

Webhooks tell most of it; a webhook that does not come tells nothing, so we look as well.
"""

from saath.store import linking as kept
from saath.store.linking import Attempt
from saath.transition.around import Around
from saath.whatsapp import linking as meta
from saath.whatsapp.graph import call
from saath.whatsapp.linking import App, Reply


def look_at_numbers(around: Around, business: str) -> dict[str, str]:
    """Look at the number that was linked last; what could not be asked is not said."""
    attempt, door = (
        kept.newest_attempt(business, around.safe),
        kept.newest_door(business, around.safe),
    )
    if attempt is None or door is None or not attempt.phone_number_id or not attempt.token:
        return {}
    app = App(door.app_id, door.app_secret)

    def ask(question: meta.Ask) -> Reply:
        return call(around.client, door.graph_url, question)

    token = ask(meta.inspect_token(app, attempt.token))
    number = ask(meta.read_number(attempt.phone_number_id, attempt.token))
    apps = ask(meta.list_subscriptions(attempt.waba_id, attempt.token))
    seen = _seen(attempt, app, token=token, number=number, apps=apps)
    kept.observe(business, attempt.phone_number_id, seen, now=around.clock())
    return seen


def _seen(
    attempt: Attempt, app: App, *, token: Reply, number: Reply, apps: Reply
) -> dict[str, str]:
    found: dict[str, str] = {}
    if token.is_ok:
        granted = meta.granted_in(token)
        is_good = granted.is_valid and attempt.waba_id in granted.accounts
        found["token"] = "valid" if is_good else "refused"
    if number.is_ok:
        found["quality"] = meta.text_in(number, "quality_rating")
        found["tier"] = meta.text_in(number, "whatsapp_business_manager_messaging_limit")
        found["sending"] = meta.sending_in(number)
    if apps.is_ok:
        found["subscription"] = "yes" if meta.is_subscribed(apps, app.id) else "no"
    return {what: value for what, value in found.items() if value}
