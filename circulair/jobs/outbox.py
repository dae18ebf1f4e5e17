"""The worker's round: claim letters that are due, send each, note that it left."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from circulair.mail import compose
from circulair.store import outbox

if TYPE_CHECKING:
    from circulair.app import Application


def send_due(app: "Application", note: Callable[[str], None] = lambda _text: None) -> int:
    """Send the letters that are due and return how many left.

    A letter is claimed in one transaction and marked in another: a worker that dies in between
    leaves it claimed, and after the lease it goes out again with the same Message-ID.
    """
    with app.store.unit_of_work():
        claimed = list(outbox.claim(app.clock()))
    return sum(sent(app, letter_id, app.clock(), note) for letter_id in claimed)


def sent(app: "Application", letter_id: int, now: datetime, note: Callable[[str], None]) -> bool:
    """Send one claimed letter; a post office that is away leaves it for the next round."""
    with app.app_context(), app.store.unit_of_work():
        letter = outbox.one(letter_id)
        if letter is None or letter.sent_at is not None:
            return False
        try:
            message = compose.message(letter, app.settings.base_url, app.settings.mail_from)
            app.post_office.send(message)
        except OSError as error:
            letter.failed = type(error).__name__
            note(f"letter {letter.id}: {letter.failed}")
            return False
        letter.sent_at, letter.facts, letter.failed = now, "{}", ""
        return True
