"""Releases for tests of open data: one with a row of every kind, and how it is put before the public."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from circulair.app import Application
from circulair.services.public_refusals import PublicRefusals
from circulair.services.release_cells import PublicCell
from circulair.services.release_notes import Change, Redaction
from circulair.services.releases import (
    PublicFlow,
    PublicListing,
    PublicPremises,
    PublicProcess,
    Release,
)
from circulair.store import publication
from circulair.store.records import ReleaseRecord
from tests.worlds import NOW

MARKET, STATION, CHEMELOT = (5.829, 50.974), (5.8236, 50.968), (5.794, 50.97)


def a_flow(year: int = 2027, tonnes: float = 3.25, **few: Any) -> PublicFlow:
    """Make a flow from the market to the station."""
    told = {"giver": "Bakkerij Korrel", "receiver": "Huize Zon", "material": "coffee-grounds"}
    more = {"group": "food-and-organic", "start": MARKET, "end": STATION, "code": "S-AAAAAA", **few}
    return PublicFlow(**{**told, "year": year, "tonnes": tonnes, **more})


def a_public_listing(code: str = "A-AAAAAA", **few: Any) -> PublicListing:
    """Make an offer or need at the market, of a weight unless told otherwise."""
    told = {"organisation": "Bakkerij Korrel", "title": "Koffiedik", "material": "coffee-grounds"}
    amount = {"tonnes": 12.5, "recurring": True, "grade": "B", "until": "2027-06-30"}
    return PublicListing(**{**told, **amount, "at": MARKET, "precision": "address", "code": code, **few})


def a_public_process(code: str = "P-AAAAAA", **few: Any) -> PublicProcess:
    """Make a plant that nobody has told the place of, unless a test does."""
    names = {"nl": "Vergister", "en": "Digester", "de": "Vergärer"}
    told = {"names": names, "operator": "", "takes": ("coffee-grounds", "bread"), "gives": ("compost",)}
    state = {"capacity_tonnes": 5000.0, "status": "running", "as_of": "2026", "note": "", "source": "Krant"}
    return PublicProcess(**{**told, **state, "at": None, "code": code, **few})


def public_premises(code: str = "L-AAAAAA", **few: Any) -> PublicPremises:
    """Make vacant premises at the station."""
    told = {"name": "Winkel", "owner": "Huize Zon", "place": "Stationsplein 1 Geleen", "area_m2": 60.5}
    days = {"since": "2026-11-01", "available_from": "2027-01-01", "available_until": ""}
    more = {"basis": "offered", "permitted_use": "winkel", "at": STATION, "precision": "address"}
    return PublicPremises(**{**told, **days, **more, "code": code, **few})


def a_release(as_of: str = "2027-03-01", **parts: Any) -> Release:
    """Make a release with rows of every kind; some have no place, no weight or no end."""
    told = {
        "flows": (a_flow(2026, 1.5), a_flow(), a_flow(2027, 0.125, code="S-BBBBBB", end=CHEMELOT)),
        "offers": (
            a_public_listing(),
            a_public_listing("A-BBBBBB", title="=HYPERLINK(1)", tonnes=None, typed=("3", "piece", "once")),
        ),
        "needs": (a_public_listing("V-AAAAAA", organisation="", until="", left=4.75, partly=True),),
        "processes": (a_public_process(), a_public_process("P-BBBBBB", at=CHEMELOT, invented=True)),
        "premises": (public_premises(),),
        "refusals": (PublicRefusals("2026-Q4", (("price", 7),)),),
        "cells": (PublicCell("2026-Q4", "plastics", "town", "", 10.0, 20.0, "step", 6),),
        "changes": (Change("offers", came=1),),
        "redactions": (Redaction("2027-03-02", "listings"),),
    }
    return Release(as_of, **{**told, **parts})


def publish(app: Application, *releases: Release) -> list[int]:
    """Put releases before the public one after the other; return their numbers."""
    with app.store.unit_of_work():
        return [record_of(release).id for release in releases]


def record_of(release: Release) -> ReleaseRecord:
    """Store a release as it is."""
    content = json.dumps(asdict(release), ensure_ascii=False, sort_keys=True)
    checksum = hashlib.sha256(content.encode()).hexdigest()
    day = date.fromisoformat(release.as_of)
    return publication.add(ReleaseRecord(as_of=day, content=content, checksum=checksum, created_at=NOW))
