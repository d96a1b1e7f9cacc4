"""Makes exports in the style of any locale of CLDR, with the truth beside them.

Formats dates with Babel, not with the reader's own code: that makes it a witness. It knows nothing
of messages of other kinds than text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from babel import Locale
from babel.dates import parse_pattern

from saath.chatexport import Record, Source, read

INDIAN = [
    "en_IN",
    "hi_IN",
    "bn_IN",
    "te_IN",
    "mr_IN",
    "ta_IN",
    "gu_IN",
    "kn_IN",
    "ml_IN",
    "pa_IN",
    "or_IN",
    "as_IN",
    "ur_IN",
    "ne_IN",
    "sd_PK",
    "sd_Deva_IN",
    "sa_IN",
    "kok_IN",
    "mai_IN",
    "ks_IN",
    "brx_IN",
    "doi_IN",
    "mni_IN",
    "sat_IN",
    "bho_IN",
    "raj_IN",
    "bgc_IN",
    "hi_Latn_IN",
]
OTHERS = [
    "en_US",
    "en_GB",
    "en_ZA",
    "en_PH",
    "ne_NP",
    "si_LK",
    "dv_MV",
    "fr_FR",
    "fr_CA",
    "ca_ES",
    "es_ES",
    "es_MX",
    "es_CO",
    "es_US",
    "eu_ES",
    "gl_ES",
    "de_DE",
    "de_AT",
    "it_IT",
    "pt_BR",
    "pt_PT",
    "nl_NL",
    "nl_BE",
    "fi_FI",
    "sv_SE",
    "da_DK",
    "nb_NO",
    "hu_HU",
    "hr_HR",
    "cs_CZ",
    "pl_PL",
    "ro_RO",
    "bg_BG",
    "el_GR",
    "tr_TR",
    "ru_RU",
    "uk_UA",
    "ar_EG",
    "ar_MA",
    "ar_AE",
    "ar_SA",
    "he_IL",
    "fa_IR",
    "ps_AF",
    "zh_CN",
    "zh_TW",
    "zh_HK",
    "ja_JP",
    "ko_KR",
    "th_TH",
    "vi_VN",
    "id_ID",
    "ms_MY",
    "fil_PH",
    "my_MM",
    "km_KH",
    "sw_KE",
    "am_ET",
    "zu_ZA",
    "lt_LT",
    "lv_LV",
    "et_EE",
    "sq_AL",
    "mn_MN",
]
PLATFORMS: tuple[Literal["android", "ios"], ...] = ("android", "ios")
CLOCKS: tuple[Literal[12, 24], ...] = (12, 24)
GLUES: tuple[Literal["comma", "cldr"], ...] = ("comma", "cldr")
DIGITS = {
    "beng": 0x09E6, "deva": 0x0966, "arab": 0x0660, "arabext": 0x06F0, "mymr": 0x1040,
    "olck": 0x1C50, "mtei": 0xABF0,
}  # fmt: skip
SAID = (
    ("2024-12-08T23:59:59", "Bina", "Kya rate hai 5 metre ka?"),
    ("2024-12-09T00:00:06", "Dukan", "Note: 12:30 ke baad aana"),
    ("2024-12-09T09:05:07", "Bina", "do line\nmein likha"),
    ("2024-12-09T12:01:00", "Dukan", "haan"),
    ("2024-12-09T15:05:08", "Bina", "ठीक है"),
    ("2024-12-14T21:40:59", "Dukan", "Nikal gaya - kal tak"),
    ("2024-12-14T21:40:59", "Bina", "thanks"),
)

type Said = tuple[datetime, str, str]


@dataclass(frozen=True)
class Style:
    """One way a phone writes the heads of messages."""

    locale: str
    platform: Literal["android", "ios"]
    clock: Literal[12, 24]
    glue: Literal["comma", "cldr"]

    def written(self) -> str:
        """The export in this style."""
        lines = []
        for at, author, text in SAID:
            head = self._head(datetime.fromisoformat(at))
            start = f"[{head}] " if self.platform == "ios" else f"{head} - "
            lines.append(f"{start}{author}: {text}\n")
        return "".join(lines)

    def truth(self) -> list[Said]:
        """What a reader has to find in it."""
        return [(self._rounded(datetime.fromisoformat(at)), who, text) for at, who, text in SAID]

    def _rounded(self, at: datetime) -> datetime:
        return at if self.platform == "ios" else at.replace(second=0)

    def _time_pattern(self) -> str:
        key = ("hm" if self.clock == 12 else "Hm") + ("s" if self.platform == "ios" else "")
        return str(Locale.parse(self.locale).datetime_skeletons[key].pattern)

    def _head(self, at: datetime) -> str:
        locale = Locale.parse(self.locale)
        day = self._formatted(locale, at, str(locale.date_formats["short"].pattern))
        clock = self._formatted(locale, at, self._time_pattern())
        if self.glue == "comma":
            return f"{day}, {clock}"
        glue = str(locale.datetime_formats["short"]).replace("'", "")
        return glue.replace("{1}", day).replace("{0}", clock)

    def _formatted(self, locale: Locale, at: datetime, pattern: str) -> str:
        text = parse_pattern(pattern).apply(at, locale)
        zero = DIGITS.get(str(locale.default_numbering_system))
        return text if zero is None else "".join(_digit(char, zero) for char in text)


def _digit(char: str, zero: int) -> str:
    return chr(zero + int(char)) if char.isascii() and char.isdigit() else char


def styles() -> Iterator[Style]:
    """All Indian locales and the others, on both phones, with both clocks, glued both ways."""
    for locale in (*INDIAN, *OTHERS):
        for platform in PLATFORMS:
            for clock in CLOCKS:
                yield from (Style(locale, platform, clock, glue) for glue in GLUES)


def records_of(text: str | bytes) -> list[Record]:
    """Read a made export."""
    return [record for batch in read(made(text)).batches() for record in batch]


def made(text: str | bytes, title: str = "") -> Source:
    """A source of text in memory."""
    raw = text.encode() if isinstance(text, str) else text
    return Source("made.txt", title, len(raw), lambda: BytesIO(raw))
