"""The open data as CSV."""

from datetime import date, time

import pytest
from django.db import connection

from stages.domain.open_data import DATASETS
from stages.enums import DateKind
from tests.factories import EditionPageFactory, StagePageFactory
from tests.stages.views.open_data.files import AWKWARD, SLUGS, records_of, rows_of

pytestmark = pytest.mark.django_db


# --- CSV ------------------------------------------------------------------------------------------


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


# --- Overseas, summer and winter ------------------------------------------------------------------


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
