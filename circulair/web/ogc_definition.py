"""The definition of the OGC API as OpenAPI 3.0: what can be asked, and how it answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from circulair.errors import API_VERSION
from circulair.web.ogc_query import MOST, SYSTEMS, USUAL

Json = dict[str, Any]

OBJECT: Json = {"type": "object"}


def definition(server: str, about: Mapping[str, str], email: str, collections: Sequence[str]) -> Json:
    """Return the definition of the service at an address, with these collections."""
    contact = {"name": about["title"], "url": server, **({"email": email} if email else {})}
    return {
        "openapi": "3.0.3",
        "info": {**about, "version": API_VERSION, "contact": contact},
        "servers": [{"url": server}],
        "tags": [{"name": "features", "description": about["description"]}],
        "paths": paths(),
        "components": {
            "parameters": parameters(collections),
            "schemas": schemas(),
            "responses": refusals(),
        },
    }


def paths() -> Json:
    """Return the addresses of the service below its own."""
    of_items = ["collectionId", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime"]
    return {
        "/": operation("getLandingPage", "What there is and where"),
        "/conformance": operation("getConformance", "Which parts of the standard are kept"),
        "/api": operation("getApi", "This definition", "application/vnd.oai.openapi+json;version=3.0"),
        "/collections": operation("getCollections", "The tables"),
        "/collections/{collectionId}": operation("getCollection", "One table", names=["collectionId"]),
        "/collections/{collectionId}/items": operation(
            "getFeatures", "Rows of a table", "application/geo+json", of_items, "FeatureCollection"
        ),
        "/collections/{collectionId}/items/{featureId}": operation(
            "getFeature", "One row", "application/geo+json", ["collectionId", "featureId", "crs"], "Feature"
        ),
    }


def operation(
    name: str,
    summary: str,
    media: str = "application/json",
    names: Sequence[str] = (),
    schema: str = "",
) -> Json:
    """Return what can be read at one address."""
    kind = {"$ref": f"#/components/schemas/{schema}"} if schema else OBJECT
    found = {"description": summary, "content": {media: {"schema": kind}}}
    missing = {"404": ref("responses", "NotFound")} if names else {}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["features"],
            "parameters": [ref("parameters", one) for one in (*names, "f")],
            "responses": {"200": found, "400": ref("responses", "BadRequest"), **missing},
        }
    }


def ref(group: str, name: str) -> Json:
    """Return a reference to a shared part."""
    return {"$ref": f"#/components/{group}/{name}"}


def parameters(collections: Sequence[str]) -> Json:
    """Return what can be asked in an address."""
    system = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": SYSTEMS[0]}
    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    known = {"type": "string", "enum": list(collections)}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    listed = {"style": "form", "explode": False}
    return {
        "collectionId": parameter("collectionId", "path", "The name of a table", known),
        "featureId": parameter("featureId", "path", "The name of a row", {"type": "string"}),
        "limit": parameter("limit", "query", "How many rows at most", limit),
        "offset": parameter(
            "offset", "query", "How many rows to pass over", {"type": "integer", "minimum": 0, "default": 0}
        ),
        "bbox": {**parameter("bbox", "query", "Only what lies in this box", numbers), **listed},
        "bbox-crs": parameter("bbox-crs", "query", "How bbox is to be read", system),
        "crs": parameter("crs", "query", "In which system places are told", system),
        "datetime": parameter(
            "datetime", "query", "Only what is of this day or interval (RFC 3339)", {"type": "string"}
        ),
        "f": parameter(
            "f", "query", "The kind of answer", {"type": "string", "enum": ["json"], "default": "json"}
        ),
    }


def parameter(name: str, place: str, words: str, schema: Json) -> Json:
    """Return one thing that can be asked."""
    return {"name": name, "in": place, "description": words, "required": place == "path", "schema": schema}


def schemas() -> Json:
    """Return what the answers look like."""
    geometry = {"type": "object", "nullable": True}
    members = {
        "type": {"type": "string"},
        "id": {"type": "string"},
        "geometry": geometry,
        "properties": OBJECT,
    }
    listed = {"type": "array", "items": ref("schemas", "Feature")}
    numbers = {"type": "integer", "minimum": 0}
    return {
        "Feature": {"type": "object", "required": ["type", "geometry", "properties"], "properties": members},
        "FeatureCollection": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "numberMatched": numbers,
                "numberReturned": numbers,
                "features": listed,
            },
        },
        "Problem": {
            "type": "object",
            "required": ["status", "title", "detail"],
            "properties": {
                "status": {"type": "integer"},
                "title": {"type": "string"},
                "detail": {"type": "string"},
            },
        },
    }


def refusals() -> Json:
    """Return how a refusal looks."""
    content = {"application/problem+json": {"schema": ref("schemas", "Problem")}}
    return {
        "BadRequest": {"description": "What was asked makes no sense; detail says why", "content": content},
        "NotFound": {"description": "There is no such thing", "content": content},
    }
