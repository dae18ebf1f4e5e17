"""Commands on people: the first accounts, and who wants to be forgotten."""

import click
from email_validator import EmailNotValidError, validate_email

from circulair.commands.opening import opened_current, operator
from circulair.commands.plainly import failing_plainly
from circulair.services import accounts, organisations, passwords
from circulair.services.actor import Role
from circulair.store.records import PersonRecord


@click.group()
def user() -> None:
    """Add people who may sign in, and forget them."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice([Role.HUB.value, Role.ADMIN.value]), default=Role.HUB.value)
@click.option("--organisation", default="Hub", show_default=True, help="name of the hub's organisation")
@click.option("--password", help="without one, the person signs in by a link sent by e-mail")
def add(email: str, role: str, organisation: str, password: str | None) -> None:
    """Add a member of the hub team."""
    try:
        address = validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise click.ClickException(f"{email}: {error}") from error
    app = opened_current()
    actor = operator()
    with app.app_context(), app.store.unit_of_work():
        hub = organisations.hub_named(organisation, actor)
        person = accounts.add_person(PersonRecord(email=address, organisation_id=hub.id), Role(role), actor)
        if password:
            passwords.choose(person.id, password, actor)
    click.echo(f"{address} may sign in as {role}")


@user.command()
@click.argument("email_or_telephone")
def forget(email_or_telephone: str) -> None:
    """Forget a person: name, address, telephone, password and every word typed; figures and history stay.

    Whoever called and has no e-mail address is named by the telephone number.
    """
    app, who = opened_current(), email_or_telephone
    with failing_plainly(), app.app_context(), app.store.unit_of_work():
        if "@" in who:
            accounts.forget(who.lower(), operator())
        else:
            accounts.forget_by_telephone(who, operator())
    click.echo(f"{who} is forgotten")
