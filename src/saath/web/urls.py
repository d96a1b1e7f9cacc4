"""Every address of the pages. `runtime` puts them together with those of the API."""

from django.urls import path
from django.views.i18n import set_language

from saath.web.alerts import pages as alerts
from saath.web.assess import judging
from saath.web.assess import pages as assess
from saath.web.health import pages as health
from saath.web.inbox import acting
from saath.web.inbox import pages as inbox
from saath.web.media.pages import attachment
from saath.web.move import pages as move
from saath.web.move import private
from saath.web.operator.pages import operator_page
from saath.web.pause import pages as pausing
from saath.web.preferences.pages import appearance
from saath.web.prepare import carrying
from saath.web.prepare import pages as prepare
from saath.web.sign_in.pages import sign_in, sign_out

urlpatterns = [
    path("", inbox.home, name="home"),
    path("sign-in", sign_in, name="sign-in"),
    path("sign-out", sign_out, name="sign-out"),
    path("inbox", inbox.list_page, name="inbox"),
    path("inbox/rows", inbox.rows_part, name="inbox-rows"),
    path("inbox/<slug:key>", inbox.conversation_page, name="conversation"),
    path("inbox/<slug:key>/messages", inbox.messages_part, name="conversation-messages"),
    path("inbox/<slug:key>/reply", acting.reply, name="reply"),
    path("inbox/<slug:key>/template", acting.template, name="template"),
    path("inbox/<slug:key>/note", acting.note, name="note"),
    path("inbox/<slug:key>/again", acting.again, name="again"),
    path("inbox/<slug:key>/export", carrying.export, name="conversation-export"),
    path("inbox/<slug:key>/tend", acting.tend, name="tend"),
    path("inbox/<slug:key>/claim", acting.claim, name="claim"),
    path("media/<slug:key>", attachment, name="media"),
    path("pause", pausing.pause, name="pause"),
    path("resume", pausing.resume, name="resume"),
    path("move/link", move.link_page, name="move-link"),
    path("move/link/state", move.link_part, name="move-link-state"),
    path("move/link/code", move.link, name="move-link-code"),
    path("move/link/ended", move.ended, name="move-link-ended"),
    path("move/link/again", move.again, name="move-link-again"),
    path("move/sync", move.sync_page, name="move-sync"),
    path("move/sync/state", move.sync_part, name="move-sync-state"),
    path("move/sync/ask", move.ask_sync, name="move-sync-ask"),
    path("move/private", private.private_page, name="move-private"),
    path("move/private/keep", private.keep, name="move-private-keep"),
    path("move/number", move.number_page, name="move-number"),
    path("operator", operator_page, name="operator"),
    path("move/prepare", prepare.prepare_page, name="prepare"),
    path("move/prepare/<slug:item>", prepare.answer, name="prepare-answer"),
    path("move/contacts", carrying.contacts_page, name="contacts"),
    path("move/providers", prepare.providers_page, name="providers"),
    path("health", health.health_page, name="health"),
    path("health/lights", health.lights_part, name="lights"),
    path("alerts", alerts.alerts_page, name="alerts"),
    path("alerts/tell", alerts.add, name="recipient-add"),
    path("alerts/tell/<slug:key>", alerts.change, name="recipient"),
    path("alerts/<slug:key>/seen", alerts.seen, name="alert-seen"),
    path("assess", assess.begin, name="assess"),
    path("assess/files", assess.files, name="assess-files"),
    path("assess/share", assess.files, name="assess-share"),
    path("assess/drop", assess.drop, name="assess-drop"),
    path("assess/start", assess.start, name="assess-start"),
    path("assess/reading", assess.reading, name="assess-reading"),
    path("assess/progress", assess.progress, name="assess-progress"),
    path("assess/tell", assess.tell, name="assess-tell"),
    path("assess/keep", judging.keep, name="assess-keep"),
    path("assess/delete", assess.delete, name="assess-delete"),
    path("assess/questions/<int:number>", judging.question, name="assess-question"),
    path("assess/verdict", judging.verdict, name="assess-verdict"),
    path("assess/objectives", judging.objectives, name="assess-objectives"),
    path("assess/report.<slug:form>", judging.report, name="assess-report"),
    path("language", set_language, name="language"),
    path("appearance", appearance, name="appearance"),
]
