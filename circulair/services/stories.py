"""Stories for everybody: of published experiments whose partners agreed, and of exchanges in the release."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulair.files.pictures import small_jpeg
from circulair.services import experiments, references, releases
from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError
from circulair.services.releases import PublicFlow
from circulair.store import experiments as experiment_store
from circulair.store import labs as lab_store
from circulair.store import stories as store
from circulair.store.records import ExperimentRecord, StoryPictureRecord


@dataclass(frozen=True, slots=True)
class TrialStory:
    """The story of an experiment; ``picture`` says what its picture shows, empty where it has none."""

    record: ExperimentRecord
    picture: str


@dataclass(frozen=True, slots=True)
class FlowStory:
    """The story of an exchange as the release tells it, a row for each year."""

    rows: tuple[PublicFlow, ...]
    as_of: str

    @property
    def first(self) -> PublicFlow:
        """Return the first of its rows: who gives what to whom."""
        return self.rows[0]

    @property
    def tonnes(self) -> float:
        """Return the tonnes of all its years."""
        return sum(row.tonnes for row in self.rows)


def may_be_told(record: ExperimentRecord) -> bool:
    """Return whether everybody sees an experiment's story: published, told, and every partner agreed."""
    agreed = [partner.agreed_on is not None for partner in record.partners]
    return record.published_at is not None and bool(record.story.strip()) and bool(agreed) and all(agreed)


def of_experiments() -> list[TrialStory]:
    """Return the stories of experiments, the newest first."""
    told = [one for one in experiment_store.published() if may_be_told(one)]
    pictures = store.words([one.id for one in told])
    return [TrialStory(one, pictures.get(one.id, "")) for one in told]


def of_exchanges() -> list[FlowStory]:
    """Return the stories of the exchanges in the release, those that moved most first."""
    release = releases.shown()
    flows: dict[str, list[PublicFlow]] = {}
    for row in release.flows if release else ():
        if row.code:
            flows.setdefault(row.code, []).append(row)
    told = [FlowStory(tuple(rows), release.as_of if release else "") for rows in flows.values()]
    return sorted(told, key=lambda one: (-round(one.tonnes, 6), one.first.code))


def of_experiment(lab_code: str, number: int) -> TrialStory:
    """Return the story of an experiment; what not all agreed to is not there."""
    lab = lab_store.of_code(lab_code)
    record = None if lab is None else experiment_store.numbered(lab.id, number)
    if record is None or not may_be_told(record):
        raise NotFoundError("story")
    return TrialStory(record, store.words([record.id]).get(record.id, ""))


def of_exchange(code: str) -> FlowStory:
    """Return the story of an exchange in the release."""
    release = releases.shown()
    found = references.thing(release, code)
    rows = tuple(row for row in found.rows if isinstance(row, PublicFlow))
    if release is None or not rows:
        raise NotFoundError("story")
    return FlowStory(rows, release.as_of)


def picture(lab_code: str, number: int) -> bytes:
    """Return the picture of a story that everybody sees."""
    story = of_experiment(lab_code, number)
    found = store.picture(story.record.id)
    if found is None:
        raise NotFoundError("picture")
    return found.content


def picture_words(experiment_id: int, actor: Actor) -> str:
    """Return what the picture of an experiment's story shows, for the hub; empty where it has none."""
    record = experiments.one(experiment_id, actor)
    return store.words([record.id]).get(record.id, "")


def put_picture(experiment_id: int, content: bytes, words: str, actor: Actor) -> None:
    """Give an experiment's story a picture, in place of the one before."""
    record = experiments.one(experiment_id, actor)
    store.put(
        StoryPictureRecord(
            experiment_id=record.id, content=small_jpeg(content), words=words, created_at=actor.now
        )
    )
    changed(experiment_id, "experiment.picture_added", actor)


def remove_picture(experiment_id: int, actor: Actor) -> None:
    """Forget the picture of an experiment's story."""
    record = experiments.one(experiment_id, actor)
    store.remove(record.id)
    changed(experiment_id, "experiment.picture_removed", actor)


def changed(experiment_id: int, code: str, actor: Actor) -> None:
    """Note that a story has another picture now, to which nobody agreed yet."""
    record = experiments.one(experiment_id, actor)
    experiments.ask_anew(record)
    experiments.note(code, record, actor)


def waiting(record: ExperimentRecord) -> Sequence[str]:
    """Return what keeps a story from being told: codes of what is still to be done."""
    checks = {
        "published": record.published_at is not None,
        "story": bool(record.story.strip()),
        "partners": bool(record.partners),
        "agreed": all(partner.agreed_on is not None for partner in record.partners),
    }
    return [code for code, done in checks.items() if not done]
