"""The catalogue holds to DCAT-AP-NL 3, alike in both ways of writing it."""

import hashlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from circulair.app import Application
from circulair.files import catalogues
from circulair.files.catalogues import Node, Text
from tests.releases import a_release, publish
from tests.web.checked import CheckedClient

SHAPES = Graph().parse(Path(__file__).parents[1] / "data" / "catalogue_shapes.ttl")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOGUE = "/open-data/catalogus"
RECOMMENDED = {
    DCAT.Catalog: (DCTERMS.creator,),
    DCAT.Dataset: (FOAF.page, DCAT.landingPage, DCTERMS.language),
    DCAT.Distribution: (DCAT.accessService, DCAT.downloadURL),
    DCAT.DataService: (DCTERMS.creator, DCAT.keyword, DCTERMS.language),
}
"""What DCAT-AP-NL recommends and we have; no standard fits our tables, and files have no one language."""


@pytest.fixture
def told(app: Application, client: CheckedClient) -> Graph:
    """The catalogue of a release, as its Turtle is read."""
    publish(app, a_release())
    return turtle(client)


def turtle(client: CheckedClient) -> Graph:
    return Graph().parse(data=client.http.get(f"{CATALOGUE}?f=turtle").data, format="turtle")


def faults(graph: Graph) -> set[object]:
    """Return which properties break our shapes, none where all is well."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    assert isinstance(report, Graph)
    return set(report.objects(None, SH.resultPath)) | set(report.objects(None, SH.sourceConstraintComponent))


def test_it_has_all_that_is_mandatory(told: Graph) -> None:
    assert faults(told) == set()


def test_with_an_address_for_questions_it_still_has(
    app: Application, client: CheckedClient, told: Graph
) -> None:
    app.settings = replace(app.settings, contact_email="hub@example.org")
    graph = turtle(client)
    assert faults(graph) == set()
    assert (None, VCARD.hasEmail, URIRef("mailto:hub@example.org")) in graph


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(
            (DCAT.Catalog, name)
            for name in (DCTERMS.title, DCTERMS.publisher, DCAT.contactPoint, DCAT.dataset)
        ),
        *((DCAT.Dataset, name) for name in (DCTERMS.description, DCTERMS.identifier, DCTERMS.creator)),
        *((DCAT.Dataset, name) for name in (DCTERMS.accessRights, DCAT.theme, DCTERMS.publisher)),
        *((DCAT.Distribution, name) for name in (DCAT.accessURL, DCTERMS.license)),
        *((DCAT.DataService, name) for name in (DCAT.endpointURL, DCAT.endpointDescription, DCAT.theme)),
        *((DCAT.DataService, name) for name in (DCTERMS.license, DCTERMS.identifier, DCTERMS.accessRights)),
    ],
)
def test_our_shapes_miss_whatever_is_left_out(told: Graph, kind: URIRef, name: URIRef) -> None:
    for subject in told.subjects(RDF.type, kind):
        told.remove((subject, name, None))
    assert faults(told) == {name, SH.MinCountConstraintComponent}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((DCTERMS.MediaType, DCAT.mediaType), (DCTERMS.MediaTypeOrExtent, DCTERMS["format"])),
        *((SPDX.ChecksumAlgorithm, SPDX.algorithm), (DCTERMS.Standard, DCTERMS.conformsTo)),
        *((FOAF.Document, FOAF.page), (DCTERMS.Frequency, DCTERMS.accrualPeriodicity)),
    ],
)
def test_our_shapes_miss_what_an_address_is_if_that_is_not_told(
    told: Graph, kind: URIRef, name: URIRef
) -> None:
    told.remove((None, RDF.type, kind))
    found = faults(told)
    assert {name, SH.ClassConstraintComponent} <= found


def test_our_shapes_miss_that_an_address_is_a_resource(told: Graph) -> None:
    told.remove((None, RDF.type, RDFS.Resource))
    asked = {DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription}
    assert faults(told) == asked | {SH.ClassConstraintComponent}


def test_what_is_recommended_is_told_where_there_is_something_to_tell(told: Graph) -> None:
    for kind, names in RECOMMENDED.items():
        subjects = list(told.subjects(RDF.type, kind))
        assert subjects
        assert all((subject, name, None) in told for subject in subjects for name in names)


def test_both_ways_of_writing_say_the_same(client: CheckedClient, told: Graph) -> None:
    other = Graph().parse(data=client.http.get(CATALOGUE).data, format="json-ld")
    assert len(other) > 300
    assert isomorphic(other, told)


def test_it_is_the_same_in_every_language_of_the_page(client: CheckedClient, told: Graph) -> None:
    assert {client.http.get(f"{prefix}{CATALOGUE}").data for prefix in ("", "/en", "/de")} == {
        client.http.get(CATALOGUE).data
    }


def test_every_file_it_names_is_there_with_its_size_and_digest(client: CheckedClient, told: Graph) -> None:
    files = list(told.subjects(RDF.type, DCAT.Distribution))
    assert len(files) == 5 * 4 + 4 * 3
    for file in files:
        address = told.value(file, DCAT.downloadURL)
        content = client.http.get(urlsplit(str(address)).path).data
        checksum = told.value(told.value(file, SPDX.checksum), SPDX.checksumValue)
        assert str(told.value(file, DCAT.byteSize)) == str(len(content))
        assert str(checksum).lower() == hashlib.sha256(content).hexdigest()


def test_every_address_of_ours_that_it_names_answers(client: CheckedClient, told: Graph) -> None:
    named = {str(one) for one in told.all_nodes() if isinstance(one, URIRef)}
    own = sorted(urlsplit(one).path for one in named if one.startswith("http://localhost/"))
    assert len(own) > 20
    assert {path: client.http.get(path).status_code for path in own} == dict.fromkeys(own, 200)


@pytest.mark.parametrize("text", ['a "b" \\ c', "line\nline\ttab", "é ü 😀 \u2028", "@en ^^ <x> . ;", "\x7f"])
def test_any_text_is_written_as_it_is(text: str) -> None:
    node = Node("dct:Standard", (("dct:title", Text(text, "nl")),), "http://example.org/x")
    for write, kind in ((catalogues.as_turtle, "turtle"), (catalogues.as_jsonld, "json-ld")):
        graph = Graph().parse(data=write([node]), format=kind)
        assert list(graph.objects(None, DCTERMS.title)) == [Literal(text, lang="nl")]
