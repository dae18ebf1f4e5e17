"""The catalogue: a release and its services described for data portals, after DCAT-AP-NL 3."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from circulair.files.catalogues import Iri, Node, Text, Value
from circulair.files.open_tables import LANGUAGES, Lonlat, Table
from circulair.files.open_tables import described as said_of
from circulair.services import open_data
from circulair.services.open_data import Edition

EUROPE = "http://publications.europa.eu/resource/authority"
PUBLIC = f"{EUROPE}/access-right/PUBLIC"
THEME = f"{EUROPE}/data-theme/ENVI"
QUARTERLY = f"{EUROPE}/frequency/QUARTERLY"
SPOKEN = {"nl": f"{EUROPE}/language/NLD", "en": f"{EUROPE}/language/ENG", "de": f"{EUROPE}/language/DEU"}
FILE_TYPES = {"csv": "CSV", "geojson": "GEOJSON", "gpkg": "GPKG"}
MEDIA_TYPES = "http://www.iana.org/assignments/media-types"
PROFILE = "https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/"
FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/req/core"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"

TITLE = {"nl": "Open data van CirculAIR", "en": "Open data of CirculAIR", "de": "Offene Daten von CirculAIR"}
ABOUT = {
    "nl": "Wat de stad laat zien van reststromen, wat er gezocht wordt, installaties en leegstand.",
    "en": "What the town shows of what is left over, what is looked for, plants and vacant premises.",
    "de": "Was die Stadt von Resten, Gesuchen, Anlagen und Leerstand zeigt.",
}
SERVICE = {
    "nl": "OGC API Features van CirculAIR",
    "en": "OGC API Features of CirculAIR",
    "de": "OGC API Features von CirculAIR",
}
SERVICE_ABOUT = {
    "nl": "De tabellen van de nieuwste publicatie, voor kaartprogramma's zoals QGIS.",
    "en": "The tables of the newest release, for map programs like QGIS.",
    "de": "Die Tabellen der neuesten Veröffentlichung, für Kartenprogramme wie QGIS.",
}
KEYWORDS = {
    "nl": ("circulaire economie", "reststromen"),
    "en": ("circular economy",),
    "de": ("Kreislaufwirtschaft",),
}
THEME_NAME = {"nl": "Milieu", "en": "Environment", "de": "Umwelt"}

Said = Iterator[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site is, and the address for questions, empty where there is none."""

    base: str
    email: str


def described(edition: Edition, site: Site) -> list[Node]:
    """Return the catalogue, its tables, its service, and what they refer to."""
    datasets = [dataset(edition, table, site) for table in edition.tables]
    return [catalogue(edition, site), *datasets, service(edition, site), *referred_to(edition, site)]


def catalogue(edition: Edition, site: Site) -> Node:
    """Return the catalogue itself."""
    said: list[tuple[str, Value]] = [
        *texts("dct:title", TITLE),
        *texts("dct:description", ABOUT),
        *responsible(edition, site),
        ("foaf:homepage", Iri(home_of(site))),
        ("dct:license", Iri(edition.terms.licence.authority)),
        ("dct:modified", day(edition)),
        ("dct:conformsTo", Iri(PROFILE)),
        *(("dct:language", Iri(address)) for address in SPOKEN.values()),
        *(("dcat:dataset", Iri(address_of(table, site))) for table in edition.tables),
        ("dcat:service", Iri(f"{site.base}/ogc")),
    ]
    return Node("dcat:Catalog", tuple(said), f"{site.base}/open-data/catalogus")


def dataset(edition: Edition, table: Table, site: Site) -> Node:
    """Return one table of the release with its files."""
    about = said_of(table.name).texts
    named = {code: said_of(table.name).title(code) or table.name for code in LANGUAGES}
    files = [name for name in open_data.names(edition) if name.partition(".")[0] == table.name]
    said: list[tuple[str, Value]] = [
        *texts("dct:title", named),
        *texts("dct:description", {code: about[code] or table.name for code in LANGUAGES}),
        ("dct:identifier", Text(address_of(table, site))),
        *responsible(edition, site),
        *reuse(),
        *keywords(),
        *(("dct:language", Iri(address)) for address in SPOKEN.values()),
        ("dcat:landingPage", Iri(home_of(site))),
        ("foaf:page", Iri(page_of(address_of(table, site)))),
        ("dct:issued", day(edition)),
        ("dct:modified", day(edition)),
        ("dcat:version", Text(edition.as_of)),
        ("dct:accrualPeriodicity", Iri(QUARTERLY)),
        *covered(table),
        *(
            ("dcat:distribution", distribution(edition, name, site))
            for name in (*files, open_data.GEOPACKAGE)
        ),
    ]
    return Node("dcat:Dataset", tuple(said), address_of(table, site))


def distribution(edition: Edition, name: str, site: Site) -> Node:
    """Return one file: where it is, its kind, its size and its digest."""
    found, kind = open_data.file(edition, name), name.rpartition(".")[2]
    address = f"{site.base}/open-data/{edition.number}/{name}"
    checksum = (
        ("spdx:algorithm", Iri(SHA256)),
        ("spdx:checksumValue", Text(found.sha256, kind="xsd:hexBinary")),
    )
    said: list[tuple[str, Value]] = [
        ("dct:title", Text(name)),
        ("dcat:accessURL", Iri(address)),
        ("dcat:downloadURL", Iri(address)),
        ("dcat:accessService", Iri(f"{site.base}/ogc")),
        ("dct:license", Iri(edition.terms.licence.authority)),
        ("dcat:mediaType", Iri(f"{MEDIA_TYPES}/{open_data.media_of(name)}")),
        *([("dct:format", Iri(f"{EUROPE}/file-type/{FILE_TYPES[kind]}"))] if kind in FILE_TYPES else []),
        ("dcat:byteSize", Text(str(len(found.content)), kind="xsd:nonNegativeInteger")),
        ("dct:issued", day(edition)),
        ("spdx:checksum", Node("spdx:Checksum", checksum)),
    ]
    return Node("dcat:Distribution", tuple(said))


def service(edition: Edition, site: Site) -> Node:
    """Return the service for map programs."""
    address = f"{site.base}/ogc"
    said: list[tuple[str, Value]] = [
        *texts("dct:title", SERVICE),
        *texts("dct:description", SERVICE_ABOUT),
        ("dct:identifier", Text(address)),
        *responsible(edition, site),
        *reuse(),
        ("dct:license", Iri(edition.terms.licence.authority)),
        ("dcat:endpointURL", Iri(address)),
        ("dcat:endpointDescription", Iri(f"{address}/api")),
        ("dct:conformsTo", Iri(FEATURES)),
        ("foaf:page", Iri(page_of(address))),
        *keywords(),
        *(("dct:language", Iri(spoken)) for spoken in SPOKEN.values()),
        *(("dcat:servesDataset", Iri(address_of(table, site))) for table in edition.tables),
    ]
    return Node("dcat:DataService", tuple(said), address)


def responsible(edition: Edition, site: Site) -> Said:
    """Yield who publishes and made it, and whom to ask."""
    name = (("foaf:name", Text(edition.terms.publisher)),)
    ask: list[tuple[str, Value]] = [
        ("vcard:fn", Text(edition.terms.publisher)),
        ("vcard:hasURL", Iri(f"{site.base}/over")),
        *([("vcard:hasEmail", Iri(f"mailto:{site.email}"))] if site.email else []),
    ]
    yield "dct:publisher", Node("foaf:Agent", name)
    yield "dct:creator", Node("foaf:Agent", name)
    yield "dcat:contactPoint", Node("vcard:Kind", tuple(ask))


def reuse() -> Said:
    """Yield that everybody may have it, and what it is about."""
    yield "dct:accessRights", Iri(PUBLIC)
    yield "dcat:theme", Iri(THEME)


def keywords() -> Said:
    """Yield what one would look for."""
    for code, words in KEYWORDS.items():
        for word in words:
            yield "dcat:keyword", Text(word, code)


def covered(table: Table) -> Said:
    """Yield the box in which the rows of a table lie, if they do."""
    box = box_of([position for path in table.paths for position in path])
    if box is not None:
        west, south, east, north = box
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        wkt = f"POLYGON(({', '.join(f'{lon} {lat}' for lon, lat in corners)}))"
        yield "dct:spatial", Node("dct:Location", (("dcat:bbox", Text(wkt, kind="geo:wktLiteral")),))


def box_of(positions: Sequence[Lonlat]) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of positions in degrees, None where there are none."""
    lons, lats = [lon for lon, _ in positions], [lat for _, lat in positions]
    return (min(lons), min(lats), max(lons), max(lats)) if positions else None


def referred_to(edition: Edition, site: Site) -> list[Node]:
    """Return what the catalogue refers to by address, with what each is."""
    licence = edition.terms.licence
    return [
        Node("dct:LicenseDocument", (("dct:title", Text(licence.name)),), licence.authority),
        Node("dct:RightsStatement", (), PUBLIC),
        Node("skos:Concept", tuple(texts("skos:prefLabel", THEME_NAME)), THEME),
        Node("foaf:Document", (), home_of(site)),
        Node("dct:Frequency", (), QUARTERLY),
        Node("dct:Standard", (), PROFILE),
        Node("dct:Standard", (), FEATURES),
        *(Node("dct:LinguisticSystem", (), address) for address in SPOKEN.values()),
        *files_referred_to(edition, site),
        *(Node("foaf:Document", (), page_of(address_of(table, site))) for table in edition.tables),
        Node("foaf:Document", (), page_of(f"{site.base}/ogc")),
        Node("rdfs:Resource", (), f"{site.base}/ogc"),
        Node("rdfs:Resource", (), f"{site.base}/ogc/api"),
    ]


def files_referred_to(edition: Edition, site: Site) -> list[Node]:
    """Return of each kind of address that files name what it is, each once."""
    names = [name for name in open_data.names(edition) if name.partition(".")[0] in tables_of(edition)]
    kinds = sorted({name.rpartition(".")[2] for name in (*names, open_data.GEOPACKAGE)} & FILE_TYPES.keys())
    media = sorted({open_data.media_of(name) for name in (*names, open_data.GEOPACKAGE)})
    return [
        Node("spdx:ChecksumAlgorithm", (), SHA256),
        *(Node("dct:MediaType", (), f"{MEDIA_TYPES}/{one}") for one in media),
        *(Node("dct:MediaTypeOrExtent", (), f"{EUROPE}/file-type/{FILE_TYPES[kind]}") for kind in kinds),
        *(
            Node("rdfs:Resource", (), f"{site.base}/open-data/{edition.number}/{name}")
            for name in (*names, open_data.GEOPACKAGE)
        ),
    ]


def tables_of(edition: Edition) -> set[str]:
    """Return the names of the tables of an edition."""
    return {table.name for table in edition.tables}


def page_of(address: str) -> str:
    """Return the page for people of what has an address for programs."""
    return f"{address}?f=html"


def address_of(table: Table, site: Site) -> str:
    """Return the address by which a table is known in every release."""
    return f"{site.base}/ogc/collections/{table.name}"


def home_of(site: Site) -> str:
    """Return the address of the page for people."""
    return f"{site.base}/open-data"


def texts(name: str, told: Mapping[str, str]) -> Said:
    """Yield a text in each language."""
    for code, text in told.items():
        yield name, Text(text, code)


def day(edition: Edition) -> Text:
    """Return the day that a release is of."""
    return Text(edition.as_of, kind="xsd:date")
