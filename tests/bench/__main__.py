"""`make bench`: what each page type costs, with the demonstration's content and with a very large Tour.

Prints tables and writes them to docs/benchmarks.md, of which `tests.bench.mail` writes the section on mails. Runs on
the database of DATABASE_URL (a test database is made there and dropped), by default SQLite in memory.
"""

import os
import platform
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tour.settings.test")
os.environ.setdefault("LOG_LEVEL", "WARNING")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from tests.bench.large_tour import make_tour  # noqa: E402
from tests.bench.measures import calendar_file_costs, milliseconds_of, queries_of, weight_of  # noqa: E402
from tests.bench.report import rewrite  # noqa: E402
from tests.flows.pages import PAGES, release_a_programme  # noqa: E402

TIMES = 15
LARGE = {"editions": 20, "stages": 50, "items": 30, "directory": 200, "rows": 3}


def main():
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    settings.TOUR_CLOCK_START = "2014-10-01T09:00"
    try:
        with transaction.atomic():
            call_command("bootstrap_site", verbosity=0)
            call_command("seed_demo", verbosity=0)
            release_a_programme()
            demo = measure(PAGES)
            weight = weight_of(Client(), PAGES["stage"])
            transaction.set_rollback(True)
        with transaction.atomic():
            large = measure(make_tour(**LARGE))
            calendar_file = calendar_file_costs(Client(), "/calendrier.ics", times=5)
            transaction.set_rollback(True)
    finally:
        teardown_databases(databases, verbosity=0)
    report = write(demo, large, weight, calendar_file)
    rewrite("pages", report)
    print(report)  # noqa: T201


def measure(paths):
    """{page type: (queries, milliseconds)}"""
    cache.clear()
    client = Client()
    for path in paths.values():
        client.get(path)
    return {
        name: (len(queries_of(client, path)), milliseconds_of(client, path, times=TIMES))
        for name, path in paths.items()
    }


def write(demo, large, weight, calendar_file):
    def rows():
        for name in dict.fromkeys([*demo, *large]):
            cells = [f"{r[name][0]} | {r[name][1]:.0f}" if name in r else " | " for r in (demo, large)]
            yield f"| {name} | {cells[0]} | {cells[1]} |"

    engine = f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}"
    kilobytes = {what: size / 1024 for what, size in weight.items()}
    page = sum(kilobytes[what] for what in ("HTML", "CSS", "JavaScript"))
    return f"""# Benchmarks

Written by `make bench`. Queries and milliseconds of one request through the whole application (Django's test client,
no page cache; the median of {TIMES}, after a first one). Milliseconds compare pages and changes on one machine;
the numbers of queries hold anywhere, and `tests/home/test_query_counts.py` keeps them from growing with the content.

{engine}, Python {platform.python_version()}, {os.cpu_count()} processors.

The large Tour: {LARGE["editions"]} editions of {LARGE["stages"]} stages, each of {LARGE["items"]} programme items;
{LARGE["directory"]} partners, networks, places and people each. Its person speaks at every item of every stage, on a
page of {LARGE["editions"] * LARGE["stages"] * LARGE["items"]} lines that nobody will ever have.

| page | demonstration: queries | ms | large Tour: queries | ms |
|---|--:|--:|--:|--:|
{chr(10).join(rows())}

Targets: at most 12 queries for a stage page, 20 for any public page.

## The calendar file of the large Tour

`/calendrier.ics`, {calendar_file["events"]} events: built in {calendar_file["built"]:.0f} ms the first time,
answered 304 in {calendar_file["unchanged"]:.1f} ms as long as nothing is published;
{calendar_file["bytes"] / 1024:.0f} KB, {calendar_file["compressed"] / 1024:.0f} KB compressed.

## Weight of a stage page

`/tour-2014/mende/`, compressed: {", ".join(f"{what} {size:.1f} KB" for what, size in kilobytes.items())}.
HTML, CSS and JavaScript together: {page:.1f} KB (at most 60). The number of requests, at most 8, is held in Chromium by
`tests/flows/test_page_weight.py`.
"""


if __name__ == "__main__":
    sys.exit(main())
