"""Reopening of the law: a listing became another substance, so that what was said of it holds no more."""

from collections.abc import Iterable

from circulair.services.actor import Actor
from circulair.store import suggestions as store
from circulair.store import trail
from circulair.store.records import ListingRecord, SuggestionLineRecord, SuggestionRecord
from flows.law import LegalStatus, YesNo
from flows.law_questions import ON_CODE
from flows.suggestions import OPEN

OTHERS = frozenset({"law.mixed"})
"""Findings on an offer that rest on the codes of those that come together with it."""

SUBSTANCE = frozenset({"listing.changed", "listing.coded"})
"""Acts after which a listing may be another substance in law."""


def of_listing(listing: ListingRecord, actor: Actor) -> None:
    """Open all questions again on whatever is open with a listing that its owner made another one."""
    for suggestion in store.alive_of_listing(listing.id):
        if suggestion.status in OPEN:
            wholly(suggestion, actor)


def of_code(answered: SuggestionLineRecord, actor: Actor) -> None:
    """Open again what rests on the code of an offer, wherever that is open but on the line that told another.

    Who may have it is asked anew, and nothing that was decided on it holds. The offer's trail tells so too.
    """
    offer = answered.offer
    told = {"eural": offer.eural, "dangerous": str(offer.contains_dangerous)}
    trail.append(trail.Act("listing.coded", "listing", offer.id, told), actor.person_id, actor.now)
    for suggestion in store.alive_of_listing(offer.id):
        if suggestion.status in OPEN:
            lines = [line for line in suggestion.lines if line.id != answered.id]
            own = [line for line in lines if line.offer_id == offer.id]
            dropped = [code for line in own for code in drop(line, decided(line))]
            dropped += [code for line in lines if line not in own for code in drop(line, OTHERS)]
            opened = [code for line in own for code in without_permission(line, ON_CODE)]
            note(suggestion, opened, dropped, told, actor)


def wholly(suggestion: SuggestionRecord, actor: Actor) -> None:
    """Open all questions of a suggestion again."""
    opened, dropped = list[str](), list[str]()
    for line in suggestion.lines:
        dropped += drop(line, decided(line))
        opened += without_permission(line, {row.question for row in line.law_answers})
        opened += [] if line.legal_status is LegalStatus.UNKNOWN else ["status"]
        line.legal_status, line.legal_reason = LegalStatus.UNKNOWN, ""
    note(suggestion, opened, dropped, {}, actor)


def decided(line: SuggestionLineRecord) -> set[str]:
    """Return the findings on which somebody decided."""
    return {row.finding for row in line.law_decisions}


def drop(line: SuggestionLineRecord, findings: Iterable[str]) -> list[str]:
    """Take back the decisions on some findings of an offer; return on which there were any."""
    gone = [row for row in line.law_decisions if row.finding in set(findings)]
    for row in gone:
        line.law_decisions.remove(row)
    return [row.finding for row in gone]


def without_permission(line: SuggestionLineRecord, questions: Iterable[str]) -> list[str]:
    """Take back some answers of an offer and whether its receiver may have it; return what there was."""
    gone = [row for row in line.law_answers if row.question in set(questions)]
    for row in gone:
        line.law_answers.remove(row)
    permitted = [] if line.receiver_permitted is YesNo.UNKNOWN else ["receiver_permitted"]
    line.receiver_permitted = YesNo.UNKNOWN
    return [*permitted, *(row.question for row in gone)]


def note(
    suggestion: SuggestionRecord,
    opened: Iterable[str],
    dropped: Iterable[str],
    told: dict[str, str],
    actor: Actor,
) -> None:
    """Note what is open again, so that nobody goes on from a page from before; nothing where nothing is."""
    asked, findings = list(dict.fromkeys(opened)), list(dict.fromkeys(dropped))
    if not asked and not findings:
        return
    store.touch(suggestion, actor.now)
    acts = [trail.Act("law.opened_again", "suggestion", suggestion.id, {**told, "asked": " ".join(asked)})]
    acts += [
        trail.Act("law.decision_dropped", "suggestion", suggestion.id, {"finding": code}) for code in findings
    ]
    trail.append_all(acts, actor.person_id, actor.now)


def changed_since(suggestion: SuggestionRecord, row_id: int) -> bool:
    """Return whether a listing of a suggestion may be another substance since an act of the trail."""
    listings = {suggestion.need_id, *(line.offer_id for line in suggestion.lines)}
    acts = (row for one in sorted(listings) for row, _words in trail.of_subject("listing", one))
    return any(row.id > row_id and row.act in SUBSTANCE for row in acts)
