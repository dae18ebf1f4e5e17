"""What a page consists of, as far as tests look: headings, fields with labels, forms, links, words."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "template"}
UNLABELLED_KINDS = {"hidden", "submit", "button", "image", "reset"}

Told = dict[str, str]


@dataclass
class SeenForm:
    """A form: where it goes and what it sends as it stands."""

    action: str
    method: str
    names: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names


@dataclass
class SeenField:
    """A visible field and what names it."""

    name: str
    id: str
    labelled: bool


class Outline(HTMLParser):
    """Reads a page once, from top to bottom."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language, self.title = "", ""
        self.heads: list[str] = []
        self.links: list[str] = []
        self.forms: list[SeenForm] = []
        self.fields: list[SeenField] = []
        self.nonces: list[str] = []
        self.inline: list[str] = []
        self.ids: list[str] = []
        self._labels: set[str] = set()
        self._open: list[str] = []
        self._words: list[str] = []
        self._select = ""

    @classmethod
    def of(cls, html: str) -> "Outline":
        """Return the outline of a page."""
        outline = cls()
        outline.feed(html)
        outline.close()
        return outline

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._words)).strip()

    @property
    def unlabelled(self) -> list[str]:
        return [seen.name for seen in self.fields if not seen.labelled and seen.id not in self._labels]

    @property
    def doubled_ids(self) -> list[str]:
        return [name for name, times in Counter(self.ids).items() if times > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._note_attributes(tag, told)
        read = getattr(self, f"_read_{tag}", None)
        if read is not None:
            read(told)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if UNSEEN & set(self._open):
            return
        self._words.append(data)
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if "h1" in self._open:
            self.heads[-1] = (self.heads[-1] + data).strip()
        if "textarea" in self._open and self._select and self.forms:
            self.forms[-1].values[self._select] = data

    def _note_attributes(self, tag: str, told: Told) -> None:
        self.ids += [told["id"]] if told.get("id") else []
        self.inline += [f"{tag} {name}" for name in told if name == "style" or name.startswith("on")]
        self._words += [told[name] for name in ("aria-label", "alt", "placeholder") if told.get(name)]

    def _read_html(self, told: Told) -> None:
        self.language = told.get("lang", "")

    def _read_h1(self, told: Told) -> None:
        self.heads.append("")

    def _read_a(self, told: Told) -> None:
        self.links.append(told.get("href", ""))

    def _read_script(self, told: Told) -> None:
        self.nonces.append(told.get("nonce", ""))

    def _read_label(self, told: Told) -> None:
        self._labels.add(told.get("for", ""))

    def _read_form(self, told: Told) -> None:
        self.forms.append(SeenForm(told.get("action", ""), told.get("method", "get").lower()))

    def _read_input(self, told: Told) -> None:
        kind = told.get("type", "text")
        if kind not in UNLABELLED_KINDS:
            self._note_field(told)
        ticked = kind not in {"checkbox", "radio"} or "checked" in told
        self._note_value(told.get("name", ""), told.get("value", "") if ticked else None)

    def _read_select(self, told: Told) -> None:
        self._note_field(told)
        self._select = told.get("name", "")
        self._note_value(self._select, None)

    def _read_option(self, told: Told) -> None:
        if "select" not in self._open:  # a proposal of a datalist, which is not sent
            return
        first = self.forms and self._select not in self.forms[-1].values
        if self.forms and (first or "selected" in told):
            self.forms[-1].values[self._select] = told.get("value", "")

    def _read_textarea(self, told: Told) -> None:
        self._note_field(told)
        self._select = told.get("name", "")
        self._note_value(self._select, "")

    def _note_field(self, told: Told) -> None:
        named = "label" in self._open or any(told.get(name) for name in ("aria-label", "aria-labelledby"))
        self.fields.append(SeenField(told.get("name", ""), told.get("id", ""), named))

    def _note_value(self, name: str, value: str | None) -> None:
        if self.forms and "form" in self._open and name:
            self.forms[-1].names.add(name)
            if value is not None:
                self.forms[-1].values[name] = value
