"""The JSON documents and their schema; the route."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.stages.views.open_data.files import ROUTE, SCHEMA, SLUGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(client, home):
    return client.get(SCHEMA).json()


def errors(schema, document):
    return [
        error.message for error in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    ]


def test_schema_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://tour.example/donnees/v1/schema.json"
    assert list(schema["$defs"]) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_document_follows_the_schema(client, tour, schema, slug):
    document = client.get(f"/donnees/v1/{slug}.json").json()

    assert errors(schema, document) == []
    assert errors({"$ref": f"#/$defs/{slug}", "$defs": schema["$defs"]}, document) == []
    (key,) = set(document) - {"version", "licence", "source", "schema"}
    declared = schema["$defs"][slug]["properties"][key]["items"]["properties"]
    assert {tuple(record) for record in document[key]} == {tuple(declared)}


@pytest.mark.parametrize("slug", SLUGS)
def test_document_of_an_empty_site_follows_the_schema(client, home, schema, slug):
    assert errors(schema, client.get(f"/donnees/v1/{slug}.json").json()) == []


def test_schema_refuses_what_is_no_document(client, tour, schema):
    document = client.get("/donnees/v1/etapes.json").json()
    document["stages"][0]["phase"] = "bientôt"

    assert len(errors(schema, document)) == 1
    assert len(errors(schema, {})) == 1


def test_document_says_what_it_is(client, home):
    assert client.get("/donnees/v1/etapes.json").json() == {
        "version": "1.0",
        "licence": {
            "name": "Licence Ouverte / Open Licence 2.0",
            "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        },
        "source": "https://tour.example/donnees/",
        "schema": "https://tour.example/donnees/v1/schema.json",
        "stages": [],
    }


def test_route_is_a_feature_collection(client, tour):
    document = client.get(ROUTE).json()

    assert list(document) == ["type", "version", "licence", "source", "features"]
    assert document["type"] == "FeatureCollection"
    assert [set(feature) for feature in document["features"]] == [{"type", "id", "geometry", "properties"}]
    assert document["features"][0]["geometry"] == {"type": "Point", "coordinates": [3.5013, 44.5182]}
