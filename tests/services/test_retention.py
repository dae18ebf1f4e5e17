"""Retention: what is kept for a while only is forgotten once that is over."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from circulair.services import accounts, retention
from circulair.services.actor import Actor
from circulair.services.links import digest
from circulair.store import accounts as store
from circulair.store import outbox
from tests.worlds import NOBODY, NOW

pytestmark = pytest.mark.usefixtures("unit")

EMAIL = "korrel@example.org"


def later(**time: float) -> Actor:
    return replace(NOBODY, now=NOW + timedelta(**time))


def links() -> int:
    return store.links_since(EMAIL, NOW - timedelta(days=1))


def test_wrong_tries_are_kept_for_an_hour() -> None:
    store.note_wrong_try(EMAIL, NOW)
    retention.forget_what_is_over(later(hours=1))
    assert store.wrong_tries(EMAIL, NOW) == 1
    retention.forget_what_is_over(later(hours=1, seconds=1))
    assert store.wrong_tries(EMAIL, NOW) == 0


def test_a_link_is_kept_for_a_day_after_it_was_used() -> None:
    accounts.send_link((EMAIL, "nl"), accounts.SIGN_IN, {}, NOBODY)
    [letter] = outbox.to(EMAIL)
    store.use_link(digest(json.loads(letter.facts)["path"].rpartition("/")[2]), NOW)
    retention.forget_what_is_over(later(hours=24))
    assert links() == 1
    retention.forget_what_is_over(later(hours=24.1))
    assert links() == 0


def test_a_link_is_kept_for_a_day_after_it_has_expired() -> None:
    accounts.send_link((EMAIL, "nl"), accounts.SIGN_IN, {}, NOBODY)
    retention.forget_what_is_over(later(hours=48))
    assert links() == 1
    retention.forget_what_is_over(later(hours=48.1))
    assert links() == 0


def test_whom_a_letter_went_to_is_kept_for_thirty_days() -> None:
    accounts.send_link((EMAIL, "nl"), accounts.SIGN_IN, {}, NOBODY)
    [letter] = outbox.to(EMAIL)
    outbox.mark_sent(letter.id, NOW)
    retention.forget_what_is_over(later(days=30))
    assert len(outbox.to(EMAIL)) == 1
    retention.forget_what_is_over(later(days=30, seconds=1))
    assert outbox.to(EMAIL) == []


def test_a_letter_that_has_not_left_keeps_its_recipient() -> None:
    accounts.send_link((EMAIL, "nl"), accounts.SIGN_IN, {}, NOBODY)
    retention.forget_what_is_over(later(days=300))
    assert len(outbox.to(EMAIL)) == 1
