"""What a page costs."""

import gc
import gzip
import re
from pathlib import Path
from statistics import median
from time import perf_counter

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tour.storage import ENTRY, inline_imports


def queries_of(client, path) -> list[str]:
    """The statements that a page sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def milliseconds_of(client, path, *, times) -> float:
    """The median time of a page, from the request to the response, the first one left out."""
    client.get(path)
    taken = []
    for _ in range(times):
        gc.collect()
        start = perf_counter()
        client.get(path)
        taken.append((perf_counter() - start) * 1000)
    return median(taken)


def weight_of(client, path) -> dict[str, int]:
    """{what: bytes, compressed} of a page: its HTML, the stylesheet in one piece, its scripts, its fonts."""
    html = client.get(path).content
    static = settings.BASE_DIR / "static"

    def files(pattern):
        return [static / Path(name.decode()) for name in re.findall(pattern, html)]

    return {
        "HTML": len(gzip.compress(html)),
        "CSS": len(gzip.compress(inline_imports(static / ENTRY).encode())),
        "JavaScript": sum(len(gzip.compress(file.read_bytes())) for file in files(rb'src="/static/(js/[^"]+)"')),
        # woff2 is compressed already
        "fonts": sum(file.stat().st_size for file in files(rb'href="/static/(fonts/[^"]+)"')),
    }


def calendar_file_costs(client, path, *, times) -> dict[str, float]:
    """{what: milliseconds or bytes} of a calendar file: built (median, each from an empty cache), answered 304."""
    built, unchanged = [], []
    for _ in range(times):
        cache.clear()
        client.get("/sante/")
        gc.collect()
        start = perf_counter()
        response = client.get(path, headers={"accept-encoding": "gzip"})
        built.append((perf_counter() - start) * 1000)
        start = perf_counter()
        again = client.get(path, headers={"if-none-match": response["ETag"]})
        unchanged.append((perf_counter() - start) * 1000)
        assert (response.status_code, again.status_code) == (200, 304)
    body = gzip.decompress(response.content)
    return {
        "events": body.count(b"BEGIN:VEVENT"),
        "built": median(built),
        "unchanged": median(unchanged),
        "bytes": len(body),
        "compressed": len(response.content),
    }
