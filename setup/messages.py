"""Keep the catalogues in step with the texts in code and templates.

`python setup/messages.py` adds new texts (still untranslated) to every catalogue and drops those that
nothing says any more; with `--check` it changes nothing and fails if any text lacks its translation.
English is the source, so it needs no catalogue.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "circulair" / "translations"
TRANSLATED = ("nl", "de")

KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "_l": None, "N_": None, "plural": (1, 2)}
SOURCES = (
    (ROOT / "circulair", "*.py", "python"),
    (ROOT / "templates", "*.html", "jinja2.ext:babel_extract"),
    (ROOT / "templates", "*.txt", "jinja2.ext:babel_extract"),
)
OPTIONS = {"silent": "false"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")

HEADER = """# {name} texts of CirculAIR.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

Text = str | tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Update or check every catalogue; return the exit status."""
    texts = set(texts_in_code())
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not arguments:
        for language in TRANSLATED:
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            path_of(language).write_text(as_text(language, texts, kept(language)), encoding="utf-8")
        return 0
    wrong = [f"{language}: {fault}" for language in TRANSLATED for fault in faults(texts, kept(language))]
    print("\n".join(wrong) if wrong else f"{len(texts)} texts, all in {', '.join(TRANSLATED)} and English")
    return 1 if wrong else 0


def texts_in_code() -> Iterator[Text]:
    """Yield every text marked for translation, a pair where it has a plural."""
    for folder, pattern, method in SOURCES:
        for path in sorted(folder.rglob(pattern)):
            for _line, text, _comments, _context in extract_from_file(method, path, KEYWORDS, (), OPTIONS):
                yield text


def faults(texts: set[Text], catalogue: Catalog) -> Iterator[str]:
    """Yield what a catalogue lacks, has wrong or has too much."""
    known = {message.id: message for message in catalogue if message.id}
    for text in sorted(texts, key=str):
        yield from (f"{words}: {text!r}" for words in wrong_with(text, known.get(text)))
    for unsaid in sorted(known.keys() - texts, key=str):
        yield f"no longer said: {unsaid!r}"


def wrong_with(text: Text, message: Message | None) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if message is None:
        yield "missing"
        return
    if message.fuzzy:
        yield "marked as doubtful"
    forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    wanted = placeholders(text)
    for form in forms:
        if not form.strip():
            yield "not translated"
        elif not wanted >= placeholders(form) or (len(forms) == 1 and wanted != placeholders(form)):
            yield f"other parts than {sorted(wanted)}"


def placeholders(text: Text) -> set[str]:
    """Return the named parts of a text in all its forms."""
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


def path_of(language: str) -> Path:
    """Return the file of a catalogue."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue in a file, an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def kept(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    return read(path_of(language), language)


def as_text(language: str, texts: set[Text], before: Catalog) -> str:
    """Return a catalogue anew: sorted, without dates and places, so that it changes only with its texts."""
    known = {message.id: message for message in before if message.id}
    catalogue = Catalog(locale=language)
    for text in sorted(texts, key=str):
        old = known.get(text)
        catalogue.add(text, old.string if old else None, flags=set(old.flags) & {"fuzzy"} if old else ())
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, no_location=True, sort_output=True, width=110)
    name = str(catalogue.locale.english_name if catalogue.locale else language)
    header = HEADER.format(name=name, code=language, plurals=catalogue.plural_forms)
    return header + body.getvalue().decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
