"""The post office: sends a letter by SMTP, or writes it to a folder where nobody configured one."""

import smtplib
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from circulair.config import Settings

TIMEOUT_SECONDS = 20


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
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").replace("/", "_")
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes())


class Smtp:
    """Hands letters to a mail server: smtp://user:password@host:port, smtps:// for TLS from the start."""

    def __init__(self, url: str) -> None:
        self.parts = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        """Hand a letter over, by TLS wherever the server can."""
        with self.connection() as server:
            if self.parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            server.send_message(message)

    def connection(self) -> smtplib.SMTP:
        """Open a connection that has said hello."""
        host = self.parts.hostname or "localhost"
        if self.parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=TIMEOUT_SECONDS)
        else:
            server = smtplib.SMTP(host, self.parts.port or 25, timeout=TIMEOUT_SECONDS)
        server.ehlo()
        return server


def office_of(settings: Settings) -> PostOffice:
    """Return the post office of the settings."""
    return Smtp(settings.mail_url) if settings.mail_url else Folder(Path(settings.data_dir) / "mail")
