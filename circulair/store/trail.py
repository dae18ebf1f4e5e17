"""The trail: rows are only ever appended, each sealed to the one before."""

import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_, select

from circulair.store.records import PersonRecord, TrailHeadRecord, TrailRecord, TrailWordsRecord
from circulair.store.session import current

HEAD = 1


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to what: a stable code, plain details, and words that may be personal."""

    code: str
    subject: str
    subject_id: int
    details: dict[str, str] = field(default_factory=dict)
    words: str = ""


def append(act: Act, actor_id: int | None, at: datetime) -> TrailRecord:
    """Append one act; its words go apart, the row keeps their salted digest only."""
    [row] = append_all([act], actor_id, at)
    return row


def append_all(acts: Sequence[Act], actor_id: int | None, at: datetime) -> list[TrailRecord]:
    """Append acts in their order, each sealed to the one before."""
    salts = [secrets.token_hex(16) if act.words else "" for act in acts]
    rows = [unsealed(act, salt, actor_id, at) for act, salt in zip(acts, salts, strict=True)]
    head = held()
    for row in rows:
        row.chained = head.chained = seal(head.chained, row)
        current().add(row)
    current().flush()
    for row, act, salt in zip(rows, acts, salts, strict=True):
        if act.words:
            current().add(TrailWordsRecord(trail_id=row.id, salt=salt, words=act.words))
    return rows


def held() -> TrailHeadRecord:
    """Return the head of the trail, held until this transaction ends: nobody else can act meanwhile."""
    head = current().get(TrailHeadRecord, HEAD, with_for_update=True, populate_existing=True)
    if head is None:
        raise LookupError("the trail has no head; run the migrations")
    return head


def unsealed(act: Act, salt: str, actor_id: int | None, at: datetime) -> TrailRecord:
    """Return the row of an act before it is sealed to the one before."""
    return TrailRecord(
        at=at,
        actor_id=actor_id,
        act=act.code,
        subject=act.subject,
        subject_id=act.subject_id,
        details=json.dumps(act.details, sort_keys=True, ensure_ascii=False) if act.details else "",
        digest=digest_of(salt, act.words) if act.words else "",
    )


def digest_of(salt: str, words: str) -> str:
    """Return what the trail keeps of personal words."""
    return hashlib.sha256(f"{salt}:{words}".encode()).hexdigest()


def seal(before: str, row: TrailRecord) -> str:
    """Return the seal of a row: its content chained to the seal before."""
    content = [
        before,
        row.at.isoformat(),
        row.actor_id,
        row.act,
        row.subject,
        row.subject_id,
        row.details,
        row.digest,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def of_subject(subject: str, subject_id: int) -> Sequence[tuple[TrailRecord, str | None]]:
    """Return the acts on one thing with their words, oldest first."""
    rows = current().execute(
        select(TrailRecord, TrailWordsRecord.words)
        .outerjoin(TrailWordsRecord, TrailWordsRecord.trail_id == TrailRecord.id)
        .where(TrailRecord.subject == subject, TrailRecord.subject_id == subject_id)
        .order_by(TrailRecord.id)
    )
    return [(row, words) for row, words in rows]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts are looked for: on what, by whom, and from one moment until before another."""

    subject: str = ""
    number: int | None = None
    who: str = ""
    begin: datetime | None = None
    end: datetime | None = None


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what the rows fulfil that are looked for."""
    found: list[ColumnElement[bool]] = []
    if wanted.subject:
        found.append(TrailRecord.subject == wanted.subject)
    if wanted.number is not None:
        found.append(TrailRecord.subject_id == wanted.number)
    if wanted.who:
        name = PersonRecord.name.icontains(wanted.who, autoescape=True)
        email = PersonRecord.email.icontains(wanted.who, autoescape=True)
        found.append(TrailRecord.actor_id.in_(select(PersonRecord.id).where(or_(name, email))))
    if wanted.begin is not None:
        found.append(TrailRecord.at >= wanted.begin)
    if wanted.end is not None:
        found.append(TrailRecord.at < wanted.end)
    return found


def count(wanted: Wanted) -> int:
    """Return how many acts a search finds."""
    return current().scalar(select(func.count(TrailRecord.id)).where(*conditions(wanted))) or 0


def search(wanted: Wanted, most: int, after: int) -> Sequence[tuple[TrailRecord, str | None]]:
    """Return some acts that a search finds with their words, the newest first."""
    rows = current().execute(
        select(TrailRecord, TrailWordsRecord.words)
        .outerjoin(TrailWordsRecord, TrailWordsRecord.trail_id == TrailRecord.id)
        .where(*conditions(wanted))
        .order_by(TrailRecord.id.desc())
        .limit(most)
        .offset(after)
    )
    return [(row, words) for row, words in rows]


def latest_by(actor_id: int, after: datetime, most: int) -> Sequence[TrailRecord]:
    """Return what somebody did last, the newest first, of what was done after a moment.

    Rows are only appended, so that whatever came before the last one up to that moment is not looked at.
    """
    older = select(TrailRecord.id).where(TrailRecord.at <= after).order_by(TrailRecord.id.desc()).limit(1)
    recent = TrailRecord.id > func.coalesce(older.scalar_subquery(), 0)
    chosen = select(TrailRecord).where(recent, TrailRecord.actor_id == actor_id)
    return current().scalars(chosen.order_by(TrailRecord.id.desc()).limit(most)).all()


def newest_on(subject: str, ids: Collection[int]) -> dict[int, TrailRecord]:
    """Return the newest act on each of these things."""
    newest = (
        select(func.max(TrailRecord.id))
        .where(TrailRecord.subject == subject, TrailRecord.subject_id.in_(ids))
        .group_by(TrailRecord.subject_id)
    )
    rows = current().scalars(select(TrailRecord).where(TrailRecord.id.in_(newest)))
    return {row.subject_id: row for row in rows}


def erase_words(actor_id: int) -> list[tuple[str, int]]:
    """Erase what one person wrote; return acts and what they were of. The sealed rows stay as they are."""
    own = select(TrailRecord).where(TrailRecord.actor_id == actor_id, TrailRecord.digest != "")
    written = current().scalars(own.order_by(TrailRecord.id)).all()
    ids = [row.id for row in written]
    current().execute(delete(TrailWordsRecord).where(TrailWordsRecord.trail_id.in_(ids)))
    return [(row.act, row.subject_id) for row in written]


def with_words() -> Sequence[tuple[TrailRecord, TrailWordsRecord]]:
    """Return the rows whose words are kept, with these."""
    rows = current().execute(
        select(TrailRecord, TrailWordsRecord).join(
            TrailWordsRecord, TrailWordsRecord.trail_id == TrailRecord.id
        )
    )
    return [(row, words) for row, words in rows]


def broken_seals() -> list[int]:
    """Return the numbers of the rows whose seal or words do not fit, which is none."""
    broken, before = [], ""
    for row in current().scalars(select(TrailRecord).order_by(TrailRecord.id)):
        if row.chained != seal(before, row):
            broken.append(row.id)
        before = row.chained
    broken += [row.id for row, words in with_words() if row.digest != digest_of(words.salt, words.words)]
    head = current().get(TrailHeadRecord, HEAD)
    if head is not None and head.chained != before:
        broken.append(0)
    return sorted(set(broken))


@dataclass(frozen=True, slots=True)
class Mark:
    """How far somebody has read: the number of a row and its seal, which no other history has."""

    row: int
    seal: str


START = Mark(0, "")
"""Before the first row."""


def since(mark: Mark) -> tuple[Mark, Sequence[tuple[str, int]]] | None:
    """Return the newest mark, and what was acted on after an earlier one: subjects with their numbers.

    None where the earlier mark is not of this trail, as after a backup was put back. Who appends holds the
    head until the end, so that rows are numbered in the order in which they are stored.
    """
    chosen = select(TrailRecord.id, TrailRecord.chained, TrailRecord.subject, TrailRecord.subject_id)
    rows = current().execute(chosen.where(TrailRecord.id >= mark.row).order_by(TrailRecord.id)).all()
    if mark != START:
        if not rows or Mark(rows[0][0], rows[0][1]) != mark:
            return None
        rows = rows[1:]
    newest = Mark(rows[-1][0], rows[-1][1]) if rows else mark
    return newest, list(dict.fromkeys((subject, number) for _, _, subject, number in rows))


def newest() -> Mark:
    """Return the mark of the newest row."""
    row = (
        current()
        .execute(select(TrailRecord.id, TrailRecord.chained).order_by(TrailRecord.id.desc()).limit(1))
        .first()
    )
    return START if row is None else Mark(row[0], row[1])
