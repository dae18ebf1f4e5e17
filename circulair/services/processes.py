"""Processes: the register of conversions and plants."""

from circulair.services.actor import Actor
from circulair.store import processes as store
from circulair.store.records import GivenRecord, ProcessRecord, TakenRecord
from flows.distance import Position
from flows.process_data import KnownProcess, load_known_processes
from flows.processes import Output, Process


def register_known(actor: Actor) -> int:
    """Register the processes that sources describe and the register lacks; return how many."""
    present = store.codes()
    missing = [known for known in load_known_processes() if known.process.code not in present]
    for known in missing:
        store.add(record_of(known, actor))
    return len(missing)


def register_invented(known: KnownProcess, position: Position, actor: Actor, *, consents: bool) -> None:
    """Register a plant of the example world, which its invented operator wants to show or not."""
    record = record_of(known, actor)
    record.invented, record.operator_consents = True, consents
    record.lon, record.lat = position.lon, position.lat
    store.add(record)


def record_of(known: KnownProcess, actor: Actor) -> ProcessRecord:
    """Return a known process as a record, with its status and source."""
    process = known.process
    return ProcessRecord(
        code=process.code,
        name_nl=known.name_nl,
        name_en=known.name_en,
        name_de=known.name_de,
        operator=known.operator,
        status=process.status,
        status_as_of=known.as_of,
        status_note=known.note,
        source=known.source,
        capacity_tonnes=process.capacity_tonnes,
        created_at=actor.now,
        **parts_of(process),
    )


def parts_of(process: Process) -> dict[str, list[TakenRecord] | list[GivenRecord]]:
    """Return what a process takes and gives as records."""
    return {
        "takes": [TakenRecord(material=slug) for slug in process.takes],
        "gives": [given_of(output) for output in process.gives],
    }


def given_of(output: Output) -> GivenRecord:
    """Return one output as a record, its yield empty where no source states one."""
    share = output.share
    return GivenRecord(
        material=output.material,
        yield_low=share.low if share else None,
        yield_likely=share.likely if share else None,
        yield_high=share.high if share else None,
        strategy=output.strategy,
    )
