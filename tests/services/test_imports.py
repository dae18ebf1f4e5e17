"""Imports: all or nothing, once, mended, matched and taken back whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from circulair.services import import_steps, imports, listings, organisations, retention
from circulair.services.actor import Actor
from circulair.services.faults import NotFoundError, VersionError
from circulair.services.import_faults import ImportNotReadyError
from circulair.services.imports import Upload
from circulair.services.positions import NoAddressService, Place
from circulair.store import imports as store
from circulair.store import listings as listing_store
from circulair.store import suggestions, trail
from circulair.store.records import (
    ImportRecord,
    ImportState,
    ListingRecord,
    ListingSource,
    ListingState,
    RowState,
)
from flows.distance import Position, Precision
from flows.errors import UnknownCodeError
from tests.sheets import CARDBOARD, DOORS, PALLETS, UNCLEAR, WRONG, a_csv
from tests.stories import Story, agreed
from tests.worlds import NOW, Firm, a_firm, a_need_listing, a_reviewer

pytestmark = pytest.mark.both_databases


class Everywhere:
    """Knows every address and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, postcode: str, house_number: str) -> Place | None:
        self.asked += 1
        return Place(Position(5.83, 50.97), Precision.ADDRESS, postcode, house_number, "Weg", "Geleen")


@pytest.fixture
def firm(unit: Session) -> Firm:
    return a_firm()


def sent(firm: Firm, *rows: str, name: str = "stromen.csv", service: object = None) -> ImportRecord:
    """Send a sheet and let all that can be done be done."""
    record = imports.stage(Upload(name, a_csv(*rows), "nl"), firm.organisation_id, firm.member)
    import_steps.finish(record, NOW, service or NoAddressService())  # type: ignore[arg-type]  # a port
    return record


def taken(firm: Firm, *rows: str) -> ImportRecord:
    """Send a good sheet and confirm it."""
    record = imports.confirm(sent(firm, *rows).id, firm.member)
    import_steps.finish(record, NOW, NoAddressService())
    return record


def stored(firm: Firm) -> list[ListingRecord]:
    return sorted(listing_store.of_organisation(firm.organisation_id), key=lambda one: one.id)


def counts(record: ImportRecord) -> dict[RowState, int]:
    return store.count_rows(record.id)


def acts(record: ImportRecord) -> list[str]:
    return [row.act for row, _words in trail.of_subject("import", record.id)]


def test_a_confirmed_sheet_becomes_listings_that_know_where_they_come_from(firm: Firm) -> None:
    record = taken(firm, CARDBOARD, PALLETS, DOORS)
    made = stored(firm)
    assert [one.title for one in made] == ["schoon karton", "houten pallets", "binnendeuren"]
    assert {one.source for one in made} == {ListingSource.IMPORT}
    assert all(store.import_of(one.id) is record for one in made)
    assert (record.state, record.listings, acts(record)) == (ImportState.DONE, 3, ["import.taken"])
    assert counts(record) == {}


def test_each_listing_of_a_sheet_has_its_line_in_the_trail(firm: Firm) -> None:
    record = taken(firm, CARDBOARD, PALLETS)
    for one in stored(firm):
        [(row, _words)] = trail.of_subject("listing", one.id)
        assert (row.act, row.details) == ("listing.registered", f'{{"import": "{record.id}"}}')
    assert trail.broken_seals() == []


def test_listings_of_a_sheet_are_matched_like_others(firm: Firm) -> None:
    a_need_listing(a_firm("Maker", "maker", "station"), "cardboard", "2")
    taken(firm, CARDBOARD)
    [made] = stored(firm)
    assert [one.need.material for one in suggestions.of_listing(made.id)] == ["cardboard"]


def test_matching_the_same_listings_again_suggests_nothing_twice(firm: Firm) -> None:
    a_need_listing(a_firm("Maker", "maker", "station"), "cardboard", "2")
    record = taken(firm, CARDBOARD)
    record.state, record.done, record.through = ImportState.MATCHING, 0, 0
    import_steps.finish(record, NOW, NoAddressService())
    assert len(suggestions.of_listing(stored(firm)[0].id)) == 1


def test_one_bad_row_keeps_the_whole_sheet_out(firm: Firm) -> None:
    record = sent(firm, CARDBOARD, PALLETS, WRONG)
    assert counts(record) == {RowState.READY: 2, RowState.FAULTY: 1}
    with pytest.raises(ImportNotReadyError):
        imports.confirm(record.id, firm.member)
    assert stored(firm) == []


def test_doubled_rows_count_once(firm: Firm) -> None:
    record = sent(firm, CARDBOARD, PALLETS, CARDBOARD)
    assert counts(record) == {RowState.READY: 2, RowState.DOUBLED: 1}
    import_steps.finish(imports.confirm(record.id, firm.member), NOW, NoAddressService())
    assert [one.title for one in stored(firm)] == ["schoon karton", "houten pallets"]


def test_a_bad_row_that_is_doubled_is_told_once(firm: Firm) -> None:
    assert counts(sent(firm, WRONG, WRONG)) == {RowState.FAULTY: 1, RowState.DOUBLED: 1}


def test_a_last_bad_row_after_many_good_ones_keeps_all_out(firm: Firm) -> None:
    rows = [CARDBOARD.replace("schoon", f"nr{number}") for number in range(999)]
    record = sent(firm, *rows, WRONG)
    wrong = imports.preview(record.id, 1, firm.member, only_wrong=True)
    assert [row.understood.row.number for row in wrong.rows] == [1001]
    with pytest.raises(ImportNotReadyError):
        imports.confirm(record.id, firm.member)


def test_the_same_content_twice_adds_nothing(firm: Firm) -> None:
    first = taken(firm, CARDBOARD)
    again = sent(firm, CARDBOARD, name="other name.csv")
    assert again is first
    assert len(stored(firm)) == 1


def test_the_same_content_of_another_organisation_is_another_import(firm: Firm) -> None:
    other = a_firm("Other")
    assert taken(firm, CARDBOARD).id != taken(other, CARDBOARD).id
    assert len(stored(other)) == 1


def test_a_sheet_that_grew_adds_only_what_is_new(firm: Firm) -> None:
    taken(firm, CARDBOARD)
    record = sent(firm, CARDBOARD, PALLETS)
    assert counts(record) == {RowState.EXISTING: 1, RowState.READY: 1}
    import_steps.finish(imports.confirm(record.id, firm.member), NOW, NoAddressService())
    assert [one.title for one in stored(firm)] == ["schoon karton", "houten pallets"]


def test_a_sheet_of_which_everything_is_listed_cannot_be_confirmed(firm: Firm) -> None:
    taken(firm, CARDBOARD, PALLETS)
    record = sent(firm, PALLETS)
    with pytest.raises(ImportNotReadyError):
        imports.confirm(record.id, firm.member)


def test_a_mended_file_of_the_same_name_takes_the_place_of_the_first(firm: Firm) -> None:
    sent(firm, CARDBOARD, WRONG)
    second = sent(firm, CARDBOARD, PALLETS)
    assert imports.mine(firm.member) == [second]
    assert counts(second) == {RowState.READY: 2}


def test_a_chosen_material_counts_for_all_rows_of_the_same_words(firm: Firm) -> None:
    record = sent(firm, UNCLEAR, UNCLEAR.replace(";3;", ";4;"), CARDBOARD)
    assert counts(record)[RowState.UNSURE] == 2
    assert imports.choose(record.id, 2, "textiles-and-leather", firm.member) == 2
    assert record.state is ImportState.READING
    import_steps.finish(record, NOW, NoAddressService())
    assert counts(record) == {RowState.READY: 3}


def test_a_chosen_material_holds_in_the_mended_file(firm: Firm) -> None:
    record = sent(firm, UNCLEAR, WRONG)
    imports.choose(record.id, 2, "textiles-and-leather", firm.member)
    import_steps.finish(record, NOW, NoAddressService())
    assert counts(sent(firm, UNCLEAR, CARDBOARD)) == {RowState.READY: 2}


def test_a_material_that_does_not_exist_cannot_be_chosen(firm: Firm) -> None:
    record = sent(firm, UNCLEAR)
    with pytest.raises(UnknownCodeError):
        imports.choose(record.id, 2, "unobtainium", firm.member)


def test_a_row_that_is_not_there_cannot_be_chosen(firm: Firm) -> None:
    record = sent(firm, UNCLEAR)
    for number in (1, 99):
        with pytest.raises(NotFoundError):
            imports.choose(record.id, number, "textiles-and-leather", firm.member)
        with pytest.raises(NotFoundError):
            imports.row_of(record.id, number, firm.member)


def test_confirming_twice_counts_once(firm: Firm) -> None:
    record = taken(firm, CARDBOARD)
    imports.confirm(record.id, firm.member)
    import_steps.finish(record, NOW, NoAddressService())
    assert len(stored(firm)) == 1


def test_a_discarded_sheet_leaves_nothing(firm: Firm) -> None:
    record = sent(firm, CARDBOARD)
    imports.discard(record.id, firm.member)
    assert (store.one(record.id), imports.mine(firm.member), stored(firm)) == (None, [], [])


def test_what_was_imported_cannot_be_discarded_or_changed(firm: Firm) -> None:
    record = taken(firm, CARDBOARD)
    with pytest.raises(VersionError):
        imports.discard(record.id, firm.member)
    with pytest.raises(NotFoundError):
        imports.choose(record.id, 2, "textiles-and-leather", firm.member)


def test_nobody_else_sees_or_touches_an_import(firm: Firm) -> None:
    record, other = sent(firm, UNCLEAR), a_firm("Other").member
    uses = (
        lambda: imports.own(record.id, other),
        lambda: imports.preview(record.id, 1, other),
        lambda: imports.confirm(record.id, other),
        lambda: imports.discard(record.id, other),
        lambda: imports.withdraw(record.id, other),
        lambda: imports.choose(record.id, 2, "textiles-and-leather", other),
        lambda: imports.stage(Upload("x", a_csv(CARDBOARD), "nl"), firm.organisation_id, other),
    )
    for use in uses:
        with pytest.raises(NotFoundError):
            use()


def test_the_hub_may_import_for_an_organisation(firm: Firm) -> None:
    hub = a_reviewer()
    record = imports.stage(Upload("x.csv", a_csv(CARDBOARD), "nl"), firm.organisation_id, hub)
    import_steps.finish(record, NOW, NoAddressService())
    imports.confirm(record.id, hub)
    import_steps.finish(record, NOW, NoAddressService())
    assert [one.organisation_id for one in stored(firm)] == [firm.organisation_id]


def test_an_organisation_that_is_not_there_gets_no_import(unit: Session) -> None:
    with pytest.raises(NotFoundError):
        imports.stage(Upload("x.csv", a_csv(CARDBOARD), "nl"), 999, a_reviewer())


def test_taking_back_withdraws_what_is_open_and_lets_the_sheet_come_again(firm: Firm) -> None:
    a_need_listing(a_firm("Maker", "maker", "station"), "cardboard", "2")
    record = taken(firm, CARDBOARD, PALLETS)
    import_steps.finish(imports.withdraw(record.id, firm.member), NOW, NoAddressService())
    assert {one.state for one in stored(firm)} == {ListingState.WITHDRAWN}
    assert (record.state, acts(record)) == (ImportState.WITHDRAWN, ["import.taken", "import.withdrawn"])
    assert {one.status.value for one in suggestions.of_listing(stored(firm)[0].id)} == {"lapsed"}
    assert taken(firm, CARDBOARD, PALLETS).id != record.id
    assert len(stored(firm)) == 4


def test_taking_back_leaves_what_is_reserved(firm: Firm) -> None:
    receiver = a_firm("Maker", "maker", "station")
    a_need_listing(receiver, "cardboard", "2")
    record = taken(firm, CARDBOARD, PALLETS)
    [made] = suggestions.of_listing(stored(firm)[0].id)
    agreed(Story(firm, receiver, a_reviewer(), made.id))
    import_steps.finish(imports.withdraw(record.id, firm.member), NOW, NoAddressService())
    assert [one.state for one in stored(firm)] == [ListingState.RESERVED, ListingState.WITHDRAWN]
    became = imports.listings_by_state(record)
    assert (became.open, became.withdrawn, became.rest) == (0, 1, 1)


def test_a_new_address_is_asked_once_and_becomes_a_place(firm: Firm) -> None:
    heading = "Soort;Wat;Postcode;Huisnummer"
    content = a_csv("aanbod;karton;6162 CD;3", "vraag;pallets;6162cd;3", heading=heading)
    service = Everywhere()
    record = imports.stage(Upload("x.csv", content, "nl"), firm.organisation_id, firm.member)
    import_steps.finish(record, NOW, service)
    import_steps.finish(imports.confirm(record.id, firm.member), NOW, service)
    places = organisations.places(firm.organisation_id, firm.member)
    assert service.asked == 1
    assert [one.name for one in places] == ["Bakkerij Korrel", "Weg 3"]
    assert {one.premises_id for one in stored(firm)} == {places[1].id}


@pytest.mark.parametrize(("addresses", "small"), [(5, True), (6, False)])
def test_a_sheet_with_many_addresses_is_left_to_the_worker(firm: Firm, addresses: int, small: bool) -> None:
    rows = [f"aanbod;karton {number};6162 CD;{number}" for number in range(1, addresses + 1)]
    content = a_csv(*rows, "aanbod;karton;;", heading="Soort;Wat;Postcode;Huisnummer")
    record = imports.stage(Upload("x.csv", content, "nl"), firm.organisation_id, firm.member)
    assert imports.is_small(record) is small


def test_a_sheet_that_no_longer_holds_when_it_is_made_goes_back_to_its_owner(firm: Firm) -> None:
    record = sent(firm, CARDBOARD)
    imports.confirm(record.id, firm.member)
    later = NOW + timedelta(days=400)
    import_steps.finish(record, later, NoAddressService())
    assert (record.state, stored(firm)) == (ImportState.CHECKED, [])
    assert counts(record) == {RowState.FAULTY: 1}


def test_what_was_prepared_for_another_state_is_not_kept(firm: Firm) -> None:
    record = sent(firm, CARDBOARD)
    imports.confirm(record.id, firm.member)
    prepared = import_steps.prepare(record.id, NOW, NoAddressService())
    import_steps.finish(record, NOW, NoAddressService())
    import_steps.keep(record.id, prepared, NOW)
    assert len(stored(firm)) == 1


def test_steps_of_an_import_that_is_gone_do_nothing(unit: Session) -> None:
    prepared = import_steps.prepare(999, NOW, NoAddressService())
    import_steps.keep(999, prepared, NOW)


def test_a_preview_shows_a_page_of_rows_or_only_what_is_wrong(firm: Firm) -> None:
    rows = [CARDBOARD.replace("schoon", f"nr{number}") for number in range(60)]
    record = sent(firm, *rows, WRONG, UNCLEAR)
    first, second = (imports.preview(record.id, page, firm.member) for page in (1, 2))
    assert (len(first.rows), len(second.rows), first.pages) == (50, 12, 2)
    wrong = imports.preview(record.id, 1, firm.member, only_wrong=True)
    assert [row.understood.row.number for row in wrong.rows] == [62, 63]
    assert (wrong.wrong, wrong.pages) == (2, 1)


def test_a_sheet_that_nobody_confirms_is_forgotten(firm: Firm) -> None:
    sent(firm, CARDBOARD, name="old.csv")
    taken(firm, PALLETS)
    retention.forget_what_is_over(replace(firm.member, now=NOW + timedelta(days=31)))
    assert [one.state for one in imports.mine(firm.member)] == [ImportState.DONE]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("C:\\Users\\jan\\stromen.xlsx", "stromen.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b.csv", "?"),
        ("", "?"),
        ("x" * 500 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_a_file_is_called_by_its_last_name_only(told: str, kept: str) -> None:
    assert imports.name_of(told) == kept


def test_withdrawn_by_its_owner_one_listing_stays_so_when_the_rest_is_taken_back(firm: Firm) -> None:
    record = taken(firm, CARDBOARD, PALLETS)
    listings.withdraw(stored(firm)[0].id, firm.member)
    import_steps.finish(imports.withdraw(record.id, firm.member), NOW, NoAddressService())
    assert [len(trail.of_subject("listing", one.id)) for one in stored(firm)] == [2, 2]


def nobody() -> Actor:
    return Actor(NOW)


def test_whoever_has_no_organisation_has_no_imports(unit: Session) -> None:
    assert imports.mine(nobody()) == []
