"""The language of a page: its choice by address, its words, numbers and dates as text."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, gettext, lazy_gettext, ngettext

from circulair.words import TEXTS
from flows.eural import load_eural
from flows.materials import load_materials
from flows.sectors import load_sectors

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES = {"nl": "Nederlands", "en": "English", "de": "Deutsch"}
"""Languages that are complete; the first is served without a prefix."""

FIRST = "nl"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes: its decimal mark, a day of the month, a day in a field, nouns in a sentence."""

    decimal_mark: str
    day_of_month: str
    in_field: str
    small_nouns: bool = True


WRITING = {
    "nl": Writing(",", "d", "d-M-y"),
    "en": Writing(".", "d", "d MMMM y"),  # figures alone could be read in two ways
    "de": Writing(",", "d.", "d.M.y", small_nouns=False),
}
TIME_ZONE = "Europe/Amsterdam"


def _(text: str, /, **parts: object) -> str:
    """Return a text in the language of the page."""
    return str(gettext(text, **parts))


def _l(text: str) -> str:
    """Return a text that takes the language of the page once it is shown, for what is defined before."""
    return lazy_gettext(text)  # type: ignore[no-any-return]  # it behaves as a text


def plural(one: str, many: str, number: int, /, **parts: object) -> str:
    """Return the form of a text that fits a number, in the language of the page: %(number)s is the number."""
    return str(ngettext(one, many, number, number=number, **parts))


class LanguageByPath:
    """Take /en or /de off the front of a path and remember it, so that every page exists in each language."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Move a language prefix from the path to the script's name."""
        path = str(environ.get("PATH_INFO", ""))
        first, _slash, rest = path.lstrip("/").partition("/")
        if first in LANGUAGES and first != FIRST:
            environ["SCRIPT_NAME"] = str(environ.get("SCRIPT_NAME", "")) + "/" + first
            environ["PATH_INFO"] = "/" + rest
            environ["circulair.language"] = first
        return self.app(environ, start_response)


def label(code: str, /, **parts: object) -> str:
    """Return the words for a code in the language of the page."""
    return _(TEXTS[code], **parts)


def language() -> str:
    """Return the language of the page, or of the letter that is being written."""
    if "language" in g:
        return str(g.language)
    if has_request_context():
        return str(request.environ.get("circulair.language", FIRST))
    return FIRST


@contextmanager
def written_in(code: str) -> Iterator[None]:
    """Write in a language for a while: a letter in its reader's, whoever looks at it."""
    before = g.get("language")
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.pop("language")
        if before is not None:
            g.language = before


def writing() -> Writing:
    """Return how numbers and days are written in the language of the page."""
    return WRITING[language()]


def addresses_of_page(*, filled: bool) -> list[tuple[str, str, str]]:
    """Return code, name and address of this page in every language; a filled form is sent there once more."""
    path = request.full_path.rstrip("?") if filled or request.method == "GET" else "/"
    return [(code, name, path if code == FIRST else f"/{code}{path}") for code, name in LANGUAGES.items()]


def number(value: Decimal | float | int, digits: int = 2) -> str:
    """Return a number as it is written in the language of the page."""
    return format_decimal(round(Decimal(str(value)), digits), locale=language())


def plain_number(value: Decimal) -> str:
    """Return a number without marks between thousands, to be read in one way only."""
    return format(value, "f").replace(".", writing().decimal_mark)


def day(value: date | None) -> str:
    """Return a day as it is written in the language of the page, a dash when open."""
    return "–" if value is None else in_pattern(value, f"{writing().day_of_month} MMM y")


def month(value: date) -> str:
    """Return the month of a day as it is written in the language of the page: november 2026."""
    return in_pattern(value, "MMMM y")


def month_code(value: date) -> str:
    """Return the month of a day as an address names it: 2026-11."""
    return f"{value:%Y-%m}"


def day_in_field(value: date) -> str:
    """Return a day as one types it: 31-3-2027, 31 March 2027 or 31.3.2027."""
    return in_pattern(value, writing().in_field)


def in_pattern(value: date, pattern: str) -> str:
    """Return a day in a pattern, with the names of months in the language of the page."""
    return format_date(value, format=pattern, locale=language())


def iso_day(text: str) -> str:
    """Return a day of a release as it is written in the language of the page."""
    return day(date.fromisoformat(text) if text else None)


def moment(value: datetime) -> str:
    """Return a moment in the town's own time."""
    pattern = f"{writing().day_of_month} MMM y HH:mm"
    return format_datetime(value.astimezone(ZoneInfo(TIME_ZONE)), pattern, locale=language())


def time_of_day(value: datetime) -> str:
    """Return the time of day of a moment in the town."""
    return format_datetime(value.astimezone(ZoneInfo(TIME_ZONE)), "HH:mm", locale=language())


def tonnes(value: Decimal | float | None) -> str:
    """Return tonnes as text: kilograms below one tonne, a dash when unknown."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    return f"{number(exact * 1000, 0)} kg" if abs(exact) < 1 else f"{number(exact, 1)} t"


def euros(value: Decimal) -> str:
    """Return an amount of money as it is written in the language of the page."""
    return str(format_currency(value, "EUR", locale=language()))


def material(slug: str) -> str:
    """Return a material's name in the language of the page."""
    return load_materials()[slug].name(language())


def sector(code: str) -> str:
    """Return the name of a sector in the language of the page."""
    return load_sectors()[code].name(language())


def by_name(slugs: Iterable[str]) -> list[str]:
    """Return materials in the order of their names in the language of the page."""
    return sorted(slugs, key=lambda slug: alphabetical(material(slug)))


def alphabetical(name: str) -> str:
    """Return a name as lists are sorted by it: capitals as small letters, ö as o."""
    return "".join(
        one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one)
    )


def inside_sentence(words: str) -> str:
    """Return words as they stand inside a sentence: with a small letter, but for German and abbreviations."""
    first = words.partition(" ")[0]
    abbreviation = any(one.isupper() for one in first[1:]) or not first[1:2].isalpha()
    return words if abbreviation or not writing().small_nouns else words[:1].lower() + words[1:]


def eural(code: str) -> str:
    """Return the name of a code of the waste list in the language of the page."""
    return load_eural()[code].name(language())


def start(app: Flask) -> None:
    """Set up languages for an application."""
    Babel(app, default_locale=FIRST, locale_selector=language, default_timezone=TIME_ZONE)
    app.wsgi_app = LanguageByPath(app.wsgi_app)  # type: ignore[method-assign]  # how Flask is wrapped
