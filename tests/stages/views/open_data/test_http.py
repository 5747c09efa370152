"""How files are asked for and kept; queries."""

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.bench.large_tour import make_tour
from tests.bench.measures import queries_of
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
)
from tests.stages.views.open_data.files import CSV, FILES, JSON, ROUTE, SCHEMA, rows_of

pytestmark = pytest.mark.django_db


# --- HTTP -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        *((path, "application/json") for path in JSON),
        *((path, "text/csv; charset=utf-8") for path in CSV),
        (ROUTE, "application/geo+json"),
        (SCHEMA, "application/schema+json"),
    ],
)
def test_file_may_be_kept_and_read_from_anywhere(client, tour, path, content_type):
    response = client.get(path)
    headers = response.headers

    assert (response.status_code, headers["Content-Type"]) == (200, content_type)
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers.get("Vary", "") == ""
    assert response.cookies == {}


@pytest.mark.parametrize("path", [*FILES, SCHEMA])
def test_file_one_has_is_not_sent_again(client, tour, path):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    other = client.get(path, headers={"if-none-match": '"autre"'})

    assert (again.status_code, again.content) == (304, b"")
    assert [again.headers[name] for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin")] == [
        first.headers["ETag"],
        "public, max-age=300",
        "*",
    ]
    assert (other.status_code, other.content) == (200, first.content)


def test_etag_follows_the_content(client, clock_at, home):
    stage = StagePageFactory(timed=True)
    etags = [client.get("/donnees/v1/etapes.json").headers["ETag"]]
    clock_at("2014-10-09T10:00")
    etags.append(client.get("/donnees/v1/etapes.json").headers["ETag"])
    stage.title = "Mende"
    stage.save()
    etags.append(client.get("/donnees/v1/etapes.json").headers["ETag"])

    assert len(set(etags)) == 3


@pytest.mark.parametrize("path", [*FILES, SCHEMA, "/donnees/"])
def test_head_has_the_headers_and_no_content(client, tour, path):
    whole, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]
    assert head.headers.get("ETag") == whole.headers.get("ETag")


@pytest.mark.parametrize("path", [*FILES, SCHEMA, "/donnees/"])
def test_other_methods_are_refused(client, home, path):
    assert [client.post(path).status_code, client.delete(path).status_code, client.options(path).status_code] == [
        405
    ] * 3


def test_csv_is_named(client, tour):
    names = [client.get(path).headers["Content-Disposition"] for path in (CSV[0], f"{CSV[2]}?edition=tour-2014")]

    assert names == ['attachment; filename="etapes.csv"', 'attachment; filename="partenaires-tour-2014.csv"']


def test_unknown_file_is_not_found(client, home):
    assert [client.get(f"/donnees/{path}").status_code for path in ("v1/", "v1/lieux.json", "v2/etapes.json")] == [
        404
    ] * 3


# --- One edition ----------------------------------------------------------------------------------


def test_edition_selects_what_is_in_it(client, tour):
    other = EditionPageFactory(year=2012, slug="tour-2012")
    stage = StagePageFactory(parent=other, title="Lyon", located=True)
    ProgrammeItemFactory(stage=stage, title="Visite")
    StagePartnerFactory(stage=stage, partner=PartnerPageFactory(title="Hôte"))

    def names(path, key):
        return [record["name"] for record in client.get(f"{path}?edition=tour-2012").json()[key]]

    assert names(JSON[0], "stages") == ["Lyon"]
    assert names(JSON[1], "programme_items") == ["Visite"]
    assert names(JSON[2], "partners") == ["Hôte"]
    assert [f["properties"]["name"] for f in client.get(f"{ROUTE}?edition=tour-2012").json()["features"]] == ["Lyon"]
    assert len(rows_of(client.get(f"{CSV[0]}?edition=tour-2012"))) == 2


@pytest.mark.parametrize("slug", ["tour-1999", "", "secret", "%00", "a'b", "%F0%9F%9A%B2", "tour-2014/"])
@pytest.mark.parametrize("path", [JSON[0], CSV[1], JSON[2], ROUTE])
def test_unknown_edition_is_not_found_in_words(client, tour, path, slug):
    EditionPageFactory(year=2013, slug="secret", draft=True)
    response = client.get(f"{path}?edition={slug}")

    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert response.content.decode() == ("Aucune édition publiée ne répond à ce nom. Éditions\u00a0: tour-2014.\n")
    assert "Cache-Control" not in response.headers


# --- Queries --------------------------------------------------------------------------------------


def test_queries_do_not_depend_on_rows(client, home):
    paths = [*FILES, *(f"{path}?edition=tour-2014" for path in FILES), "/donnees/"]

    def queries(size):
        with transaction.atomic():
            make_tour(editions=size, stages=size, items=size, directory=size, rows=size)
            cache.clear()
            client.get("/")  # Wagtail keeps the sites' addresses for an hour
            found = {path: len(queries_of(client, path)) for path in paths}
            transaction.set_rollback(True)
        return found

    queries(1)  # what a process keeps from its first page on
    one, three = queries(1), queries(3)
    assert three == one
    assert max(one.values()) <= 12
