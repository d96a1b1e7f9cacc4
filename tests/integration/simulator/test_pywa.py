"""pywa, a client written by others, talks to the simulator as it would to Meta.

Its documented hook is the httpx session: only the host of the URL is changed on the way.
"""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any, override
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.integration.simulator.aside import Aside, served_aside

pywa = pytest.importorskip("pywa")
types = pytest.importorskip("pywa.types")
templates = pytest.importorskip("pywa.types.templates")
errors = pytest.importorskip("pywa.errors")

ASHA = "+915551234567"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


class ToSimulator(httpx.HTTPTransport):
    """Sends what is meant for Meta's hosts to the simulator."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base = httpx.URL(base_url)

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(
            scheme=self.base.scheme, host=self.base.host, port=self.base.port
        )
        request.headers["Host"] = self.base.netloc.decode()
        return super().handle_request(request)


@pytest.fixture
def sim() -> Iterator[Aside]:
    with served_aside() as aside:
        aside.do("message", person=ASHA, text="Namaste")
        yield aside


@pytest.fixture
def wa(sim: Aside) -> Iterator[Any]:
    ids = sim.identity
    transport = ToSimulator(ids["base_url"])
    with httpx.Client(transport=transport, trust_env=False) as session:
        yield pywa.WhatsApp(
            phone_id=ids["phone_number_id"],
            token=ids["token"],
            session=session,
            waba_id=ids["waba_id"],
            app_id=ids["app_id"],
            app_secret=ids["app_secret"],
            verify_token=ids["verify_token"],
        )


def sends(wa: Any) -> dict[str, Callable[[], Any]]:
    sections = types.SectionList(
        button_title="Open",
        sections=[
            types.Section(
                title="Silk", rows=[types.SectionRow(title="Banarasi", callback_data="b1")]
            )
        ],
    )
    products = [types.ProductsSection(title="New", skus=["s1", "s2"])]
    return {
        "text": lambda: wa.send_message(ASHA, "Rs 450", preview_url=True),
        "buttons": lambda: wa.send_message(
            ASHA, "Which?", buttons=[types.Button("Red", "r"), types.Button("Blue", "b")]
        ),
        "list": lambda: wa.send_message(ASHA, "Which?", "Head", "Foot", buttons=sections),
        "url": lambda: wa.send_message(
            ASHA, "Look", buttons=types.URLButton(title="Open", url="https://example.com")
        ),
        "contact-info": lambda: wa.send_message(
            ASHA, "Your number?", buttons=types.ContactInfoRequestButton()
        ),
        "image": lambda: wa.send_image(ASHA, PICTURE, caption="this", mime_type="image/png"),
        "image-link": lambda: wa.send_image(ASHA, "https://example.com/a.png"),
        "video": lambda: wa.send_video(ASHA, b"0000ftyp", mime_type="video/mp4"),
        "document": lambda: wa.send_document(
            ASHA, b"%PDF-1.4", filename="bill.pdf", mime_type="application/pdf"
        ),
        "audio": lambda: wa.send_audio(ASHA, b"ID3", mime_type="audio/mpeg"),
        "voice": lambda: wa.send_voice(ASHA, b"OggS", mime_type="audio/ogg"),
        "sticker": lambda: wa.send_sticker(ASHA, b"RIFF", mime_type="image/webp"),
        "location": lambda: wa.send_location(ASHA, 21.17, 72.83, "Shop", "Ring Road"),
        "ask-location": lambda: wa.request_location(ASHA, "Where are you?"),
        "contact": lambda: wa.send_contact(
            ASHA, types.Contact(name=types.Contact.Name(formatted_name="Tailor", first_name="T"))
        ),
        "catalogue": lambda: wa.send_catalog(ASHA, "Our sarees"),
        "product": lambda: wa.send_product(ASHA, "cat1", "s1", "This one"),
        "products": lambda: wa.send_products(ASHA, "cat1", products, "New", "Look"),
    }


@pytest.mark.parametrize("kind", list(sends(None)))
def test_everything_pywa_sends_is_accepted_and_reaches_the_customer(
    sim: Aside, wa: Any, kind: str
) -> None:
    sent = sends(wa)[kind]()
    sim.do("advance", seconds=60)
    truth = sim.truth()
    assert sent.id in truth["received"]["p915551234567"]


def test_replies_reactions_reading_and_typing(sim: Aside, wa: Any) -> None:
    first = sim.chat("p915551234567")[0]["wamid"]
    wa.send_message(ASHA, "Yes", reply_to_message_id=first, tracker="t-1")
    wa.send_reaction(ASHA, "👍", first)
    wa.remove_reaction(ASHA, first)
    assert wa.mark_message_as_read(first)
    assert wa.indicate_typing(first)
    truth = sim.truth()
    assert truth["accepted"][0]["opaque"] == "t-1"
    assert truth["read_by_us"] == [first, first]


def test_media_goes_both_ways(sim: Aside, wa: Any) -> None:
    sim.do("message", person=ASHA, type="image", text="this one")
    media_id = sim.chat("p915551234567")[-1]["content"]["image"]["id"]
    url = wa.get_media_url(media_id)
    assert wa.get_media_bytes(url.url).startswith(b"\x89PNG")
    ours = wa.upload_media(PICTURE, mime_type="image/png", filename="a.png")
    shown = wa.get_media_url(ours.id)
    assert shown.mime_type == "image/png"
    assert wa.get_media_bytes(shown.url) == PICTURE
    assert wa.delete_media(ours.id)


def test_templates_are_created_listed_and_sent(sim: Aside, wa: Any) -> None:
    created = wa.create_template(
        templates.Template(
            name="ready",
            language=templates.TemplateLanguage.ENGLISH,
            category=templates.TemplateCategory.UTILITY,
            components=[
                templates.BodyText("Dear {{name}}, your saree is ready now.", name="Asha"),
                templates.FooterText(text="Meera Sarees"),
            ],
        )
    )
    sim.do("advance", seconds=5)
    shown = wa.get_template(created.id)
    assert shown.status == templates.TemplateStatus.APPROVED
    assert [found.name for found in wa.get_templates()] == ["ready"]
    sent = wa.send_template(
        ASHA,
        "ready",
        templates.TemplateLanguage.ENGLISH,
        [templates.BodyText.params(name="Asha")],
    )
    sim.do("advance", seconds=60)
    assert sent.id in sim.truth()["received"]["p915551234567"]
    assert wa.delete_template("ready")


def test_fields_profile_blocking_and_account(sim: Aside, wa: Any) -> None:
    number = wa.get_business_phone_number()
    assert number.id == sim.identity["phone_number_id"]
    assert [found.id for found in wa.get_business_phone_numbers()] == [number.id]
    assert wa.get_business_account().id == sim.identity["waba_id"]
    assert wa.get_business_profile().about
    assert wa.block_users([ASHA]).errors is None
    assert [user.wa_id for user in wa.get_blocked_users()] == ["915551234567"]
    wa.unblock_users([ASHA])


def test_errors_become_the_exceptions_of_pywa(sim: Aside, wa: Any) -> None:
    with pytest.raises(errors.ReEngagementMessage):
        wa.send_message("+915559998877", "Hello?")
    sim.do("fault", name="throughput", times=1)
    with pytest.raises(errors.RateLimitHit):
        wa.send_message(ASHA, "Hi")
    with pytest.raises(errors.WhatsAppError):
        wa.register_phone_number("123456")


@pytest.fixture
def heard(wa: Any) -> Iterator[dict[str, list[Any]]]:
    """A callback URL with pywa behind it: the documented handlers for a server of one's own."""
    seen: dict[str, list[Any]] = {"message": [], "status": [], "refused": []}
    wa.add_handlers(
        pywa.handlers.MessageHandler(lambda _, message: seen["message"].append(message)),
        pywa.handlers.MessageStatusHandler(lambda _, status: seen["status"].append(status)),
    )

    class Callback(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            word, status = wa.webhook_challenge_handler(
                query["hub.verify_token"][0], query["hub.challenge"][0]
            )
            self.answer(word, status)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            signature = self.headers["X-Hub-Signature-256"]
            wrong = wa.webhook_update_validator(body, signature)
            if wrong:
                seen["refused"].append(wrong)
            self.answer(*(wrong or wa.webhook_update_handler(body)))

        def answer(self, text: str, status: int) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        @override
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Callback)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield seen | {"url": [f"http://127.0.0.1:{server.server_port}/"]}
    server.shutdown()
    server.server_close()
    thread.join()


def wait(condition: Callable[[], Any]) -> None:
    for _ in range(300):
        if condition():
            return
        sleep(0.02)
    raise TimeoutError


def test_pywa_verifies_and_reads_the_webhooks(
    sim: Aside, wa: Any, heard: dict[str, list[Any]]
) -> None:
    url = heard["url"][0]
    assert wa.override_waba_callback_url(url, sim.identity["verify_token"])
    sim.do("fault", name="bad-signature", variant="wrong", times=1)
    sim.do("message", person=ASHA, text="Kya rate hai?")
    wait(lambda: heard["refused"])
    sim.do("advance", seconds=30)
    wait(lambda: heard["message"])
    (message,) = heard["message"]
    assert message.text == "Kya rate hai?"
    assert message.from_user.wa_id == "915551234567"
    sent = wa.send_message(ASHA, "450")
    sim.do("advance", seconds=90)
    wait(lambda: heard["status"])
    assert {status.id for status in heard["status"]} == {sent.id}
