"""Planned works in files, CSV or Excel: their rows, whatever the columns and answers are called."""

from collections.abc import Mapping

from circulair.files.premises_sheets import Heading, PremisesRow, sheet_rows, some
from circulair.files.sheet_writing import as_xlsx
from flows.dwelling_components import Dwelling, Part, Work
from flows.law import YesNo

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("straat", "street", "straße", "blok", "block", "strasse"),
    "dwelling": ("type woning", "type of dwelling", "wohnungstyp", "woningtype"),
    "dwellings": ("aantal woningen", "dwellings", "wohnungen", "aantal"),
    "work": ("werk", "works", "arbeit", "soort werk"),
    "parts": ("wat gaat eruit", "taken out", "kommt heraus", "onderdelen"),
    "start": ("vanaf", "from", "von"),
    "until": ("tot", "until", "bis", "tot en met"),
    "place": ("locatie", "place", "ort", "ophalen bij"),
    "built_year": ("bouwjaar", "built", "baujahr"),
    "asbestos": ("asbestinventarisatie", "asbestos inventory", "asbest"),
    "note": ("notitie", "note", "notiz"),
}
"""The columns that are read, with what they may be called: first in Dutch, English and German."""

DWELLINGS: Mapping[str, Dwelling] = {
    **{one.value: one for one in Dwelling},
    **dict.fromkeys(("rijtjeshuis", "rijwoning", "eengezinswoning", "reihenhaus"), Dwelling.TERRACED),
    **dict.fromkeys(("twee-onder-een-kapwoning", "2-onder-1-kap", "doppelhaus"), Dwelling.SEMI_DETACHED),
    **dict.fromkeys(("portiekwoning", "portiekflat", "treppenhauswohnung"), Dwelling.STAIRWELL_FLAT),
    **dict.fromkeys(("galerijwoning", "galerijflat", "laubengangwohnung"), Dwelling.GALLERY_FLAT),
    **dict.fromkeys(("seniorenwoning", "bungalow", "seniorenhaus"), Dwelling.SENIOR),
}
WORKS: Mapping[str, Work] = {
    **{one.value: one for one in Work},
    **dict.fromkeys(("sloop", "slopen", "abriss"), Work.DEMOLITION),
    **dict.fromkeys(("renovatie", "renoveren", "sanierung"), Work.RENOVATION),
}
PARTS: Mapping[str, Part] = {
    **{one.value: one for one in Part},
    **dict.fromkeys(("binnendeuren", "innentüren"), Part.INTERIOR),
    **dict.fromkeys(("keuken", "keukens", "küche"), Part.KITCHEN),
    **dict.fromkeys(("badkamer", "badkamers", "bad"), Part.BATHROOM),
    **dict.fromkeys(("verwarming", "cv", "heizung"), Part.HEATING),
    **dict.fromkeys(("kozijnen", "ramen", "fenster"), Part.FRAMES),
    **dict.fromkeys(("dak", "dach"), Part.ROOF),
    **dict.fromkeys(("casco", "rohbau"), Part.SHELL),
}
ANSWERS: Mapping[str, YesNo] = {
    **dict.fromkeys(("ja", "yes"), YesNo.YES),
    **dict.fromkeys(("nee", "no", "nein"), YesNo.NO),
}
"""How answers may be written, all small."""

WRITTEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nl": {
        "dwelling": ("rijtjeshuis", "2-onder-1-kap", "portiekflat", "galerijflat", "bungalow"),
        "work": ("sloop", "renovatie"),
        "parts": ("binnendeuren", "keuken", "badkamer", "verwarming", "kozijnen", "dak", "casco"),
        "asbestos": ("ja", "nee"),
    },
    "en": {
        "dwelling": ("terraced", "semi_detached", "stairwell_flat", "gallery_flat", "senior"),
        "work": ("demolition", "renovation"),
        "parts": ("interior", "kitchen", "bathroom", "heating", "frames", "roof", "shell"),
        "asbestos": ("yes", "no"),
    },
    "de": {
        "dwelling": ("reihenhaus", "doppelhaus", "treppenhauswohnung", "laubengangwohnung", "bungalow"),
        "work": ("abriss", "sanierung"),
        "parts": ("innentüren", "küche", "bad", "heizung", "fenster", "dach", "rohbau"),
        "asbestos": ("ja", "nein"),
    },
}
"""How the answers of a column are written in a language, for whoever fills in a sheet."""

COLUMN_OF = {name: column for column, names in HEADINGS.items() for name in (column, *names)}
OF_WORKS = Heading(COLUMN_OF, ("straat", "type woning"))


def names_in(language: str) -> list[str]:
    """Return what the columns are called in a language."""
    return [names[{"nl": 0, "en": 1, "de": 2}[language]] for names in HEADINGS.values()]


def template(language: str) -> bytes:
    """Return an empty sheet to fill in, with the columns in a language."""
    return as_xlsx(names_in(language)[0], names_in(language), ())


def read(content: bytes) -> list[PremisesRow]:
    """Return the rows of a sheet of planned works; refuse it where nothing of it can be read."""
    return some(sheet_rows(content, OF_WORKS))
