"""Descriptions as linked data: nodes with what is said of them, written as JSON-LD or Turtle."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""What a name before a colon stands for."""


@dataclass(frozen=True, slots=True)
class Iri:
    """The address of something."""

    address: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language, or a value of a type."""

    text: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What is said of one thing; without an address it is only known by who names it."""

    kind: str
    said: tuple[tuple[str, "Iri | Text | Node"], ...]
    address: str = ""


Value = Iri | Text | Node


def as_jsonld(nodes: Sequence[Node]) -> bytes:
    """Return nodes as JSON-LD."""
    told = {"@context": PREFIXES, "@graph": [node_json(node) for node in nodes]}
    return json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"


def node_json(node: Node) -> dict[str, Any]:
    """Return a node with all that is said of it."""
    told: dict[str, Any] = {"@id": node.address} if node.address else {}
    told["@type"] = node.kind
    for name, value in node.said:
        told.setdefault(name, []).append(value_json(value))
    return told


def value_json(value: Value) -> dict[str, Any]:
    """Return what is said as JSON-LD."""
    match value:
        case Iri(address):
            return {"@id": address}
        case Node():
            return node_json(value)
        case Text(text, language, kind):
            more = {"@language": language} if language else {"@type": kind} if kind else {}
            return {"@value": text, **more}


def as_turtle(nodes: Sequence[Node]) -> bytes:
    """Return nodes as Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    lines += [f"\n<{node.address}> {said_in_turtle(node, '  ')} ." for node in nodes]
    return ("\n".join(lines) + "\n").encode()


def said_in_turtle(node: Node, indent: str) -> str:
    """Return what is said of a node, a line for each."""
    parts = [f"a {node.kind}", *(f"{name} {value_in_turtle(value, indent)}" for name, value in node.said)]
    return f" ;\n{indent}".join(parts)


def value_in_turtle(value: Value, indent: str) -> str:
    """Return what is said as Turtle; its texts escape what JSON's do."""
    match value:
        case Iri(address):
            return f"<{address}>"
        case Node():
            return f"[ {said_in_turtle(value, indent + '  ')} ]"
        case Text(text, language, kind):
            return json.dumps(text, ensure_ascii=False) + (
                f"@{language}" if language else f"^^{kind}" if kind else ""
            )


JSONLD, TURTLE = "application/ld+json", "text/turtle"

WRITERS: dict[str, Callable[[Sequence[Node]], bytes]] = {JSONLD: as_jsonld, TURTLE: as_turtle}
"""How a description is written, by media type; the first where nobody asks."""

SHORT = {"jsonld": JSONLD, "turtle": TURTLE}
"""What the media types are called in an address."""
