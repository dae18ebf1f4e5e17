"""Signing up, in and out."""

import re
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_security import current_user, login_user, logout_user, verify_password
from werkzeug.wrappers import Response

from circulair import events
from circulair.language import _, language
from circulair.permissions import actor, member, public
from circulair.security import form_mark, keep_despite_refusal, limiter
from circulair.services import accounts, passwords
from circulair.services.accounts import Intent
from circulair.services.faults import LettersSpentError
from circulair.services.passwords import PasswordWrongError
from circulair.web import class_page, guests
from circulair.web.forms.account import ContactForm, LinkForm, PasswordForm, SignInForm, SignUpForm

pages = Blueprint("account", __name__)

Answer = str | Response | tuple[str, int]


LINKED = "linked"
"""Under which a session keeps who came by a link from an e-mail, and when."""

OWN_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9/-]*)?(?:\?[a-zA-Z0-9=&_-]*)?")
"""What our own addresses look like: one slash in front, nothing that a browser could read as another host."""

LONGEST_PATH = 200


def known_path(wanted: str | None) -> str:
    """Return a path if it is one of ours, nothing otherwise."""
    return wanted if wanted and len(wanted) <= LONGEST_PATH and OWN_PATH.fullmatch(wanted) else ""


def own_path(wanted: str | None) -> str:
    """Return a path of ours to go on to; anything else leads to where one's work lies."""
    return known_path(wanted) or landing()


def landing() -> str:
    """Return where somebody finds what waits for them: the hub its queue, others their listings."""
    return url_for("hub.queue" if actor().is_hub else "listings.mine")


@pages.route("/inloggen", methods=["GET", "POST"])
@public
@limiter.limit("20 per minute", methods=["POST"])
def sign_in() -> Answer:
    """Sign in with a password, or send a link where none is given."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("account/sign_in.html", form=form), 422 if form.errors else 200
    if not form.password.data:
        accounts.ask_sign_in(str(form.email.data), actor(), Intent(known_path(request.args.get("next"))))
        return redirect(url_for("account.look_in_mail"), 303)
    person = passwords.person_for(str(form.email.data), form.password.data, actor(), verify_password)
    if person is None:
        keep_despite_refusal()
        events.tell("sign-in failed", 422)
        form.password.errors = [_("This e-mail address and password do not go together.")]
        return render_template("account/sign_in.html", form=form), 422
    session.pop("csrf_token", None)  # a token against forgery from before is worth nothing after this
    class_page.leave()
    login_user(person)
    return redirect(own_path(request.args.get("next")), 303)


@pages.post("/uitloggen")
@public
def sign_out() -> Response:
    """Sign out, here and wherever else the account is open."""
    accounts.end_sessions(actor())
    logout_user()
    class_page.leave()
    flash(_("You have signed out."), "ok")
    return redirect(url_for("public.home"), 303)


@pages.route("/aanmelden", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def sign_up() -> Answer:
    """Ask for an account: a link by e-mail makes it."""
    form = SignUpForm()
    if form.validate_on_submit() and asked(form):
        return redirect(url_for("account.look_in_mail"), 303)
    return guests.sign_up_page(form), form.http_status


def asked(form: SignUpForm) -> bool:
    """Ask for the link that a form wants; return whether that went, else the fault is beside its field."""
    intent = Intent(known_path(request.args.get("next")), form.listing.text)
    try:
        if form.registered.data:
            accounts.ask_sign_in(str(form.email.data), actor(), intent)
        elif form.place is not None:
            accounts.ask_sign_up(form.wish(form.place), language(), actor(), intent)
        else:
            return False
    except LettersSpentError as error:
        form.fault("email", error)
        return False
    return True


@pages.get("/kijk-in-uw-mail")
@public
def look_in_mail() -> str:
    """Say that a letter is on its way, the same to everybody."""
    return render_template("account/look_in_mail.html")


@pages.route("/link/<token>", methods=["GET", "POST"])
@public
def follow_link(token: str) -> Answer:
    """Show what a link does; only the button does it, so that a mail scanner cannot."""
    form = LinkForm()
    link = accounts.look_at_link(token, actor()) if request.method == "GET" else None
    if not form.validate_on_submit():
        return guests.link_page(form, link)
    person = accounts.follow_link(token, actor(), form_mark())
    class_page.leave()
    login_user(person)
    session[LINKED] = [person.fs_uniquifier, actor().now.isoformat()]
    flash(_("Welcome. You are signed in."), "ok")
    placed = guests.place_carried(token, form.premises_id)
    return placed or redirect(own_path(accounts.wanted_after(token)), 303)


@pages.route("/gegevens", methods=["GET", "POST"])
@member
def contact() -> Answer:
    """Say how one is called and reached, for whoever one agrees something with."""
    form = ContactForm(obj=accounts.contact_of(actor()))
    if not form.validate_on_submit():
        return render_template("account/contact.html", form=form), form.http_status
    accounts.tell_contact(form.contact(), actor())
    flash(_("Saved."), "ok")
    return redirect(landing() if actor().organisation_id is None else url_for("organisations.own"), 303)


@pages.route("/wachtwoord", methods=["GET", "POST"])
@member
def password() -> Answer:
    """Choose a password; other sessions and links that were sent before end."""
    form = PasswordForm(asked=passwords.is_asked(current_user.id, linked_at(), actor()))
    if not (form.validate_on_submit() and chosen(form)):
        return render_template("account/password.html", form=form), form.http_status
    flash(_("Your password is set."), "ok")
    return redirect(url_for("organisations.own"), 303)


def linked_at() -> datetime | None:
    """Return when this session was opened by a link from an e-mail, None if it was not."""
    who, at = session.get(LINKED, ("", ""))
    return datetime.fromisoformat(at) if who == current_user.fs_uniquifier else None


def chosen(form: PasswordForm) -> bool:
    """Set the password of a form and go on signed in, or say on it that the current one is another."""
    number, wanted = current_user.id, str(form.password.data)
    try:
        if form.current:
            told = str(form.current.data)
            person = passwords.change(number, told, wanted, actor(), verify_password)
        else:
            person = passwords.choose(number, wanted, actor())
    except PasswordWrongError as error:
        keep_despite_refusal()
        form.fault("current", error)
        return False
    login_user(person)
    return True
