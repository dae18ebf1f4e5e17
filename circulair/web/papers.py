"""What stands on our papers, in the words of a language: the note on the law of a suggestion."""

from datetime import date

from circulair.files.papers import Block, Facts, Heading, Items, Paper, Table, Text
from circulair.language import _, day, eural, label, language, material, moment
from circulair.services.sheets import LineSheet, Sheet
from circulair.store.records import LawAnswerRecord, LawDecisionRecord, ListingRecord
from circulair.web.telling import law_answer, span, strategy
from flows.eural import shown
from flows.law import Finding
from flows.law_data import load_sources
from flows.law_questions import Question

Fact = tuple[str, str, str]


def note(sheet: Sheet, made_on: str) -> Paper:
    """Return what was asked and answered of a suggestion, with its sources; it is no ruling."""
    number = sheet.suggestion.id
    invented = _("invented, for the example only") if sheet.hub_is_invented else ""
    facts = Facts(
        [
            (_("Status"), label(f"status.{sheet.suggestion.status}"), ""),
            (_("Looked after by"), sheet.reviewer or _("nobody yet"), ""),
            (_("VIHB number of the hub"), sheet.hub_vihb or _("not set"), invented),
        ]
    )
    parts = [block for one in sheet.lines for block in of_line(one, sheet.suggestion.need)]
    return Paper(
        title=_("Note on suggestion %(number)s", number=number),
        language=language(),
        lead=no_ruling(),
        blocks=[facts, *parts],
        foot=_("CirculAIR, note on suggestion %(number)s, made on %(day)s", number=number, day=made_on),
    )


def no_ruling() -> str:
    """Return what such a note is not."""
    return _(
        "This is no ruling. The software asks and records, a person decides. The competent authority has the last word."  # noqa: E501
    )


def of_line(one: LineSheet, need: ListingRecord) -> list[Block]:
    """Return what stands of one offer: who and what, questions and answers, findings, waivers, sources."""
    blocks: list[Block] = [
        Heading(one.line.offer.title),
        Facts([*who_and_what(one, need), *in_law(one)]),
    ]
    if one.law.questions:
        blocks.append(questions(one))
    blocks.append(Heading(_("What the law table says"), 3))
    found = [finding_of(one, finding) for finding in one.law.findings]
    blocks.append(Items(found) if found else Text(_("Nothing that stands in the way.")))
    if one.law.waived:
        blocks.append(Heading(_("Waived, with the reason"), 3))
        blocks.append(Items([f"{label(f.code)} “{row.reason}” {who(one, row)}" for f, row in one.law.waived]))
    return [*blocks, Heading(_("Where it was read"), 3), Items([source(key) for key in one.law.sources])]


def who_and_what(one: LineSheet, need: ListingRecord) -> list[Fact]:
    """Return the two sides, the material, how much of it, and what happens with it."""
    line = one.line
    return [
        (_("Giver"), f"{line.offer.organisation.name}, {address(line.offer)}", ""),
        (_("Receiver"), f"{need.organisation.name}, {address(need)}", ""),
        (_("Material"), material(line.material), ""),
        (_("The receiver gets"), span(line.tonnes, line.recurring), ""),
        (_("What happens with the material"), strategy(line.strategy), ""),
    ]


def address(listing: ListingRecord) -> str:
    """Return where a listing is, with how exactly that is known."""
    place = listing.premises
    street = f"{place.street} {place.house_number}".strip()
    told = ", ".join(part for part in (street, place.postcode, place.place) if part) or place.name
    return f"{told} ({label(f'precision.{place.precision}')})"


def in_law(one: LineSheet) -> list[Fact]:
    """Return what the stream is in law, as far as it was told."""
    line, law = one.line, one.law
    found: list[Fact] = [(_("What it is in law"), label(f"legal.{line.status_in_law}"), line.legal_reason)]
    if line.eural:
        code = _("Eural code %(code)s", code=shown(line.eural))
        found.append((_("Name on the waste list"), eural(line.eural), code))
    if one.may_have_mirror:
        dangerous = label(f"yes_no.{line.contains_dangerous}")
        found.append((_("Contains dangerous substances"), dangerous, ""))
    if law.facts.hazardous:
        permitted = label(f"yes_no.{line.receiver_permitted}")
        found.append((_("Receiver may take this hazardous waste"), permitted, ""))
    if law.regime:
        found.append((_("What the shipment needs"), label(f"regime.{law.regime}"), ""))
    if law.form_due:
        note_on_days = _("two working days before the start; public holidays are not counted")
        found.append((_("Form of Annex VII complete by"), day(law.form_due), note_on_days))
    return found


def questions(one: LineSheet) -> Table:
    """Return every question that was asked, with its answer, proof, who gave it, and sources."""
    heads = [_("Question"), _("What was answered"), _("Proof"), _("Who and when"), _("Sources")]
    rows = [asked(one, question) for question in one.law.questions]
    return Table(_("Questions and answers"), heads, rows, (4, 3, 3, 3, 3))


def asked(one: LineSheet, question: Question) -> list[str]:
    """Return one question as a row."""
    row = one.law.answers.get(question.code)
    known = _("follows from what is known") if question.code in one.law.known else "–"
    return [
        label(f"ask.{question.code}"),
        law_answer(one.law.answer(question.code), question.code),
        proof(row, one.law.judged_on) or "–",
        who(one, row) if row else known,
        "; ".join(load_sources()[key].title for key in question.sources),
    ]


def proof(row: LawAnswerRecord | None, today: date) -> str:
    """Return where the proof of an answer is, in words and as a document, "" where there is none."""
    if row is None:
        return ""
    document = row.proving(today)
    named = document and _("document %(number)s: %(name)s", number=document.id, name=document.file_name)
    return "; ".join(part for part in (row.proof, named) if part)


def who(one: LineSheet, row: LawAnswerRecord | LawDecisionRecord) -> str:
    """Return who answered or decided, and when."""
    return ", ".join(part for part in (one.who.get(row.person_id, ""), moment(row.at)) if part)


def finding_of(one: LineSheet, finding: Finding) -> str:
    """Return a finding with its weight, or who weighed or waived it and why."""
    row = one.law.decisions.get(finding.code)
    if row is None:
        return f"{label(f'outcome.{finding.outcome}')}: {label(finding.code)} ({finding.row})"
    reason = f" “{row.reason}”" if row.reason else ""
    decided = f"{label(f'decision.{row.decision}')}{reason}, {who(one, row)}"
    return f"{decided}: {label(finding.code)} ({finding.row})"


def source(key: str) -> str:
    """Return where a rule was read: title, address, and how much of it."""
    found = load_sources()[key]
    told = f"{found.title} ({label(f'source_read.{found.read}')})"
    return f"{told} {found.address}" if found.address else told
