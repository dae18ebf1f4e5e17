"""Imports in the store: one key for one content, claimed by one worker, rows many at once."""

from datetime import timedelta

import pytest

from circulair.services.listings import made_of
from circulair.store import imports, listings, trail
from circulair.store.records import (
    ImportRecord,
    ImportState,
    ListingState,
    MaterialSource,
    RowState,
)
from circulair.store.session import ConflictError, Store
from flows.streams import Side
from tests.worlds import NOW, a_draft, a_firm, an_offer_listing


def an_import(
    organisation_id: int, key: str = "1:abc", state: ImportState = ImportState.READING
) -> ImportRecord:
    return imports.add(
        ImportRecord(
            organisation_id=organisation_id,
            file_name="stromen.csv",
            digest="abc",
            open_key=key,
            language="nl",
            headings="{}",
            state=state,
            rows=3,
            created_at=NOW,
            changed_at=NOW,
        )
    )


def a_row(import_id: int, number: int) -> dict[str, object]:
    return {
        "import_id": import_id,
        "number": number,
        "cells": "{}",
        "twin": 0,
        "state": RowState.WAITING,
        "words": "karton",
        "material": "",
        "material_source": MaterialSource.UNKNOWN,
        "place": "",
    }


def test_one_content_of_one_organisation_is_kept_once(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        an_import(firm.organisation_id)
    with pytest.raises(ConflictError), store.unit_of_work():
        an_import(firm.organisation_id)


def test_what_was_undone_frees_its_key(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        an_import(firm.organisation_id).open_key = None
    with store.unit_of_work():
        an_import(firm.organisation_id).open_key = None
    with store.unit_of_work(reading=True):
        assert len(imports.of_organisation(firm.organisation_id, 10)) == 2


def test_an_import_is_claimed_by_one_worker_until_its_lease_is_over(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        made = an_import(firm.organisation_id)
        an_import(firm.organisation_id, "1:def", ImportState.CHECKED)
    with store.unit_of_work():
        assert imports.claim(NOW) == made.id
    with store.unit_of_work():
        assert imports.claim(NOW) is None
    with store.unit_of_work():
        assert imports.claim(NOW + imports.LEASE) == made.id


def test_rows_are_stored_found_changed_and_counted_many_at_once(store: Store) -> None:
    with store.unit_of_work():
        made = an_import(a_firm().organisation_id)
        imports.add_rows(a_row(made.id, number) for number in range(2, 1203))
        found = [{"import_id": made.id, "number": number, "state": RowState.READY} for number in (3, 4)]
        imports.keep_rows(found)
    with store.unit_of_work(reading=True):
        assert imports.count_rows(made.id) == {RowState.READY: 2, RowState.WAITING: 1199}
        assert [row.number for row in imports.rows_in(made.id, [RowState.READY], 10)] == [3, 4]
        assert [row.number for row in imports.rows_in(made.id, [RowState.WAITING], 2, 2)] == [6, 7]
        assert len(imports.alike(made.id, "karton")) == 1201


def test_an_old_import_is_found_and_forgotten_with_its_rows(store: Store) -> None:
    with store.unit_of_work():
        made = an_import(a_firm().organisation_id)
        imports.add_rows([a_row(made.id, 2)])
    with store.unit_of_work():
        assert imports.older([ImportState.READING], NOW) == []
        assert imports.older([ImportState.READING], NOW + timedelta(days=1)) == [made.id]
        imports.forget(made.id)
    with store.unit_of_work(reading=True):
        assert (imports.one(made.id), imports.row(made.id, 2)) == (None, None)


def test_listings_are_counted_and_followed_by_their_import(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        made = an_import(firm.organisation_id)
        ours = [an_offer_listing(firm, material).id for material in ("cardboard", "pallets")]
        alone = an_offer_listing(firm, "bricks").id
        imports.link(made.id, ours)
        imports.link(made.id, [])
    with store.unit_of_work(reading=True):
        assert imports.listings_after(made.id, 0, 10) == ours
        assert imports.listings_after(made.id, ours[0], 10) == ours[1:]
        assert imports.count_by_state(made.id) == {ListingState.OPEN: 2}
        assert imports.import_of(alone) is None
        assert len(imports.living(firm.organisation_id)) == 3


def test_many_listings_are_stored_at_once_in_their_order(store: Store) -> None:
    with store.unit_of_work():
        firm = a_firm()
        drafts = [a_draft(Side.OFFER, firm, material) for material in ("cardboard", "pallets", "bricks")]
        numbers = listings.add_all([made_of(draft, firm.organisation_id, firm.member) for draft in drafts])
    with store.unit_of_work(reading=True):
        found = [listings.one(number) for number in numbers]
        assert [one.material for one in found if one is not None] == ["cardboard", "pallets", "bricks"]


def test_acts_appended_together_are_sealed_one_to_the_next(store: Store) -> None:
    acts = [trail.Act("listing.registered", "listing", number, words="w" * number) for number in (1, 2, 3)]
    with store.unit_of_work():
        trail.append(trail.Act("first", "listing", 9), None, NOW)
        rows = trail.append_all(acts, None, NOW)
        assert [row.subject_id for row in rows] == [1, 2, 3]
    with store.unit_of_work(reading=True):
        assert trail.broken_seals() == []
        assert [words for _row, words in trail.of_subject("listing", 3)] == ["www"]
