"""Letters as they will be sent, made of example data that says so."""

from datetime import datetime
from typing import Any

from circulair.store.records import LetterRecord

ON_SITE = "/uitwisseling/1"
BY_LINK = "/antwoord/voorbeeld-example-beispiel"
LISTING = "4 bedden (voorbeeld / example / Beispiel)"
PARTNER = "Voorbeeld Example Beispiel BV"
DELIVERY = {"path": ON_SITE, "slug": "beds", "tonnes": "0.16", "day": "2027-03-31", "ended": False}
AMOUNT = {"slug": "beds", "tonnes": "0.16", "recurring": False, "counted": ["4", "piece", "once"]}

EXAMPLES: dict[str, dict[str, Any]] = {  # facts are whatever a letter is made of
    "sign_up": {"path": "/link/voorbeeld-example-beispiel", "places": False},
    "sign_in": {"path": "/link/voorbeeld-example-beispiel", "places": False},
    "proposal": {
        "path": BY_LINK,
        "slug": "beds",
        "amounts": [AMOUNT],
        "km": 2.3,
        "why": {"code": "evidence.direct_same", "values": [["offered", "material", "beds"]]},
        "until": "2027-12-31",
    },
    "still_true": {"path": BY_LINK, "side": "offer", "last": "2027-03-31", "longer": "2027-09-27"},
    "confirm": {
        "path": BY_LINK,
        "side": "offer",
        "organisation": PARTNER,
        "slug": "beds",
        "last": "2027-03-31",
    },
    "agreed": {
        "path": ON_SITE,
        "slug": "beds",
        "recurring": False,
        "leaving": "0.16",
        "arriving": "0.16",
        "counted": ["4", "piece", "once"],
        "first": "",
        "last": "2027-12-31",
        "partner": PARTNER,
        "place": "Voorbeeldstraat 1, Geleen",
        "people": [{"id": 1, "name": "V. Beeld", "email": "voorbeeld@example.org", "telephone": ""}],
        "gives": True,
    },
    "declined": {"path": "/voorstel/1", "by": "receiver", "reason": "price", "said_yes": True},
    "lapsed": {"path": "/voorstel/1", "why": "withdrawn", "said_yes": True},
    "period_due": {"path": ON_SITE, "partner": PARTNER, "first": "2027-03-01", "last": "2027-03-31"},
    "quiet_told": {"path": ON_SITE, "partner": PARTNER, "first": "2027-03-01", "last": "2027-03-31"},
    "stopped": {"path": ON_SITE, "partner": PARTNER, "by": "giver", "reason": "quantity"},
    "class_asks": {"path": "/klassen/1", "school": PARTNER, "label_of_class": "Groep 7", "weeks": 8},
    "delivery_reported": {**DELIVERY, "path": BY_LINK, "partner": PARTNER, "by_hub": False},
    "delivery_confirmed": DELIVERY,
    "delivery_disputed": {
        **DELIVERY,
        "dispute": "weight",
        "was_tonnes": "0.12",
        "was_day": "",
        "was_words": "",
    },
    "delivery_withdrawn": DELIVERY,
    "delivery_by_hub": {**DELIVERY, "path": BY_LINK, "answered": True},
    "space": {
        "path": "/gebruik/1",
        "state": "proposed",
        "purpose": "repair_cafe",
        "place": "Voorbeeld Example Beispiel",
        "owner": True,
    },
    "works": {
        "path": "/mijn/1",
        "state": "moved",
        "slug": "interior-doors",
        "place": "Voorbeeldstraat",
        "reason": "",
        "first": "2027-09-01",
        "last": "2027-12-31",
    },
    "operator": {"path": "/", "process": "Voorbeeld / example / Beispiel", "asked": ["running", "capacity"]},
}
"""What the example of each kind is made of."""


def example(kind: str, language: str, now: datetime) -> LetterRecord:
    """Return an example of a kind of letter, not stored: compose it with the facts of ``EXAMPLES``."""
    return LetterRecord(
        message_id="<example@circulair>",
        recipient="voorbeeld@example.org",
        language=language,
        kind=kind,
        facts="{}",
        created_at=now,
    )
