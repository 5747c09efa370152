"""The open data as they are asked for: documents, files, schema, documentation, HTTP."""

import csv
import io
from datetime import date, time
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.html import strip_tags
from jsonschema import Draft202012Validator, FormatChecker
from wagtail.models import PageViewRestriction

from stages.domain.open_data import DATASETS
from stages.enums import DateKind
from tests.bench.large_tour import make_tour
from tests.bench.measures import queries_of
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    ParticipationFactory,
    PartnerNameFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressContactFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

SLUGS = [dataset.slug for dataset in DATASETS]
JSON = [f"/donnees/v1/{slug}.json" for slug in SLUGS]
CSV = [f"/donnees/v1/{slug}.csv" for slug in SLUGS]
ROUTE, SCHEMA = "/donnees/v1/route.geojson", "/donnees/v1/schema.json"
FILES = [*JSON, *CSV, ROUTE]
#: What a CSV file could stumble on.
AWKWARD = {
    "formula": '=HYPERLINK("https://evil.example","A1")',
    "quotes": '« Le “travail”, "autrement" » ; ou | pas',
    "emoji": "👩🏽‍🌾 Étape à vélo 🚲",
}


@pytest.fixture(autouse=True)
def _before(clock_at, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://tour.example/"
    clock_at("2014-10-08T12:00")


@pytest.fixture
def schema(client, home):
    return client.get(SCHEMA).json()


@pytest.fixture
def tour(home):
    """A Tour with some of everything, of which nothing is plain."""
    edition = EditionPageFactory(year=2014, slug="tour-2014", dated=True)
    stage = StagePageFactory(
        parent=edition, title=AWKWARD["quotes"], slug="mende", position=1, timed=True, located=True, price="-10 %"
    )
    stage.themes.add(ThemeFactory(name="a | b"), ThemeFactory(name="télétravail"))
    stage.save()
    StagePageFactory(parent=edition, title="É" * 255, position=2, unknown=True)
    StagePageFactory(parent=edition, title=AWKWARD["emoji"], position=3, period=True, summary="@tous\nune\tligne")
    item = ProgrammeItemFactory(
        stage=stage, timed=True, title=AWKWARD["formula"], kinds=["talk"], description="<p>un</p><p>deux, trois</p>"
    )
    ParticipationFactory(item=item, name="Camille, Martin", function="＝présidente", organisation='"Elle"')
    ParticipationFactory(item=item, with_page=True)
    ProgrammeItemFactory(stage=stage, all_day=True)
    ProgrammeItemFactory(stage=stage)
    partner = PartnerPageFactory(title="+ de liens", summary="\u00a0-1", website="https://liens.example/")
    PartnerNameFactory(partner=partner, name="Liens, & Cie")
    EditionPartnerFactory(edition=edition, partner=partner)
    StagePartnerFactory(stage=stage, partner=partner)
    return edition


def rows_of(response):
    """What Python's own reader makes of a CSV file."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def records_of(client, slug):
    """The records of a CSV file, by column."""
    header, *rows = rows_of(client.get(f"/donnees/v1/{slug}.csv"))
    return [dict(zip(header, row, strict=True)) for row in rows]


def errors(schema, document):
    return [
        error.message for error in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    ]


# --- Documents and their schema


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


# --- CSV


@pytest.mark.parametrize("slug", SLUGS)
def test_csv_has_the_columns_of_the_declaration(client, tour, slug):
    dataset = next(dataset for dataset in DATASETS if dataset.slug == slug)
    header, *rows = rows_of(client.get(f"/donnees/v1/{slug}.csv"))

    assert header == [leaf.column for leaf in dataset.leaves]
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == len(client.get(f"/donnees/v1/{slug}.json").json()[dataset.key])


def test_csv_is_utf_8_with_a_byte_order_mark_and_crlf(client, home):
    content = client.get("/donnees/v1/partenaires.csv").content

    assert content.startswith(b"\xef\xbb\xbfid,name,url,")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == 1


def test_formula_is_words_in_csv_and_itself_in_json(client, tour):
    (item,) = [record for record in records_of(client, "programme") if "HYPERLINK" in record["name"]]
    (partner,) = records_of(client, "partenaires")
    stages = records_of(client, "etapes")

    assert item["name"] == f"'{AWKWARD['formula']}"
    assert item["speakers_job_title"] == "'＝présidente | "
    assert (partner["name"], partner["description"]) == ("'+ de liens", "'\u00a0-1")
    assert (stages[0]["price"], stages[2]["description"]) == ("'-10 %", "'@tous\nune\tligne")
    assert client.get("/donnees/v1/partenaires.json").json()["partners"][0]["name"] == "+ de liens"


def test_text_is_intact_in_csv(client, tour):
    stages = records_of(client, "etapes")

    assert [stage["name"] for stage in stages] == [AWKWARD["quotes"], "É" * 255, AWKWARD["emoji"]]
    (item,) = [record for record in records_of(client, "programme") if record["speakers_name"]]
    assert item["description"] == "un\ndeux, trois"


def test_list_is_one_cell(client, tour):
    assert records_of(client, "etapes")[0]["themes"] == "a ¦ b | télétravail"
    (item,) = [record for record in records_of(client, "programme") if record["speakers_name"]]
    assert item["speakers_name"].startswith("Camille, Martin | Camille Martin")
    assert item["speakers_is_alternate"] == "false | false"


def test_unknown_is_an_empty_cell(client, tour):
    unknown = records_of(client, "etapes")[1]

    assert {name: unknown[name] for name in ("date_precision", "start_date", "end_date", "start_datetime")} == {
        "date_precision": "unknown",
        "start_date": "",
        "end_date": "",
        "start_datetime": "",
    }
    assert (unknown["location_latitude"], unknown["themes"]) == ("", "")


def test_coordinates_stay_numbers(client, home):
    StagePageFactory(latitude="-20.87890", longitude="-0.00001")
    (record,) = records_of(client, "etapes")

    assert (record["location_latitude"], record["location_longitude"]) == ("-20.8789", "-0.00001")


@pytest.mark.postgres
@pytest.mark.parametrize("slug", SLUGS)
def test_postgresql_reads_the_csv_as_python_does(client, tour, slug):
    response = client.get(f"/donnees/v1/{slug}.csv")
    header, *rows = rows_of(response)
    columns = ", ".join(f'"{name}" text' for name in header)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE read_back (line bigserial, {columns}) ON COMMIT DROP")
        names = ", ".join(f'"{name}"' for name in header)
        with cursor.copy(
            f"COPY read_back ({names}) FROM STDIN WITH (FORMAT csv, HEADER match, ENCODING 'UTF8')"
        ) as copy:
            copy.write(response.content.removeprefix(b"\xef\xbb\xbf"))
        cursor.execute(f"SELECT {names} FROM read_back ORDER BY line")
        read = cursor.fetchall()

    assert [["" if cell is None else cell for cell in row] for row in read] == rows
    # a cell without anything in it is NULL
    assert [[cell is None for cell in row] for row in read] == [[cell == "" for cell in row] for row in rows]


# --- What never leaves


def test_what_is_hidden_is_in_no_file(client, home, clock_at):
    def restricted(page):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
        return page

    edition = EditionPageFactory(year=2014, slug="tour-2014")
    hidden_edition = restricted(EditionPageFactory(year=2013, title="MARQUE edition", slug="marque-edition"))
    draft_place = PlacePageFactory(title="MARQUE lieu", slug="marque-lieu", address="MARQUE adresse", draft=True)
    private_person = restricted(PersonPageFactory(title="MARQUE personne", slug="marque-personne"))
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        timed=True,
        venue=draft_place,
        results=[("heading", "MARQUE bilan")],
        access="<p>MARQUE accès</p>",
    )
    item = ProgrammeItemFactory(stage=stage, title="Débat")
    ParticipationFactory(item=item, name="", person=private_person)
    ParticipationFactory(item=item, name="", person=PersonPageFactory(title="MARQUE brouillon", draft=True))
    ParticipationFactory(item=item, name="MARQUE imprévu", unannounced=True)
    draft = StagePageFactory(parent=edition, title="MARQUE étape", located=True, draft=True)
    within = StagePageFactory(parent=hidden_edition, title="MARQUE étape réservée", located=True)
    for hidden in (draft, within):
        ProgrammeItemFactory(stage=hidden, title="MARQUE moment")
    partner = PartnerPageFactory(title="Partenaire")
    for hidden in (draft, within):
        StagePartnerFactory(stage=hidden, partner=partner, name_then="MARQUE nom")
    EditionPartnerFactory(edition=hidden_edition, partner=partner, name_then="MARQUE nom")
    hidden_partners = [PartnerPageFactory(title="MARQUE partenaire", draft=True)]
    hidden_partners.append(restricted(PartnerPageFactory(title="MARQUE partenaire")))
    for hidden in hidden_partners:
        StagePartnerFactory(stage=stage, partner=hidden)
        PartnerNameFactory(partner=hidden, name="MARQUE autre nom")
    release = PressReleasePageFactory(parent=stage, issued=True)
    for is_public in (True, False):
        PressContactFactory(
            press_release=release,
            name="MARQUE contact",
            phone="MARQUE 04 66",
            email="marque@example.org",
            is_public=is_public,
        )

    for query in ("", "?edition=tour-2014"):
        said = "".join(client.get(path + query).content.decode() for path in FILES)
        assert said.casefold().count("marque") == 0
        assert said.count("Mende") > 0
    clock_at("2014-10-10T12:00")
    said = "".join(client.get(path).content.decode() for path in FILES)
    assert said.count("MARQUE") == said.count("MARQUE imprévu") == 2, "named once the stage has begun"
    assert client.get("/donnees/v1/etapes.json").json()["stages"][0]["phase"] == "results_online"


def test_control_characters_never_leave(client, home):
    stage = StagePageFactory(title="Mende\x07\x1b[31m\u0085", summary="un\r\ndeux")
    (record,) = client.get("/donnees/v1/etapes.json").json()["stages"]

    assert stage.title != record["name"] == "Mende[31m"
    assert record["description"] == "un\ndeux"
    assert [records_of(client, "etapes")[0][name] for name in ("name", "description")] == ["Mende[31m", "un\ndeux"]


def test_api_of_wagtail_is_not_mounted(client, home):
    assert [client.get(path).status_code for path in ("/api/", "/api/v2/", "/api/v2/pages/")] == [404] * 3


# --- HTTP


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


# --- One edition


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


# --- Overseas, summer and winter


def test_instants_carry_their_offset_into_csv(client, home):
    edition = EditionPageFactory(year=2014)
    for position, (zone, day) in enumerate(
        (
            ("Europe/Paris", date(2014, 10, 25)),
            ("Europe/Paris", date(2014, 10, 26)),
            ("Indian/Reunion", date(2014, 11, 1)),
            ("Pacific/Noumea", date(2014, 11, 2)),
        )
    ):
        StagePageFactory(
            parent=edition,
            position=position + 1,
            date_kind=DateKind.EXACT,
            starts_on=day,
            opening_time=time(9, 30),
            time_zone=zone,
        )

    assert [record["start_datetime"] for record in records_of(client, "etapes")] == [
        "2014-10-25T09:30:00+02:00",
        "2014-10-26T09:30:00+01:00",
        "2014-11-01T09:30:00+04:00",
        "2014-11-02T09:30:00+11:00",
    ]


# --- The page


@pytest.fixture
def page(client, tour):
    return client.get("/donnees/").content.decode()


def test_page_documents_every_field(page):
    for dataset in DATASETS:
        for leaf in dataset.leaves:
            assert f"<code>{leaf.path}</code>" in page
            assert f"<code>{leaf.column}</code>" in page
            assert leaf.description in unescape(page)


def test_page_leads_to_every_file(client, page):
    assert [path for path in [*FILES, SCHEMA] if f'href="{path}"' not in page] == []


def test_page_says_licence_version_and_example(page):
    words = " ".join(strip_tags(unescape(page)).split())

    assert "https://www.etalab.gouv.fr/licence-ouverte-open-licence" in page
    assert "Licence Ouverte / Open Licence 2.0" in words
    assert "la version 1.0" in words
    assert "curl --fail --output etapes.csv 'https://tour.example/donnees/v1/etapes.csv?edition=tour-2014'" in words
    assert '<link rel="canonical" href="https://tour.example/donnees/">' in page


def test_every_page_leads_to_the_data(client, home):
    assert '<a href="/donnees/">Données ouvertes</a>' in client.get("/").content.decode()


# --- Queries


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
