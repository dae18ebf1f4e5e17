"""The words of a letter: a template per kind, its first line being the subject."""

import json
import re
from email.message import EmailMessage
from email.utils import formatdate

from flask import g, render_template

from circulair.language import FIRST
from circulair.store.records import LetterRecord

GAP = re.compile(r"\n\s*\n")
"""Blank lines, of which templates leave more than one."""


def message(letter: LetterRecord, base_url: str, sender: str, questions: str = "") -> EmailMessage:
    """Return a stored letter as an e-mail in its reader's language.

    Needs an application context; addresses in it are absolute. ``questions`` is where these can be sent.
    """
    facts = {"name": "", "questions": questions, **json.loads(letter.facts)}
    prefix = "" if letter.language == FIRST else f"/{letter.language}"
    g.language = letter.language
    text = render_template(f"mail/{letter.kind}.txt", link=f"{base_url}{prefix}{facts['path']}", **facts)
    g.pop("language")
    subject, _line, body = GAP.sub("\n\n", text.strip()).partition("\n")
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = sender, letter.recipient, subject.strip()
    email["Message-ID"], email["Date"] = letter.message_id, formatdate(letter.created_at.timestamp())
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(body.strip() + "\n")
    return email
