"""Laws of what is stored of suggestions, exchanges and deliveries, each told where it is broken."""

import json
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulair.store.records import (
    DeliveryRecord,
    ExchangeRecord,
    SuggestionLineRecord,
    SuggestionRecord,
    TrailRecord,
)
from flows.exchanges import DeliveryStatus
from flows.suggestions import ALIVE, BACK, ENDINGS, NEXT, Status

STEPS = {f"suggestion.{status}": status for status in Status} | {"suggestion.back": Status.AGREED}
FIRST, UNDONE = "suggestion.made", "suggestion.undone"


class Lived(NamedTuple):
    """A status that a suggestion had, and the table that must allow to get there."""

    status: Status
    table: Mapping[Status, frozenset[Status]]


def wrong_lives(session: Session) -> list[int]:
    """Return suggestions whose trail tells a step that the tables do not know, or ends elsewhere."""
    acts: dict[int, list[Lived]] = {}
    for row in session.scalars(select(TrailRecord).where(TrailRecord.subject == "suggestion")):
        acts.setdefault(row.subject_id, []).extend(lived_by(row))
    statuses = session.execute(select(SuggestionRecord.id, SuggestionRecord.status))
    now = {row[0]: row[1] for row in statuses}
    return [
        number
        for number, lived in acts.items()
        if lived[-1].status is not now[number]
        or any(one.status not in one.table[before.status] for before, one in pairwise(lived))
    ]


def lived_by(row: TrailRecord) -> list[Lived]:
    """Return the status that an act led to, none where it changed none."""
    if row.act == UNDONE:
        return [Lived(Status(json.loads(row.details)["to"]), BACK)]
    if row.act == FIRST:
        return [Lived(Status.NEW, NEXT)]
    return [Lived(STEPS[row.act], NEXT)] if row.act in STEPS else []


def wrong_pairs(session: Session) -> list[object]:
    """Return lines that hold their pair though their suggestion ended, or the other way round."""
    rows = session.execute(
        select(SuggestionLineRecord.id, SuggestionLineRecord.open_key, SuggestionRecord.status).join(
            SuggestionLineRecord.suggestion
        )
    )
    return [tuple(row) for row in rows if (row[1] is not None) != (row[2] in ALIVE)]


def wrong_exchanges(session: Session) -> list[object]:
    """Return exchanges that nobody agreed to, or that live on though they were declined.

    A confirmed one may have ended by itself.
    """
    lived = {True: {Status.AGREED, Status.MOVED, Status.CONFIRMED}, False: {Status.CONFIRMED, *ENDINGS}}
    rows = session.execute(
        select(ExchangeRecord.id, ExchangeRecord.ended_on, SuggestionRecord.status).join(
            ExchangeRecord.suggestion
        )
    )
    return [tuple(row) for row in rows if row[2] not in lived[row[1] is None]]


def wrong_deliveries(session: Session) -> list[object]:
    """Return deliveries that one hand reported and answered, or that count while nothing is confirmed."""
    rows = session.execute(
        select(DeliveryRecord, SuggestionRecord.status)
        .join(DeliveryRecord.exchange)
        .join(ExchangeRecord.suggestion)
    )
    return [
        delivery.id
        for delivery, status in rows
        if (delivery.reported_for and delivery.answered_for)
        or (delivery.status is DeliveryStatus.REPORTED) != (delivery.answered_at is None)
        or (delivery.status is DeliveryStatus.CONFIRMED and status is not Status.CONFIRMED)
    ]
