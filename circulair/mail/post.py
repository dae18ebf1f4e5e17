"""The post office: sends a letter by SMTP, or writes it to a folder where nobody configured one."""

import smtplib
import ssl
from collections.abc import Collection
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from circulair.config import Settings

TIMEOUT_SECONDS = 20

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts to which a letter travels over no network."""


class PostOffice(Protocol):
    """Who takes letters along."""

    def send(self, message: EmailMessage) -> None:
        """Send a letter, or raise OSError so that it is tried again."""


class Folder:
    """Writes letters as files, for a first look without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write a letter to the folder under its Message-ID."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").replace("/", "_")
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes())


class ClearTextError(OSError):
    """A mail server takes letters only in clear text; links and passwords do not travel so."""


class Smtp:
    """Hands letters to a mail server: smtp://user:password@host:port, smtps:// for TLS from the start.

    With smtp:// the connection is made safe by STARTTLS, except to the hosts in ``near``. A server whose
    certificate does not prove its name gets nothing.
    """

    def __init__(self, url: str, near: Collection[str] = THIS_MACHINE) -> None:
        self.parts = urlsplit(url)
        self.near = near

    def send(self, message: EmailMessage) -> None:
        """Hand a letter over, encrypted."""
        with self.connection() as server:
            if self.parts.scheme != "smtps" and self.parts.hostname not in self.near:
                self.make_safe(server)
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(message)

    def make_safe(self, server: smtplib.SMTP) -> None:
        """Go on encrypted, or not at all."""
        if not server.has_extn("starttls"):
            raise ClearTextError(self.parts.hostname)
        server.starttls(context=ssl.create_default_context())
        server.ehlo()

    def connection(self) -> smtplib.SMTP:
        """Open a connection that has said hello."""
        host = self.parts.hostname or "localhost"
        if self.parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self.parts.port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, self.parts.port or 25, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        return server


def office_of(settings: Settings) -> PostOffice:
    """Return the post office of the settings."""
    return Smtp(settings.mail_url) if settings.mail_url else Folder(Path(settings.data_dir) / "mail")
