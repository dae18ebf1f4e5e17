"""How the hub's queue is narrowed, from an address to a wish and back, and what is said of many at once."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from circulair.language import _, label, material, plural
from circulair.services import board
from circulair.services.board import Board, Wish
from circulair.services.sweeps import Left, Swept
from circulair.web.forms.queue import NOBODY, YES, SearchForm, is_number
from flows.suggestions import Status

FARTHEST_PAGE = 100_000

TAB = "stand"
"""How an address names a tab of the queue."""

SHEET = "blad"
"""How the address of a button says that it stood on the page of one suggestion."""

Chip = tuple[str, str]
"""The words of a filter that is set, and the address of the queue without it."""


def wished(form: SearchForm) -> Wish:
    """Return what an address asks for; only its tab where a field of it is wrong."""
    tab = request.args.get(TAB, "")
    tab = tab if tab in board.TABS else "open"
    if not form.validate():
        return Wish(tab)
    page = min(max(request.args.get("pagina", 1, type=int), 1), FARTHEST_PAGE)
    return Wish(
        tab=tab,
        page=page,
        material=form.material.data or "",
        words=form.words.data or "",
        party=form.party.data or "",
        reviewer=reviewer(form.reviewer.data or ""),
        overdue=bool(form.overdue.data),
    )


def reviewer(text: str) -> int | None:
    """Return whose suggestions an address asks for, None where it names nobody that can be."""
    if text == NOBODY:
        return board.NOBODY
    return int(text) if is_number(text) else None


def address_of(wish: Wish, **changes: object) -> dict[str, Any]:  # texts and numbers
    """Return the parts of the address of the queue under a wish, or one that differs from it a little."""
    wanted = replace(wish, **changes)  # type: ignore[arg-type]  # templates change one field at a time
    who = NOBODY if wanted.reviewer == board.NOBODY else wanted.reviewer
    parts = {
        TAB: wanted.tab,
        "materiaal": wanted.material,
        "partij": wanted.party,
        "woorden": wanted.words,
        "wie": who,
        "telaat": YES if wanted.overdue else "",
        "pagina": wanted.page if wanted.page > 1 else "",
    }
    return {name: value for name, value in parts.items() if value not in ("", None)}


def kept() -> dict[str, Any]:  # texts and numbers
    """Return how the queue was narrowed on the way to this page, as parts of an address; else nothing."""
    return address_of(wished(SearchForm(request.args))) if TAB in request.args else {}


def from_queue() -> bool:
    """Return whether a button stood in the queue itself, to which its answer leads back."""
    return TAB in request.args and SHEET not in request.args


def queue_at(wish: Wish, **changes: object) -> str:
    """Return the address of the queue under a wish; whatever is changed begins at the first page."""
    return url_for("hub.queue", **address_of(wish, **{"page": 1, **changes}))


def chips(shown: Board, own: int | None) -> list[Chip]:
    """Return the filters that are set, each with the way to be rid of it."""
    wish = shown.wish
    who = {board.NOBODY: _("nobody yet"), own: _("myself")} | {
        number: name for number, name in shown.reviewers.items() if number != own
    }
    told = [
        ("tab", "open", wish.tab != "open" and label(f"tab.{wish.tab}")),
        ("material", "", wish.material and _("Material: %(name)s", name=material(wish.material))),
        ("party", "", wish.party and _("Name of a side: %(name)s", name=wish.party)),
        ("words", "", wish.words and _("Words: %(words)s", words=wish.words)),
        ("reviewer", None, wish.reviewer is not None and who_words(who.get(wish.reviewer))),
        ("overdue", False, wish.overdue and _("Only what is overdue")),
    ]
    return [(str(words), queue_at(wish, **{field: rest})) for field, rest, words in told if words]


def who_words(name: str | None) -> str:
    """Return in words whose suggestions are shown."""
    return _("Looked after by: %(name)s", name=name or _("somebody unknown"))


def told_sweep(swept: Swept) -> Markup:
    """Return what came of declining several: how many, and which were left alone because of whom."""
    number = len(swept.declined)
    done = plural("%(number)s suggestion was declined.", "%(number)s suggestions were declined.", number)
    parts = [done if number else _("Nothing was declined.")]
    by = sorted(swept.left, key=lambda one: (one.status, one.who, one.suggestion_id))
    for (status, who), group in groupby(by, key=lambda one: (one.status, one.who)):
        parts.append(told_left(status, who, list(group)))
    return Markup(" ").join(parts)


def told_left(status: Status, who: str, group: list[Left]) -> Markup:
    """Return which suggestions were left alone, since somebody did something with them meanwhile."""
    told, name = len(group), who or _("the program")
    texts = {
        Status.IN_REVIEW: plural(
            "%(number)s was taken up by %(who)s in the meantime:",
            "%(number)s were taken up by %(who)s in the meantime:",
            told,
            who=name,
        ),
        Status.PROPOSED: plural(
            "%(number)s was put to both sides by %(who)s in the meantime:",
            "%(number)s were put to both sides by %(who)s in the meantime:",
            told,
            who=name,
        ),
        Status.DECLINED: plural(
            "%(number)s was declined by %(who)s in the meantime:",
            "%(number)s were declined by %(who)s in the meantime:",
            told,
            who=name,
        ),
    }
    changed = plural(
        "%(number)s changed in the meantime and was left alone:",
        "%(number)s changed in the meantime and were left alone:",
        told,
    )
    return Markup("{} {}.").format(texts.get(status, changed), numbered(one.suggestion_id for one in group))


def numbered(ids: Iterable[int]) -> Markup:
    """Return numbers of suggestions that lead to them."""
    link = Markup('<a class="utrecht-link" href="{}">{}</a>')
    return Markup(", ").join(
        link.format(url_for("hub.suggestion", suggestion_id=one), _("suggestion %(number)s", number=one))
        for one in ids
    )
