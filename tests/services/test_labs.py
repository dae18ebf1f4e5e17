"""Labs and their experiments: told, stepped, taken back, published, and what the public learns of them."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from circulair.services import experiments, lab_pages, labs, releases
from circulair.services.actor import Actor
from circulair.services.experiments import PartnerTwiceError, StepBackOverError, Told
from circulair.services.faults import NotAllowedError, NotFoundError, VersionError
from circulair.services.labs import Figure, LinkFormatError, Member, PeriodFormatError, Step
from circulair.services.letters import UNDO
from circulair.store import trail
from circulair.store.records import ExperimentRecord, LabRecord
from flows.codes import public_code
from flows.experiments import (
    ExperimentLacksError,
    ExperimentStepError,
    Finding,
    Stage,
    TeamRole,
)
from flows.labs import KNOWN, Measured
from flows.organisations import StakeholderGroup
from flows.streams import Side
from tests.worlds import NOW, a_firm, a_listing, a_reviewer

pytestmark = pytest.mark.usefixtures("unit")

TOLD = Told(
    "Swap cupboard",
    hypothesis="Ten swaps a week",
    measure="Swaps counted",
    baseline="None",
    begins=NOW.date(),
)
MEASURED = replace(TOLD, result="Two swaps a week", finding=Finding.REFUTED)
TAUGHT = replace(MEASURED, lesson="A cupboard needs a keeper")


@pytest.fixture
def hub() -> Actor:
    return a_reviewer()


@pytest.fixture
def lab(hub: Actor) -> LabRecord:
    labs.register_known(hub)
    return labs.everything(hub)[0]


def a_trial(lab: LabRecord, hub: Actor, told: Told = TOLD, *steps: Stage) -> ExperimentRecord:
    record = experiments.begin(lab.id, told, hub)
    for stage in steps:
        experiments.take(record.id, stage, hub)
    return experiments.one(record.id, hub)


def acts(record: ExperimentRecord) -> list[str]:
    return [row.act for row, _words in trail.of_subject("experiment", record.id)]


def test_both_labs_are_registered_once_with_figures_that_have_sources_only(hub: Actor) -> None:
    assert labs.register_known(hub) == len(KNOWN) == 2
    assert labs.register_known(hub) == 0
    found = labs.everything(hub)
    assert [one.code for one in found] == ["geleen-circulair", "historisch-sittard"]
    assert all(one.start_point == one.destination == one.vehicle == "" for one in found)
    geleen, sittard = (labs.figures(one.id, hub) for one in found)
    assert {figure.source for figure in geleen} == {"retailland.nl; limburger.nl"}
    assert list(sittard) == []


def test_an_experiment_goes_from_hypothesis_to_lesson_and_on_in_a_draft(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, replace(TAUGHT, finding=Finding.HELD), Stage.RUNNING, Stage.MEASURED)
    experiments.take(record.id, Stage.SCALED, hub)
    after = experiments.of_lab(lab.id, hub)[0]
    assert (after.number, after.stage, after.baseline) == (2, Stage.DRAFT, "Two swaps a week")
    assert after.follows_id == record.id
    assert after.published_at is None
    assert acts(record) == [
        "experiment.added",
        "experiment.running",
        "experiment.measured",
        "experiment.scaled",
    ]


def test_no_step_is_taken_without_what_it_asks(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, Told("Only a name"))
    with pytest.raises(ExperimentLacksError):
        experiments.take(record.id, Stage.RUNNING, hub)
    with pytest.raises(ExperimentStepError):
        experiments.take(record.id, Stage.SCALED, hub)
    assert experiments.one(record.id, hub).stage is Stage.DRAFT


def test_what_a_step_rested_on_cannot_be_emptied(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, TOLD, Stage.RUNNING)
    with pytest.raises(ExperimentLacksError):
        experiments.change(record.id, record.version, Told("Swap cupboard"), hub)


def test_a_step_is_taken_back_for_a_while_with_the_draft_that_it_made(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, TAUGHT, Stage.RUNNING, Stage.MEASURED, Stage.REPEATED)
    assert len(experiments.of_lab(lab.id, hub)) == 2
    assert experiments.undo(record.id, hub).stage is Stage.MEASURED
    assert [one.id for one in experiments.of_lab(lab.id, hub)] == [record.id]
    with pytest.raises(StepBackOverError):
        experiments.undo(record.id, hub)


def test_a_step_stays_once_its_time_is_over_or_somebody_went_on(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, TAUGHT, Stage.RUNNING, Stage.MEASURED, Stage.REPEATED)
    with pytest.raises(StepBackOverError):
        experiments.undo(record.id, replace(hub, now=NOW + UNDO + timedelta(seconds=1)))
    after = experiments.of_lab(lab.id, hub)[0]
    experiments.change(after.id, after.version, replace(TOLD, title="Worked on"), hub)
    experiments.one(after.id, hub)
    with pytest.raises(StepBackOverError):
        experiments.undo(record.id, hub)


def test_the_public_sees_nothing_that_was_not_published(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub)
    labs.add_milestone(lab.id, Step("Kept to ourselves", NOW.date()), hub)
    shown = labs.add_milestone(lab.id, Step("Told to all", NOW.date(), public=True), hub)
    with pytest.raises(NotFoundError):
        lab_pages.experiment(lab.code, record.number)
    page = lab_pages.lab(lab.code)
    assert page.experiments == ()
    assert page.milestones == (shown,)
    experiments.publish(record.id, hub, public=True)
    assert lab_pages.experiment(lab.code, record.number).record.id == record.id
    experiments.publish(record.id, hub, public=False)
    assert lab_pages.lab(lab.code).experiments == ()
    assert acts(record)[-2:] == ["experiment.published", "experiment.hidden"]


def test_what_belongs_to_an_experiment_is_public_only_in_the_release(lab: LabRecord, hub: Actor) -> None:
    firm = a_firm()
    listing = a_listing(Side.OFFER, firm, "cardboard")
    code = public_code("offer", listing.id, listing.created_at)
    record = a_trial(lab, hub, replace(TOLD, links=(code, "V-222222")))
    experiments.publish(record.id, hub, public=True)
    assert lab_pages.experiment(lab.code, record.number).linked == ()
    listing.public = True
    releases.make(hub.today, hub)
    [thing] = lab_pages.experiment(lab.code, record.number).linked
    assert thing.rows[0].code == code


def test_a_draft_that_goes_on_is_not_named_to_the_public(lab: LabRecord, hub: Actor) -> None:
    record = a_trial(lab, hub, TAUGHT, Stage.RUNNING, Stage.MEASURED, Stage.REPEATED)
    after = experiments.of_lab(lab.id, hub)[0]
    experiments.publish(record.id, hub, public=True)
    assert lab_pages.experiment(lab.code, record.number).followed is None
    experiments.publish(after.id, hub, public=True)
    followed = lab_pages.experiment(lab.code, record.number).followed
    assert followed is not None
    assert followed.id == after.id


def test_names_are_public_only_where_somebody_said_so_and_groups_are_counted(
    lab: LabRecord, hub: Actor
) -> None:
    labs.add_member(lab.id, Member("Quiet One", StakeholderGroup.RESIDENTS, TeamRole.EXPERT), hub)
    labs.add_member(lab.id, Member("Loud One", StakeholderGroup.GOVERNMENT, TeamRole.INNOVATOR, True), hub)
    people = lab_pages.lab(lab.code).people
    assert [one.name for one in people.named] == ["Loud One"]
    assert people.counts[StakeholderGroup.RESIDENTS][TeamRole.EXPERT] == 1
    assert people.absent == (StakeholderGroup.ENTREPRENEURS, StakeholderGroup.INSTITUTIONS)
    assert people.total == 2


def test_somebody_takes_part_once_and_is_forgotten_everywhere(lab: LabRecord, hub: Actor) -> None:
    member = labs.add_member(lab.id, Member("Stadmaker", StakeholderGroup.RESIDENTS, TeamRole.EXPERT), hub)
    record = a_trial(lab, hub)
    experiments.add_partner(record.id, member.id, TeamRole.CO_CREATOR, hub)
    with pytest.raises(PartnerTwiceError):
        experiments.add_partner(experiments.one(record.id, hub).id, member.id, TeamRole.EXPERT, hub)
    labs.remove_member(member.id, hub)
    assert experiments.one(record.id, hub).partners == []
    rows = [*trail.of_subject("lab", lab.id), *trail.of_subject("experiment", record.id)]
    assert not [row for row, words in rows if "Stadmaker" in f"{row.details} {words}"]


def test_a_member_of_one_lab_is_no_partner_in_another(hub: Actor, lab: LabRecord) -> None:
    other = labs.everything(hub)[1]
    member = labs.add_member(other.id, Member("Elsewhere", StakeholderGroup.RESIDENTS, TeamRole.EXPERT), hub)
    with pytest.raises(NotFoundError):
        experiments.add_partner(a_trial(lab, hub).id, member.id, TeamRole.EXPERT, hub)


def test_a_figure_of_the_same_source_replaces_the_one_before(lab: LabRecord, hub: Actor) -> None:
    told = Figure(Measured.VACANCY, "2031-01", Decimal(7), "made-up shops", "made-up report")
    labs.add_figure(lab.id, told, hub)
    labs.add_figure(lab.id, replace(told, value=Decimal(8)), hub)
    assert [one.value for one in labs.figures(lab.id, hub) if one.source == "made-up report"] == [8]


def test_the_lessons_show_which_experiments_answer_and_which_are_silent(lab: LabRecord, hub: Actor) -> None:
    first, second, hidden = (a_trial(lab, hub) for _ in range(3))
    for record in (first, second):
        experiments.publish(record.id, hub, public=True)
    experiments.answer(first.id, {1: "All four sat there", 2: ""}, hub)
    experiments.answer(hidden.id, {1: "Not told"}, hub)
    standing = lab_pages.standings()
    assert [answer for _one, answer in standing[0].answers] == ["All four sat there"]
    assert [one.silent for one in standing] == [1, 2, 2, 2, 2, 2]


def test_only_the_hub_tells_of_labs_and_whoever_comes_late_is_refused(lab: LabRecord, hub: Actor) -> None:
    member = a_firm().member
    with pytest.raises(NotAllowedError):
        labs.everything(member)
    with pytest.raises(NotAllowedError):
        experiments.begin(lab.id, TOLD, member)
    told = labs.Told("Geleen", ())
    labs.change(lab.id, lab.version, told, hub)
    with pytest.raises(VersionError):
        labs.change(lab.id, 0, told, hub)


@pytest.mark.parametrize("text", ["A-123", "X-222222", "A-7K3M9P; V-2222I2", "https://example.org"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(LinkFormatError):
        labs.read_links(text)


@pytest.mark.parametrize("text", ["25", "2025-13", "2025-02-32", "spring 2025", "2025/03"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(PeriodFormatError):
        labs.read_period(text)


def test_codes_are_read_as_people_type_them() -> None:
    assert labs.read_links(" a-7k3m9p, L-222222 A-7K3M9P ") == ("A-7K3M9P", "L-222222")
