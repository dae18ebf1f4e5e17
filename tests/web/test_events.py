"""The operator's log: refusals, failed sign-ins and faults, by endpoint and number, never with a secret."""

import logging
from typing import NoReturn

import pytest

from circulair.app import Application
from circulair.events import LOG
from tests.web.checked import CheckedClient, SignIn

SECRET = "k4n4r1e-1n-d3-m1jn"


def boom(**_parts: object) -> NoReturn:
    raise RuntimeError("broken on purpose")


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    LOG.addHandler(caplog.handler)
    caplog.set_level(logging.WARNING)
    return caplog


def test_a_failed_sign_in_is_told_without_address_or_password(
    client: CheckedClient, heard: pytest.LogCaptureFixture
) -> None:
    page = client.get("/en/inloggen")
    client.submit(page, {"email": "somebody@example.org", "password": SECRET}, 422)
    assert "sign-in failed: endpoint=account.sign_in method=POST person=None status=422" in heard.text
    assert "somebody" not in heard.text
    assert SECRET not in heard.text


def test_a_refusal_is_told_with_who_and_where(as_role: SignIn, heard: pytest.LogCaptureFixture) -> None:
    as_role("member").get("/hub", 403)
    assert "refused: endpoint=hub.queue method=GET person=1 status=403" in heard.text


def test_what_strangers_do_not_find_is_not_told(
    client: CheckedClient, heard: pytest.LogCaptureFixture
) -> None:
    client.get("/nowhere%0aforged", 404)
    assert heard.text == ""


def test_a_fault_is_told_without_the_secret_in_its_address(
    app: Application, client: CheckedClient, heard: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["answers.show"] = boom
    client.http.get(f"/antwoord/{SECRET}")
    assert "fault: endpoint=answers.show method=GET" in heard.text
    assert "broken on purpose" in heard.text
    assert SECRET not in heard.text
