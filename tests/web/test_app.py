"""The application: one transaction a request, answers only after the commit, errors in our own words."""

from tests.web.checked import CheckedClient, SignIn


def test_the_sign_in_page_keeps_what_every_page_promises(client: CheckedClient) -> None:
    assert client.get("/inloggen").outline.heads


def test_whoever_signed_in_gets_a_page_for_members(as_role: SignIn) -> None:
    as_role("member").get("/wachtwoord")
