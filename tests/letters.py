"""A post office that keeps its letters, and how a test reads the link in one."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

from circulair.app import Application
from circulair.jobs import outbox


class Letters(list[EmailMessage]):
    """A post office that keeps what it is given."""

    def send(self, message: EmailMessage) -> None:
        self.append(message)


def delivered(app: Application, letters: Letters) -> Letters:
    """Send what waits in the outbox and return all letters so far."""
    outbox.send_due(app)
    return letters


def link_in(message: EmailMessage) -> str:
    """Return the path of the one link in a letter."""
    [address] = re.findall(r"https?://\S+", message.get_content())
    return str(urlsplit(address).path)
