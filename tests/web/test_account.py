"""Signing up by a link, in by a link or password, and out."""

import pytest

from circulair.app import Application
from circulair.store import accounts
from circulair.store.records import PersonRecord
from tests.bad_inputs import BadInput, row_id, rows
from tests.letters import Letters, delivered, link_in
from tests.web.checked import CheckedClient, SignIn
from tests.worlds import a_firm

WISH: dict[str, object] = {
    "email": "Nieuw@Example.org",
    "organisation": "Fietsenmaker Spaak",
    "kind": "shop",
    "lon": "5.83",
    "lat": "50.97",
}


def person(app: Application, email: str) -> PersonRecord | None:
    with app.store.unit_of_work(reading=True):
        return accounts.person_by_email(email)


def test_signing_up_is_a_letter_and_one_click_to_an_empty_list(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    path = link_in(delivered(app, letters)[-1])

    page = client.follow(client.submit(client.get(path), {}))

    assert {"/aanbod/nieuw", "/vraag/nieuw"} <= set(page.outline.links)
    assert person(app, "nieuw@example.org") is not None


def test_looking_at_a_link_changes_nothing(app: Application, client: CheckedClient, letters: Letters) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    client.get(link_in(delivered(app, letters)[-1]))

    assert person(app, "nieuw@example.org") is None


def test_a_link_works_once(app: Application, client: CheckedClient, letters: Letters) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    path = link_in(delivered(app, letters)[-1])
    client.submit(client.get(path), {})

    client.get(path, status=410)


def test_whoever_missed_the_answer_to_a_link_sends_its_form_again(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    path = link_in(delivered(app, letters)[-1])
    form = {"idempotency_key": "k" * 24}
    client.post(path, form)

    client.post(path, form)
    client.get("/mijn")
    CheckedClient(app).post(path, {"idempotency_key": ""}, status=400)


def test_the_form_of_a_link_counts_in_no_other_browser_and_not_after_signing_out(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    path = link_in(delivered(app, letters)[-1])
    form = {"idempotency_key": "k" * 24}
    client.post(path, form)

    CheckedClient(app).post(path, form, status=410)
    client.post("/uitloggen")
    client.post(path, form, status=410)


def test_a_password_is_changed_by_who_knows_it_or_came_by_a_link(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    client.submit(client.get("/aanmelden"), WISH)
    client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    client.submit(client.get("/wachtwoord"), {"password": "vier losse woorden achter elkaar"})

    told = {"current": "iets heel anders", "password": "paard batterij nietje"}
    page = client.submit(client.get("/en/wachtwoord"), told, status=422)
    assert "This is not your current password." in page.words
    client.post("/wachtwoord", {"password": "paard batterij nietje"}, status=422)
    client.submit(page, told | {"current": "vier losse woorden achter elkaar"})

    client.post("/uitloggen")
    client.submit(client.get("/inloggen"), {"email": WISH["email"]})
    client.submit(client.get(link_in(delivered(app, letters)[-1])), {})
    client.submit(client.get("/wachtwoord"), {"password": "vergeten en weer nieuw"})


def test_choosing_a_password_waits_for_no_writer_before_it_is_kept(app: Application, as_role: SignIn) -> None:
    member = as_role("member")
    page = member.get("/wachtwoord")
    with app.store.unit_of_work():
        a_firm("Somebody who writes")
        member.submit(page, {"password": "short"}, status=422)


def test_nobody_learns_who_has_an_account(app: Application, client: CheckedClient, letters: Letters) -> None:
    with app.store.unit_of_work():
        known = a_firm()

    stranger = client.submit(client.get("/inloggen"), {"email": "niemand@example.org"})
    member = client.submit(client.get("/inloggen"), {"email": known.email})

    assert stranger.location == member.location
    assert [letter["To"] for letter in delivered(app, letters)] == [known.email]


@pytest.mark.parametrize("row", rows("email", "reject"), ids=row_id)
def test_an_address_that_is_none_is_asked_again_and_kept(
    app: Application, client: CheckedClient, letters: Letters, row: BadInput
) -> None:
    page = client.post("/en/aanmelden", WISH | {"email": row.typed}, status=422)

    assert page.outline.title.startswith("Error:")
    assert page.outline.forms[-1].values["organisation"] == "Fietsenmaker Spaak"
    assert delivered(app, letters) == []


@pytest.mark.parametrize("row", rows("redirect (next=)", "reject"), ids=row_id)
def test_signing_in_never_leads_to_another_site(
    app: Application, as_role: SignIn, client: CheckedClient, row: BadInput
) -> None:
    with app.store.unit_of_work():
        firm = a_firm()
    member = as_role("member", firm)
    member.submit(member.get("/wachtwoord"), {"password": "paard batterij nietje"})

    answer = client.http.get("/inloggen", query_string={"next": row.typed})
    path = answer.request.full_path
    page = client.post(path, {"email": firm.email, "password": "paard batterij nietje"})

    assert page.location == "/mijn"


def test_a_wrong_password_says_no_more_than_that_they_do_not_go_together(
    app: Application, client: CheckedClient
) -> None:
    with app.store.unit_of_work():
        known = a_firm()

    page = client.post("/en/inloggen", {"email": known.email, "password": "wrong wrong"}, status=422)

    assert "do not go together" in page.words


@pytest.mark.parametrize("password", ["1234567", "x" * 129, "Welkom01", "vier losse\x07 woorden"])
def test_a_password_that_does_not_guard_is_asked_again(as_role: SignIn, password: str) -> None:
    as_role("member").post("/wachtwoord", {"password": password}, status=422)


def test_whoever_registers_on_the_way_to_a_page_arrives_there(
    app: Application, client: CheckedClient, letters: Letters
) -> None:
    sign_in = client.follow(client.get("/vraag/ruimte?bij=A-ABCDEF", status=303))
    [door] = [link for link in sign_in.outline.links if link.startswith("/aanmelden")]
    client.submit(client.get(door), WISH)

    page = client.submit(client.get(link_in(delivered(app, letters)[-1])), {})

    assert page.location == "/vraag/ruimte?bij=A-ABCDEF"
