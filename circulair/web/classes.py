"""Pages of classes for schools, owners and the hub: begin, agree, the link and its sheet, the figure."""

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from circulair.language import _
from circulair.permissions import actor, member
from circulair.services import class_figures, class_taken, class_weighings, classes
from circulair.services.class_faults import NoSchoolError
from circulair.store.records import WeighingClassRecord
from circulair.web.forms.account import OneButtonForm
from circulair.web.forms.classes import ClassForm, ConsentForm, about_kilograms, kilograms
from circulair.web.forms.reviews import seen_version
from circulair.web.stories import code_for
from flows.errors import FlowsError

pages = Blueprint("classes", __name__)
pages.add_app_template_filter(kilograms, "kg")
pages.add_app_template_filter(about_kilograms, "kg_round")

Answered = str | Response | tuple[str, int]


@pages.get("/klassen")
@member
def index() -> str:
    """Show the classes that concern the reader, with what to do next."""
    who = actor()
    found = [class_weighings.standing(one, who) for one in classes.mine(who)]
    return render_template("classes/index.html", found=found, schools=classes.schools(who))


@pages.route("/klassen/nieuw", methods=["GET", "POST"])
@member
def new() -> Answered:
    """Let a class of a school adopt a stream."""
    who = actor()
    schools, number = classes.schools(who), request.args.get("aanbod", "")
    if not schools:
        raise NoSchoolError()
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    form = ClassForm(schools, classes.choices(who), chosen)
    made = begun(form) if form.validate_on_submit() else None
    if made is None:
        return render_template("classes/new.html", form=form, schools=schools), form.http_status
    return redirect(url_for("classes.show", class_id=made.id), 303)


def begun(form: ClassForm) -> WeighingClassRecord | None:
    """Let a class begin, or say beside a field why it cannot."""
    try:
        code = form.code.data
        listing_id = classes.offer_with(code).id if code else int(str(form.stream.data))
        return classes.begin(form.told(), int(str(form.school.data)), listing_id, actor())
    except FlowsError as error:
        form.take_refusal(error)
        return None


@pages.get("/klassen/<int:class_id>")
@member
def show(class_id: int) -> str:
    """Show a class: its weeks, what they say, and what its school or the owner can do."""
    return page_of(class_id)[0]


def page_of(class_id: int, form: ConsentForm | None = None) -> tuple[str, int]:
    """Return the page of a class."""
    who = actor()
    record = classes.seen_by(class_id, who)
    one = class_weighings.standing(record, who)
    owner, school = classes.is_owner(record, who), classes.is_school(record, who)
    told = {"one": one, "record": record, "owner": owner, "school": school, "hub": who.is_hub}
    told |= {"compared": class_figures.comparison(one) if owner or who.is_hub else None}
    told |= {"before": class_figures.before_of(record) if class_taken.stands(record) else None}
    page = render_template("classes/show.html", form=form or ConsentForm(record), **told)
    return page, form.http_status if form else 200


@pages.post("/klassen/<int:class_id>/akkoord")
@member
def agree(class_id: int) -> Answered:
    """Say as the owner that a class may weigh, and what it may read."""
    form = ConsentForm(classes.owned(class_id, actor()))
    if not form.validate_on_submit():
        return page_of(class_id, form)
    classes.agree(class_id, str(form.stream_name.data), actor())
    flash(_("Thank you. The class may weigh now. It reads no more than this name."), "ok")
    return to_class(class_id)


@pages.post("/klassen/<int:class_id>/weigeren")
@member
def refuse(class_id: int) -> Response:
    """Say as the owner that a class may not weigh."""
    classes.refuse(class_id, actor())
    flash(_("You said no. The class does not weigh it."), "ok")
    return to_class(class_id)


def to_class(class_id: int) -> Response:
    """Lead back to a class."""
    return redirect(url_for("classes.show", class_id=class_id), 303)


@pages.post("/klassen/<int:class_id>/link")
@member
def make_link(class_id: int) -> Response:
    """Make a fresh link for a class and show it in this answer, with the sheet to print, and never again."""
    token = classes.make_link(class_id, actor())
    base = str(current_app.settings.base_url).rstrip("/")  # type: ignore[attr-defined]  # our Application has settings
    page = sheet_of(class_id, base + url_for("class_page.enter", token=token))
    return make_response(page, 201, {"Location": url_for("classes.sheet", class_id=class_id)})


@pages.post("/klassen/<int:class_id>/link/intrekken")
@member
def revoke_link(class_id: int) -> Response:
    """Let the link of a class work no more."""
    classes.revoke_link(class_id, actor())
    flash(_("The link does not work any more."), "ok")
    return to_class(class_id)


@pages.get("/klassen/<int:class_id>/lesblad")
@member
def sheet(class_id: int) -> str:
    """Show the sheet for the lesson, to print."""
    return sheet_of(class_id)


def sheet_of(class_id: int, address: str = "") -> str:
    """Return the sheet for the lesson, with the code of the address that a class opens where it is known."""
    record = classes.seen_by(class_id, actor())
    drawing = code_for(address) if address else Markup("")
    told = {"record": record, "one": class_weighings.standing(record, actor())}
    return render_template("classes/sheet.html", address=address, drawing=drawing, of_class=False, **told)


@pages.post("/klassen/<int:class_id>/overnemen")
@member
def take_over(class_id: int) -> Response:
    """Let what was measured take the place of what the offer said."""
    listing = class_figures.take_over(class_id, (seen_version(), seen_version("changes")), actor())
    flash(_("Taken over. We looked for partners again with the new weight."), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


@pages.post("/klassen/<int:class_id>/terugzetten")
@member
def put_back(class_id: int) -> Response:
    """Let the offer say again what it said before."""
    listing = class_figures.put_back(class_id, seen_version(), actor())
    flash(_("Put back. The offer says again what it said before."), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


@pages.post("/mijn/<int:listing_id>/meting/terugzetten")
@member
def put_back_left(listing_id: int) -> Response:
    """Let an offer say again what it said before a class weighed it that is forgotten since."""
    listing = class_figures.put_back_left(listing_id, seen_version(), actor())
    flash(_("Put back. The offer says again what it said before."), "ok")
    return redirect(url_for("listings.show", listing_id=listing.id), 303)


@pages.route("/klassen/<int:class_id>/stoppen", methods=["GET", "POST"])
@member
def stop(class_id: int) -> Answered:
    """Stop a class, after asking once: nothing starts it again."""
    form = OneButtonForm()
    record = classes.stoppable(class_id, actor())
    if not form.validate_on_submit():
        return render_template("classes/stop.html", form=form, record=record)
    classes.stop(class_id, actor())
    flash(_("Stopped. The link of the class does not work any more."), "ok")
    return to_class(class_id)


@pages.route("/klassen/<int:class_id>/wissen", methods=["GET", "POST"])
@member
def forget(class_id: int) -> Answered:
    """Forget a class and all that it weighed, after asking once."""
    form = OneButtonForm()
    record = classes.steered(class_id, actor())
    if not form.validate_on_submit():
        return render_template("classes/forget.html", form=form, record=record)
    classes.forget(class_id, actor())
    flash(_("The class and what it weighed are gone."), "ok")
    return redirect(url_for("classes.index"), 303)
