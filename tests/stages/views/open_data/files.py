"""The files of the open data, and what Python reads in those in CSV."""

import csv
import io

from stages.domain.open_data import DATASETS

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


def rows_of(response):
    """What Python's own reader makes of a CSV file."""
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def records_of(client, slug):
    """The records of a CSV file, by column."""
    header, *rows = rows_of(client.get(f"/donnees/v1/{slug}.csv"))
    return [dict(zip(header, row, strict=True)) for row in rows]
