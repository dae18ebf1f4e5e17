"""Letters to a real mail server: only encrypted, and only to one that proves its name."""

import ssl
from email.message import EmailMessage
from pathlib import Path

import pytest

from circulair.config import Settings
from circulair.mail.post import ClearTextError, Folder, Smtp, office_of
from tests.mail_server import Serve

CERTIFICATE = Path(__file__).parent.parent / "data" / "localhost.pem"
"""Signed by itself for localhost, for a hundred years; nobody trusts it but who is told to."""

FAR = frozenset[str]()
"""To these hosts a letter travels over no network: to none, as if the server were elsewhere."""


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate, as this machine trusts those of the world."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def certified() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def a_letter() -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "us@example.org", "you@example.org", "A link"
    letter.set_content("https://circulair.example.org/link/x")
    return letter


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("scheme", "side"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_server_that_proves_its_name_gets_letter_and_password(serve: Serve, scheme: str, side: str) -> None:
    server = serve(**{side: certified()})
    Smtp(server.url(scheme), FAR).send(a_letter())
    assert (len(server.letters), server.passwords) == (1, [b"secret"])


@pytest.mark.parametrize(("scheme", "side"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_server_that_nobody_vouches_for_gets_nothing(serve: Serve, scheme: str, side: str) -> None:
    server = serve(**{side: certified()})
    with pytest.raises(ssl.SSLCertVerificationError):
        Smtp(server.url(scheme), FAR).send(a_letter())
    assert (server.letters, server.passwords) == ([], [])


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("scheme", "side"), [("smtp", "tls_context"), ("smtps", "ssl_context")])
def test_a_server_with_the_certificate_of_another_gets_nothing(serve: Serve, scheme: str, side: str) -> None:
    server = serve(**{side: certified()})
    with pytest.raises(ssl.SSLCertVerificationError):
        Smtp(server.url(scheme, "127.0.0.1"), FAR).send(a_letter())
    assert (server.letters, server.passwords) == ([], [])


def test_nothing_travels_in_clear_text(serve: Serve) -> None:
    server = serve()
    with pytest.raises(ClearTextError):
        Smtp(server.url("smtp"), FAR).send(a_letter())
    assert (server.letters, server.passwords) == ([], [])


def test_to_this_machine_a_letter_needs_no_cover(serve: Serve) -> None:
    server = serve()
    office = office_of(Settings(mail_url=server.url("smtp")))
    office.send(a_letter())
    assert (len(server.letters), server.passwords) == (1, [b"secret"])


def test_without_a_server_letters_are_files(tmp_path: Path) -> None:
    office = office_of(Settings(data_dir=str(tmp_path)))
    assert isinstance(office, Folder)
