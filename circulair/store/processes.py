"""Queries on processes."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from circulair.store.records import ProcessRecord, SuggestionLineRecord, SuggestionRecord
from circulair.store.session import current
from flows.processes import ProcessStatus
from flows.suggestions import Status


def add(process: ProcessRecord) -> ProcessRecord:
    """Store a new process with what it takes and gives."""
    current().add(process)
    current().flush()
    return process


def everything() -> Sequence[ProcessRecord]:
    """Return all processes with what they take and give, in order of code."""
    return (
        current()
        .scalars(
            select(ProcessRecord)
            .options(selectinload(ProcessRecord.takes), selectinload(ProcessRecord.gives))
            .order_by(ProcessRecord.code)
        )
        .all()
    )


def locked(wanted: Sequence[str]) -> None:
    """Hold processes until this transaction ends, so that no capacity is promised twice."""
    if wanted:
        chosen = select(ProcessRecord.id).where(ProcessRecord.code.in_(wanted)).order_by(ProcessRecord.code)
        current().execute(chosen.with_for_update(key_share=True))


def idle(wanted: Sequence[str]) -> list[str]:
    """Return which of these processes do not run, as it is stored now, in order of code."""
    if not wanted:
        return []
    runs = (ProcessRecord.code.in_(wanted), ProcessRecord.status == ProcessStatus.RUNNING)
    running = set(current().scalars(select(ProcessRecord.code).where(*runs)))
    return sorted(set(wanted) - running)


def of_codes(wanted: Sequence[str]) -> Sequence[ProcessRecord]:
    """Return the processes with these codes, in order of code, without what they take and give."""
    if not wanted:
        return []
    chosen = select(ProcessRecord).where(ProcessRecord.code.in_(wanted)).order_by(ProcessRecord.code)
    return current().scalars(chosen).all()


def run_by(organisation_id: int) -> Sequence[ProcessRecord]:
    """Return the processes that an organisation runs with what they take and give, in order of code."""
    return [one for one in everything() if one.organisation_id == organisation_id]


def codes() -> set[str]:
    """Return the codes that are in use."""
    return set(current().scalars(select(ProcessRecord.code)))


def one(process_id: int) -> ProcessRecord | None:
    """Return one process with what it takes and gives."""
    parts = selectinload(ProcessRecord.takes), selectinload(ProcessRecord.gives)
    return current().scalar(select(ProcessRecord).where(ProcessRecord.id == process_id).options(*parts))


def held(process_id: int) -> ProcessRecord | None:
    """Return one process as it is stored now, held until this transaction ends."""
    chosen = select(ProcessRecord.id).where(ProcessRecord.id == process_id)
    current().execute(chosen.with_for_update())
    parts = selectinload(ProcessRecord.takes), selectinload(ProcessRecord.gives)
    found = select(ProcessRecord).where(ProcessRecord.id == process_id).options(*parts)
    return current().scalar(found.execution_options(populate_existing=True))


def suggestions_through(code: str, statuses: Sequence[Status]) -> Sequence[int]:
    """Return the numbers of the suggestions in some statuses whose way leads through a process."""
    rows = current().execute(
        select(SuggestionRecord.id, SuggestionLineRecord.processes)
        .join(SuggestionRecord.lines)
        .where(
            SuggestionRecord.status.in_(statuses),
            SuggestionLineRecord.processes.contains(code, autoescape=True),
        )
        .order_by(SuggestionRecord.id)
    )
    return list(dict.fromkeys(number for number, way in rows if code in way.split()))
