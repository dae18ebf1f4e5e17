"""A real mail server on a free port, which keeps the letters that it is given."""

import re
from asyncio.base_events import Server as Listening
from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword


class Server(Controller):
    """A mail server on a free port that keeps the letters and passwords that it is told."""

    def __init__(self, **options: object) -> None:
        self.letters: list[Envelope] = []
        self.passwords: list[bytes] = []
        ways = {"authenticator": self.admit, "auth_require_tls": False}
        super().__init__(self, hostname="localhost", port=0, **ways, **options)  # type: ignore[arg-type]  # passed on

    def admit(
        self, _server: object, _session: object, _envelope: object, _way: str, told: LoginPassword
    ) -> AuthResult:
        self.passwords.append(told.password)
        return AuthResult(success=True)

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802  # its own name
        self.letters.append(envelope)
        return "250 OK"

    def contents(self) -> list[bytes]:
        """Return the letters as they arrived."""
        return [one.content for one in self.letters if isinstance(one.content, bytes)]

    def url(self, scheme: str, host: str = "localhost") -> str:
        return f"{scheme}://post:secret@{host}:{self.port}"

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Listening)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # its own


def newest_link(server: Server, address: str) -> str:
    """Return the path of the newest link to an address that answers a question."""
    to_them = [words_of(one) for one in server.letters if address in one.rcpt_tos]
    links = [link for words in to_them for link in re.findall(r"https?://\S+/antwoord/\S+", words)]
    return str(urlsplit(links[-1]).path)


def words_of(envelope: Envelope) -> str:
    """Return the text of a letter as it travelled."""
    return str(parsed(envelope).get_content())


def parsed(envelope: Envelope) -> EmailMessage:
    """Return a letter as it travelled."""
    assert isinstance(envelope.content, bytes)
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


class Serve(Protocol):
    """Starts a mail server."""

    def __call__(self, **options: object) -> Server: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as stack:

        def started(**options: object) -> Server:
            server = Server(**options)
            server.start()
            stack.callback(server.stop)
            return server

        yield started
