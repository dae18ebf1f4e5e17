"""Exports: everything that one organisation put in, as tables with a word on what each holds."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

from circulair.files.document_guard import SUFFIXES
from circulair.files.sheet_writing import Value, as_csv
from circulair.files.vault import Vault
from circulair.services import class_taken, documents, downloads
from circulair.services.actor import Actor, require_own
from circulair.services.exchanges import agreed_on
from circulair.services.faults import NotFoundError
from circulair.store import accounts, classes, exchanges, imports, organisations, suggestions, works
from circulair.store import listings as listing_store
from circulair.store import premises as premises_store
from circulair.store.records import (
    DeliveryRecord,
    DocumentRecord,
    ExchangeRecord,
    ImportRecord,
    OrganisationRecord,
    PersonRecord,
    PremisesRecord,
    TakenFigureRecord,
    WeighingClassRecord,
)
from flows.buildings import Building

README = """\
{name}

Alles wat uw organisatie in CirculAIR heeft ingevoerd, op {day}.
Everything that your organisation put into CirculAIR, on {day}.

listings.csv   uw aanbod en vraag, zoals getypt, ook wat beëindigd is ("Stand")
               your offers and needs as typed, those that ended too ("Stand" is their state)
premises.csv   uw locaties, met positie in graden (WGS 84), hoe precies die bekend is, en het gebouw
               your places, with their position in degrees (WGS 84), how exactly it is known, and the building
space.csv      wat u zoekt aan ruimte / the space that you look for
uses.csv       tijdelijk gebruik van uw locaties of door u / temporary use of your places or by you
works.csv      werken die u plant / works that you plan
works_components.csv  wat u daarvan telde of aanbiedt / what you counted or offer of them
claims.csv     wat u van andermans werken vroeg / what you asked for of the works of others
exchanges.csv  wat u met anderen afsprak; ton per jaar als "recurring" yes is, anders in totaal
               what you agreed with others; tonnes a year where "recurring" is yes, else in all
deliveries.csv leveringen: dag, ton, wie meldde en of de ander bevestigde
               deliveries: day, tonnes, who reported and whether the other side confirmed
answers.csv    wat u antwoordde op voorstellen / what you answered to suggestions
people.csv     wie van uw organisatie kan inloggen / who of your organisation can sign in
classes.csv    klassen die wegen: van uw school of van wat u aanbiedt, met elke weging in kg
               classes that weigh: of your school or of what you offer, with every weighing in kg
measured.csv   wat uw aanbod zei voor de meting van een klas die gewist is
               what your offer said before the measurement of a class that is deleted
imports.csv    bestanden die u inlas / files that you imported
documents.csv  uw documenten, zelf in de map documents / your documents, themselves in the folder documents

Alle bestanden zijn CSV in UTF-8. Een apostrof voor = + - of @ maakt de tekst onschadelijk voor Excel.
All files are CSV in UTF-8. An apostrophe before = + - or @ makes the text harmless for Excel.
"""

BUILDING = tuple(one.name for one in fields(Building))
"""What is told of a building, a column each."""

SPACE = (
    *("listing", "purpose", "least_m2", "most_m2", "height_m", "door_height_m", "floor_load_kg_m2"),
    *("loading", "truck", "features", "budget_eur_m2_year"),
)
WORKS = (
    *("number", "name", "dwelling", "dwellings", "work", "parts", "start", "until", "exactness"),
    *("built_year", "asbestos_checked", "premises", "note", "state", "cancel_reason", "cancel_words"),
)
COMPONENTS = ("works", "material", "listing", "counted", "kg_each", "surveyed_on")
CLAIMS = ("offer", "need", "amount", "made_need", "claimed_on", "taken_back")
USES = (
    *("number", "premises", "listing", "status", "owner_agrees", "user_agrees", "began", "ended"),
    *("reason", "words", "user_consents"),
)

Table = tuple[Sequence[str], Iterable[Sequence[Value]]]


def everything(organisation_id: int, actor: Actor, language: str) -> dict[str, bytes]:
    """Return the files that hold everything an organisation put in, by name."""
    require_own(actor, organisation_id, "organisation")
    organisation = organisations.with_premises(organisation_id)
    if organisation is None:
        raise NotFoundError("organisation")
    made = exchanges.of_organisation(organisation_id)
    listed = sorted(listing_store.of_organisation(organisation_id), key=lambda one: one.id)
    tables: dict[str, Table] = {
        "premises.csv": premises_table(organisation.premises),
        "space.csv": space_table(organisation_id),
        "uses.csv": uses_table(organisation_id),
        **works_tables(organisation_id),
        "exchanges.csv": exchanges_table(made, organisation),
        "deliveries.csv": deliveries_table(made),
        "answers.csv": answers_table(organisation_id),
        "people.csv": people_table(accounts.members_of(organisation_id)),
        "documents.csv": documents_table(documents.put_in_by(organisation_id)),
        "classes.csv": classes_table(classes.of_organisation(organisation_id)),
        "measured.csv": measured_table(classes.taken_by(organisation_id)),
        "imports.csv": imports_table(imports.of_organisation(organisation_id, 1000)),
    }
    return {
        "README.txt": README.format(name=organisation.name, day=actor.today).encode(),
        "listings.csv": downloads.sheet_of(listed, "csv", language),
        **{name: as_csv(heading, rows, language) for name, (heading, rows) in tables.items()},
    }


def yes(told: object) -> str:
    """Return yes or no."""
    return "yes" if told else "no"


def premises_table(places: Iterable[PremisesRecord]) -> Table:
    """Return an organisation's places."""
    heading = (
        *("number", "name", "postcode", "house_number", "street", "place", "lon", "lat", "precision"),
        *("vacant", "basis", "vacant_since", "available_from", "available_until", "area_m2"),
        *("permitted_use", "public", "photos_public", *BUILDING),
    )
    rows = [
        (
            *(str(one.id), one.name, one.postcode, one.house_number, one.street, one.place),
            *(downloads.as_decimal(one.lon), downloads.as_decimal(one.lat), one.precision.value),
            *(yes(one.vacant), one.vacancy_basis, one.vacant_since, one.available_from),
            *(one.available_until, one.area_m2, one.permitted_use, yes(one.public)),
            yes(one.photos_public_at),
            *(as_value(getattr(one.building, name)) for name in BUILDING),
        )
        for one in places
    ]
    return heading, rows


def as_value(told: object) -> Value:
    """Return what is known of a building as a cell."""
    if isinstance(told, bool):
        return yes(told)
    return told if isinstance(told, Decimal) or told is None else str(told)


def space_table(organisation_id: int) -> Table:
    """Return what an organisation asks of the space that it looks for."""
    rows = [
        (
            *(str(one.listing_id), one.purpose.value, one.least_m2, one.most_m2, one.height_m),
            *(one.door_height_m, one.floor_load_kg_m2, one.loading, one.truck, one.features),
            one.budget_eur_m2_year,
        )
        for one in premises_store.needs_of(organisation_id)
    ]
    return SPACE, rows


def uses_table(organisation_id: int) -> Table:
    """Return the temporary uses of an organisation's places, and those by it."""
    rows = [
        (
            *(str(one.id), str(one.premises_id), str(one.listing_id), one.status.value),
            *(yes(one.owner_agrees), yes(one.user_agrees), one.began, one.ended, one.reason, one.words),
            yes(one.user_consents),
        )
        for one in premises_store.uses_by_or_of(organisation_id)
    ]
    return USES, rows


def works_tables(organisation_id: int) -> dict[str, Table]:
    """Return the works that an organisation plans, what was counted of them, and what it claims."""
    planned = works.everything(organisation_id)
    rows = [
        (
            *(str(one.id), one.name, one.dwelling.value, str(one.dwellings), one.work.value, one.parts),
            *(one.start, one.until, one.exactness.value, as_value(one.built_year)),
            *(one.asbestos_checked.value, str(one.premises_id), one.note, one.state.value),
            *(one.cancel_reason, one.cancel_words),
        )
        for one in planned
    ]
    components = [
        (str(plan.id), one.material, as_value(one.listing_id), one.counted, one.kg_each, one.surveyed_on)
        for plan in planned
        for one in plan.components
    ]
    claimed = [
        (
            *(str(one.offer_id), str(one.need_id), one.amount, yes(one.made_need)),
            *(one.created_at.date(), yes(one.taken_back_at)),
        )
        for one in works.claims_by(organisation_id)
    ]
    return {
        "works.csv": (WORKS, rows),
        "works_components.csv": (COMPONENTS, components),
        "claims.csv": (CLAIMS, claimed),
    }


def exchanges_table(made: Iterable[ExchangeRecord], organisation: OrganisationRecord) -> Table:
    """Return what an organisation agreed with others, who are known to it since then."""
    heading = (
        *("number", "side", "offer", "need", "partner", "material", "recurring", "tonnes_agreed"),
        *("tonnes_arriving", "agreed_on", "ended_on", "consents"),
    )
    rows = []
    for one in made:
        gives = one.offer.organisation_id == organisation.id
        partner = (one.need if gives else one.offer).organisation.name
        consents = one.giver_consents if gives else one.receiver_consents
        rows.append(
            (
                *(str(one.id), "giver" if gives else "receiver", one.offer.title, one.need.title, partner),
                *(one.material, yes(one.recurring), one.tonnes_agreed, one.tonnes_arriving),
                *(agreed_on(one), one.ended_on, yes(consents)),
            )
        )
    return heading, rows


def deliveries_table(made: Iterable[ExchangeRecord]) -> Table:
    """Return the deliveries of exchanges."""
    heading = ("exchange", "day", "tonnes", "reported_by", "status")
    told: list[DeliveryRecord] = [row for one in made for row in one.deliveries]
    return heading, [
        (str(row.exchange_id), row.day, row.tonnes, row.reported_by.value, row.status.value) for row in told
    ]


def answers_table(organisation_id: int) -> Table:
    """Return what an organisation answered to suggestions."""
    heading = ("suggestion", "listing", "side", "answer", "on")
    return heading, [
        (str(one.suggestion_id), str(one.listing_id), one.party.value, one.answer.value, one.at.date())
        for one in suggestions.answers_of(organisation_id)
    ]


def people_table(members: Iterable[PersonRecord]) -> Table:
    """Return who can sign in for an organisation, and how they said they are reached."""
    heading = ("number", "email", "name", "telephone", "language")
    return heading, [(str(one.id), one.address, one.name, one.telephone, one.language) for one in members]


def imports_table(found: Iterable[ImportRecord]) -> Table:
    """Return the files that an organisation imported."""
    heading = ("number", "file", "sha256", "state", "listings", "on")
    return heading, [
        (str(one.id), one.file_name, one.digest, one.state.value, str(one.listings), one.created_at.date())
        for one in found
    ]


def classes_table(found: Iterable[WeighingClassRecord]) -> Table:
    """Return what classes weighed: those of an organisation, and those that weigh what it offers."""
    heading = ("class", "label", "stream", "stage", "first_week", "weeks", "day", "kg", "no_lesson")
    return heading, [
        (
            *(str(one.id), one.label, one.stream_name, one.stage.value, one.monday, str(one.weeks)),
            *(row.day, row.kg, yes(row.kg is None)),
        )
        for one in found
        for row in one.weighings
    ]


def measured_table(found: Iterable[TakenFigureRecord]) -> Table:
    """Return what offers said before the measurement of a class that is forgotten since took its place."""
    heading = ("listing", "taken_over", "amount", "unit", "period", "grade", "material")
    return heading, [
        (
            *(str(one.listing_id), one.taken_at.date()),
            *(before["amount"] or ("", "", "")),
            *(before["grade"] or "", before["material"]),
        )
        for one in found
        for before in [class_taken.before(one)]
    ]


def documents_table(found: Iterable[DocumentRecord]) -> Table:
    """Return the documents of an organisation, with the exchange to which each belongs, if any."""
    heading = ("number", "file", "kind", "sha256", "exchange", "valid_until", "on", "remark", "path")
    return heading, [
        (
            *(str(one.id), one.file_name, one.kind.value, one.sha256),
            *(None if one.exchange_id is None else str(one.exchange_id), one.valid_until),
            *(one.added_at.date(), one.words, path_of(one)),
        )
        for one in found
    ]


def path_of(document: DocumentRecord) -> str:
    """Return where a document stands in an export: its number, and what it ends in as what it is."""
    return f"documents/{document.id}.{SUFFIXES[document.media_type]}"


def files(organisation_id: int, vault: Vault, actor: Actor) -> dict[str, Path]:
    """Return the files of an organisation's documents, by where each stands in an export."""
    require_own(actor, organisation_id, "organisation")
    return {path_of(one): vault.path(one.key) for one in documents.put_in_by(organisation_id)}
