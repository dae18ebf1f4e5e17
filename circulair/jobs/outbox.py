"""The worker's round: claim letters that are due, send each, note that it left."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import TYPE_CHECKING

from circulair.mail import compose
from circulair.store import outbox
from circulair.store.records import LetterRecord

if TYPE_CHECKING:
    from circulair.app import Application

MOST_AT_ONCE = 10
"""Letters that one round sends before the worker looks after its other work."""


def send_due(app: "Application", note: Callable[[str], None] = lambda _text: None) -> int:
    """Send the letters that are due and return how many left.

    Each letter is claimed in one transaction and marked in another: a worker that dies in between
    leaves it claimed, and after the lease it goes out again with the same Message-ID. They are claimed
    one by one, so that a slow mail server never holds a letter beyond its lease.
    """
    left = 0
    for _ in range(MOST_AT_ONCE):
        with app.store.unit_of_work():
            claimed = outbox.claim(app.clock(), 1)
        if not claimed:
            break
        left += sent(app, claimed[0], note)
    return left


def sent(app: "Application", letter_id: int, note: Callable[[str], None]) -> bool:
    """Send one claimed letter; what cannot leave now is tried again later.

    No transaction is open while the letter travels, so that a slow server keeps nobody waiting.
    """
    with app.app_context():
        with app.store.unit_of_work(reading=True):
            letter = outbox.one(letter_id)
            if letter is None or letter.sent_at is not None or outbox.is_moot(letter):
                return False
            message, failed = composed(app, letter)
        if message is not None:
            failed = failure(app, message)
        with app.store.unit_of_work():
            if failed:
                outbox.put_off(letter_id, failed, app.clock())
            else:
                outbox.mark_sent(letter_id, app.clock())
    if failed:
        note(f"letter {letter_id}: {failed}")
    return not failed


def composed(app: "Application", letter: LetterRecord) -> tuple[EmailMessage | None, str]:
    """Return a letter as an e-mail, or None and what went wrong: one bad letter must not stop the others."""
    try:
        settings = app.settings
        return compose.message(letter, settings.base_url, settings.mail_from, settings.contact_email), ""
    except Exception as error:  # whatever a template can raise
        return None, type(error).__name__


def failure(app: "Application", message: EmailMessage) -> str:
    """Hand a letter to the post office; return what went wrong, empty if nothing did."""
    try:
        app.post_office.send(message)
    except Exception as error:  # smtplib's own errors and whatever a strange answer makes it raise
        return type(error).__name__
    return ""
