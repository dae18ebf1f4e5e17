"""Every address of the site, a small world in which each leads somewhere, and who may ask for it."""

import csv
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from circulair.app import Application, create_app
from circulair.config import Settings
from circulair.services import (
    class_weighings,
    classes,
    documents,
    exchanges,
    experiments,
    import_steps,
    imports,
    labs,
    organisations,
    plans,
    releases,
    reviews,
    temporary_uses,
    vacancy_figures,
    vehicles,
    workshops,
)
from circulair.services.actor import Actor
from circulair.services.imports import Upload
from circulair.services.positions import NoAddressService
from circulair.services.vacancy_figures import Figure
from circulair.services.workshops import Typed
from circulair.store import accounts, suggestions
from circulair.store import organisations as store_of_organisations
from circulair.store.records import ImportRecord, VacancyBasis, VacancyMeasure
from circulair.store.session import Store
from flows.class_weighing import Weighing
from flows.exchanges import Party
from flows.experiments import TeamRole
from flows.labs import Measured
from flows.organisations import Kind, StakeholderGroup
from flows.plans import Aim
from flows.streams import Side
from tests.databases import copied
from tests.papers import a_permit
from tests.planned import planned
from tests.sheets import CARDBOARD, a_csv
from tests.stories import Story, a_story, agreed, answered, in_review
from tests.vacancies import a_space_need, a_vacant_shop
from tests.web.checked import QUICK, CheckedClient
from tests.worlds import NOW, Firm, a_firm, a_listing, a_plant, a_van

TABLE = Path(__file__).parent / "access.csv"
ACTORS = ("public", "member", "other", "hub")
"""Nobody, a member whose thing it is, a member of another organisation, and somebody of the hub."""

WORDS = {
    "book": "bevestigd",
    "indicator": "tonnes",
    "said": "klopt",
    "side": "giver",
    "token": "a-link-that-never-was",
    "zoom": "13",
    "across": "4228",
    "down": "2745",
    "filename": "layout.css",
    "kind": "csv",
    "part": "aanbod",
    "code": "A-NOTHERE",
    "photo_code": "F-NOTHERE",
    "lab_code": "geleen-circulair",
    "to": "running",
    "first": "2027-03-01",
    "letter": "proposal",
    "tongue": "nl",
    "field": "listings",
    "name": "offers.csv",
    "collection": "offers",
    "feature_id": "A-NOTHERE",
    "party": "owner",
}
"""Parts of an address that are not the number of a row."""

DATABASE, LENT = "world.db", "lent.db"
"""The file in which a world is stored, and the copy of it that a test may change."""

NOWHERE = 999_999
"""The number of nothing."""


@dataclass(frozen=True)
class Row:
    """A route with one method, and the status with which it answers each actor."""

    endpoint: str
    method: str
    statuses: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def table() -> list[Row]:
    """Return the declared table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(row["endpoint"], row["method"], tuple(int(row[actor]) for actor in ACTORS))
            for row in csv.DictReader(file)
        ]


def routes(app: Application) -> list[tuple[str, str]]:
    """Return endpoint and method of every route of an application, sorted."""
    return sorted(
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


@dataclass
class Site:
    """An application with a world in it: the numbers of its things and a visitor for each actor."""

    app: Application
    numbers: dict[str, int]
    keys: dict[str, str]
    lent: Store
    words: dict[str, str] = field(default_factory=lambda: dict(WORDS))

    def visitor(self, actor: str) -> CheckedClient:
        """Return a new visitor who is one of the actors."""
        fresh = CheckedClient(self.app)
        return fresh.sign_in(self.keys[actor]) if actor in self.keys else fresh

    def path(self, endpoint: str, numbers: dict[str, int] | None = None) -> str:
        """Return the address of an endpoint: of the member's own things unless other numbers are given."""
        [rule] = self.app.url_map.iter_rules(endpoint)
        known = {**self.numbers, **self.words, **(numbers or {})}
        address = self.app.url_map.bind("localhost")
        return address.build(endpoint, {name: known[name] for name in rule.arguments})

    def nowhere(self, endpoint: str) -> str:
        """Return the address of an endpoint for things that are not there."""
        return self.path(endpoint, dict.fromkeys(self.numbers, NOWHERE))


def stored_site(template: Path, folder: Path) -> Site:
    """Return a site with its world in a database file in a folder, to be copied for each test."""
    database = f"sqlite:///{shutil.copy(template, folder / DATABASE)}"
    app = create_app(Settings(data_dir=str(folder), database_url=database), QUICK)
    app.clock = lambda: NOW
    return a_site(app)


@contextmanager
def as_in_the_beginning(world: Site) -> Iterator[Site]:
    """Lend a stored site with a fresh copy of its database, always at the same address."""
    copied(Path(world.app.settings.data_dir) / DATABASE, LENT)
    world.app.store = world.lent
    with closing(world.lent):
        yield world


def a_site(app: Application) -> Site:
    """Store a world: the member gives in an agreed exchange, and is asked about a second suggestion."""
    with app.store.unit_of_work():
        first = agreed(a_story())
        delivery = exchanges.report_delivery(
            first.exchange.id, Party.RECEIVER, first.hub.today, Decimal(1), first.receiver.member
        )
        second = another(first)
        own = organisations.own(first.giver.member)
        organisations.choose_sector(own.version, "1071", first.giver.member)
        other = a_firm("Other")
        numbers = {
            "other_id": other.organisation_id,
            "listing_id": first.exchange.offer_id,
            "organisation_id": first.giver.organisation_id,
            "premises_id": first.giver.premises_id,
            "suggestion_id": second.suggestion_id,
            "line_id": second.suggestion.lines[0].id,
            "step_id": NOWHERE,
            "contact_id": NOWHERE,
            "exchange_id": first.exchange.id,
            "proposed_offer_id": second.suggestion.lines[0].offer_id,
            "import_id": staged(first).id,
            "letter_id": NOWHERE,
            "vehicle_id": vehicles.register(a_van(), first.hub).id,
            "number": 2,
            "process_id": a_plant("bread", "compost").id,
            "plan_id": plans.ask(Aim.TONNES, first.hub).id,
            "release_id": releases.make(first.hub.today, first.hub).id,
            **a_vacancy(first),
            "document_id": documents.add_own(a_permit(), app.vault, first.giver.member).id,
            **a_workshop(first.hub),
            **a_lab(first.hub),
            **a_class(first),
            **some_works(first.giver),
        }
        people = {
            "member": first.giver.person_id,
            "partner": first.receiver.person_id,
            "other": other.person_id,
            "hub": first.hub.person_id or 0,
        }
        keys = {name: one.fs_uniquifier for name, key in people.items() if (one := accounts.person(key))}
    lent = Store(f"sqlite:///{Path(app.settings.data_dir) / LENT}")
    return Site(app, {**numbers, "delivery_id": delivery.id}, keys, lent)


def a_workshop(hub: Actor) -> dict[str, int]:
    """Let the hub type a card in a workshop; return the numbers of both."""
    room = workshops.begin("Ontbijt", NOW.date(), "Markt", hub)
    card = workshops.add(room.id, Typed("20 kg koffiedik per week", "nl"), hub)
    return {"workshop_id": room.id, "card_id": card.id}


def a_vacancy(story: Story) -> dict[str, int]:
    """Let the premises of both stand empty, the receiver's be proposed to a need of the giver."""
    a_vacant_shop(story.giver, public=False)
    empty, wanted = a_vacant_shop(story.receiver, public=False), a_space_need(story.giver)
    figure = Figure("Markt", VacancyMeasure.COUNT, Decimal(3), VacancyBasis.INSPECTION, NOW.date(), "counted")
    return {
        "use_id": temporary_uses.propose(empty.id, wanted.id, story.hub).id,
        "need_id": wanted.id,
        "figure_id": vacancy_figures.note(figure, story.hub).id,
    }


def a_class(story: Story) -> dict[str, int]:
    """Let a class of a school weigh what the giver offers; return its number and that of an entry."""
    school = a_firm("Basisschool", "school")
    told = classes.Told("groep 7", "folie", NOW.date(), 8)
    made = classes.begin(told, school.organisation_id, story.exchange.offer_id, story.hub)
    classes.agree(made.id, "folie", story.giver.member)
    digest = class_weighings.enter(classes.make_link(made.id, story.hub), story.hub)
    entry = class_weighings.weigh(digest, 1, Weighing(NOW.date(), Decimal("2.4")), story.hub)
    return {"class_id": made.id, "weighing_id": entry.id}


def some_works(owner: Firm) -> dict[str, int]:
    """Let an association plan works and offer the doors, though not to everybody."""
    association = store_of_organisations.with_premises(owner.organisation_id)
    assert association is not None
    association.kind = Kind.HOUSING
    made = planned(owner, public=False)
    return {"works_id": made.works_id, "future_id": made.doors.id}


def a_lab(hub: Actor) -> dict[str, int]:
    """Let the hub fill a lab and publish an experiment; return the numbers of all that."""
    labs.register_known(hub)
    lab = labs.everything(hub)[0]
    members = [
        labs.add_member(lab.id, labs.Member("Stadmaker", StakeholderGroup.RESIDENTS, TeamRole.EXPERT), hub)
        for _ in range(2)
    ]
    figure = labs.Figure(Measured.VACANCY, "2026", Decimal(9), "of 30 made-up shops", "an invented source")
    trial = experiments.begin(lab.id, experiments.Told("Ruilkast"), hub)
    experiments.publish(trial.id, hub, public=True)
    return {
        "lab_id": lab.id,
        "member_id": members[0].id,
        "milestone_id": labs.add_milestone(lab.id, labs.Step("Open", NOW.date()), hub).id,
        "measure_id": labs.add_figure(lab.id, figure, hub).id,
        "experiment_id": trial.id,
        "experiment_number": trial.number,
        "partner_id": experiments.add_partner(trial.id, members[1].id, TeamRole.EXPERT, hub).id,
    }


def staged(story: Story) -> ImportRecord:
    """Let the giver send a sheet of one good row, which then waits for a yes."""
    upload = Upload("stromen.csv", a_csv(CARDBOARD), "nl")
    record = imports.stage(upload, story.giver.organisation_id, story.giver.member)
    import_steps.finish(record, story.giver.member.now, NoAddressService())
    return record


def another(story: Story) -> Story:
    """Put a second suggestion between the same two firms to them."""
    offer = a_listing(Side.OFFER, story.giver, "flat-glass")
    a_listing(Side.NEED, story.receiver, "flat-glass")
    [made] = suggestions.of_listing(offer.id)
    second = answered(in_review(Story(story.giver, story.receiver, story.hub, made.id)))
    reviews.propose(second.suggestion_id, second.version, second.hub)
    return second
