"""The words of a letter: a template per kind, its first line being the subject."""

import json
import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

from flask import render_template

from circulair.language import FIRST, written_in
from circulair.store import letter_notes
from circulair.store.records import LetterRecord

GAP = re.compile(r"\n\s*\n")
"""Blank lines, of which templates leave more than one."""


def message(letter: LetterRecord, base_url: str, sender: str, questions: str = "") -> EmailMessage:
    """Return a stored letter as an e-mail in its reader's language.

    Needs an application context; addresses in it are absolute. ``questions`` is where these can be sent.
    """
    return written(letter, {"questions": questions, **json.loads(letter.facts)}, base_url, sender)


def written(
    letter: LetterRecord,
    facts: Mapping[str, Any],  # whatever a letter is made of
    base_url: str,
    sender: str,
) -> EmailMessage:
    """Return a letter made of facts as an e-mail, with what the hub adds to its kind in its own words."""
    prefix = "" if letter.language == FIRST else f"/{letter.language}"
    told = {"name": "", "questions": "", **facts, "link": f"{base_url}{prefix}{facts['path']}"}
    told["own_words"] = letter_notes.words_for(letter.kind, letter.language)
    with written_in(letter.language):
        text = render_template(f"mail/{letter.kind}.txt", **told)
    subject, _line, body = GAP.sub("\n\n", text.strip()).partition("\n")
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, letter.recipient, subject.strip()
    email["Message-ID"], email["Date"] = letter.message_id, formatdate(letter.created_at.timestamp())
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(body.strip() + "\n")
    return email
