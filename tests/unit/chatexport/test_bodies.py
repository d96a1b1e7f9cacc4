"""What a body is, in the languages and shapes that exports use."""

import pytest

from saath.chatexport.bodies import WHOLE, is_missed_call, is_plain, read_body

LRM = "\u200e"


@pytest.mark.parametrize(
    ("body", "kind", "text", "attachment"),
    [
        ("Kal bhejte hain", "text", "Kal bhejte hain", None),
        ("price.is (low)", "text", "price.is (low)", None),
        ("see report.pdf (file)", "text", "see report.pdf (file)", None),
        ("<Media omitted>", "media", "", None),
        ("<Mitjans omesos>", "media", "", None),
        ("<Médias omis>", "media", "", None),
        ("<மறை>", "text", "<மறை>", None),
        ("IMG-20250102-WA0007.jpg (file attached)\nlal wali", "image", "lal wali", "IMG-20250102-WA0007.jpg"),
        ("VID-20250102-WA0007.mp4 (fichier joint)", "video", "", "VID-20250102-WA0007.mp4"),
        ("STK-20250102-WA0007.webp (arxiu adjunt)", "sticker", "", "STK-20250102-WA0007.webp"),
        ("AUD-20250102-WA0007.opus (file attached)", "audio", "", "AUD-20250102-WA0007.opus"),
        ("PTT-20250102-WA0007.opus (কিছু)", "voice", "", "PTT-20250102-WA0007.opus"),
        ("मेरा बिल नं. 5.pdf (file attached)", "document", "", "मेरा बिल नं. 5.pdf"),
        ("Bina.vcf (file attached)", "contact", "", "Bina.vcf"),
        ("فایل پیوست شد IMG-1.jpg", "image", "", "IMG-1.jpg"),
        (f"{LRM}<attached: 00000042-PHOTO-2025-01-02-03-04-05.jpg>", "image", "", "00000042-PHOTO-2025-01-02-03-04-05.jpg"),
        (f"{LRM}<pièce jointe : 00000043-STICKER-2025-01-02-03-04-05.webp>", "sticker", "", "00000043-STICKER-2025-01-02-03-04-05.webp"),
        (f"{LRM}<00000044-AUDIO-2025-01-02-03-04-05.opus eklendi>", "voice", "", "00000044-AUDIO-2025-01-02-03-04-05.opus"),
        (f"dekho {LRM}<attached: 00000045-GIF-2025-01-02.mp4>", "gif", "dekho", "00000045-GIF-2025-01-02.mp4"),
        (f"{LRM}image omitted", "image", "", None),
        (f"naya maal {LRM}video omitted", "video", "naya maal", None),
        (f"Bill 5.pdf • {LRM}2 pages {LRM}document omitted", "document", "", "Bill 5.pdf"),
        (f"{LRM}GIF absente", "gif", "", None),
        ("image omitted", "text", "image omitted", None),
        ("This message was deleted", "deleted", "", None),
        (f"{LRM}You deleted this message.", "deleted", "", None),
        ("Ce message a été supprimé", "deleted", "", None),
        ("null", "call", "", None),
        ("", "view_once", "", None),
        ("location: https://maps.google.com/?q=1,2", "location", "location: https://maps.google.com/?q=1,2", None),
        (f"{LRM}Missed video call. {LRM}Tap to call back", "call", "Missed video call. Tap to call back", None),
        ("Missed voice call", "call", "Missed voice call", None),
        ("POLL:\nWhen?\nOPTION: Now (1 vote)\n", "poll", "POLL:\nWhen?\nOPTION: Now (1 vote)", None),
        (f"{LRM}hidden mark", "text", "hidden mark", None),
    ],
)  # fmt: skip
def test_a_body_is_known_for_what_it_is(
    body: str, kind: str, text: str, attachment: str | None
) -> None:
    read = read_body(body)
    assert (read.kind, read.text, read.attachment) == (kind, text, attachment)


@pytest.mark.parametrize(
    "mark",
    ["<This message was edited>", f"{LRM}<This message was edited>", "<Ce message a été modifié.>"],
)
def test_an_edit_is_noticed_and_its_mark_taken_off(mark: str) -> None:
    assert read_body(f"Total 900 {mark}")[:3] == ("text", "Total 900", True)


def test_what_looks_like_an_edit_but_is_not_stays() -> None:
    assert read_body("a <b>")[:3] == ("text", "a <b>", False)


def test_the_quick_test_lets_nothing_through_that_is_not_plain() -> None:
    assert is_plain("Kal bhejte hain")
    for body in WHOLE:
        assert not is_plain(body)


def test_a_missed_call_is_told_from_one_that_was_taken() -> None:
    assert is_missed_call("Missed voice call. Tap to call back")
    assert is_missed_call("Trucada perduda")
    assert not is_missed_call("Voice call. 5 min")
