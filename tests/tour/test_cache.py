"""The cache in a Redis that is away: nothing fails, and only the first question waits."""

import socket
from contextlib import suppress
from time import monotonic

import pytest

from tour.cache import ClientOfAbsent, PatientRedisCache


@pytest.fixture(autouse=True)
def _asked_anew():
    ClientOfAbsent.away_until = 0.0
    yield
    ClientOfAbsent.away_until = 0.0


@pytest.fixture
def silent():
    """A server to which one connects, and which does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def port_of(listener):
    return listener.getsockname()[1]


def connections_to(listener):
    """How many there were."""
    count = 0
    listener.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


@pytest.mark.parametrize("is_silent", [False, True])
def test_redis_that_is_away_is_an_empty_cache_and_is_asked_once(silent, absent_port, caplog, is_silent):
    cache = PatientRedisCache(f"redis://127.0.0.1:{port_of(silent) if is_silent else absent_port}/1", {})
    answers = [
        cache.get("a", "else"),
        cache.add("a", 1),
        cache.set("a", 1),
        cache.touch("a"),
        cache.delete("a"),
        cache.has_key("a"),
        cache.incr("a", 3),
        cache.get_many(["a", "b"]),
        cache.set_many({"a": 1}),
        cache.delete_many(["a"]),
        cache.get_or_set("a", lambda: "made"),
        cache.clear(),
    ]
    assert answers == ["else", True, None, False, False, False, 3, {}, [], None, "made", False]
    assert (connections_to(silent), caplog.messages) == (int(is_silent), ["The cache's Redis is away."])


def test_redis_that_was_away_is_asked_again_later(silent):
    cache = PatientRedisCache(f"redis://127.0.0.1:{port_of(silent)}/1", {})
    cache.get("a")
    for_a_while = ClientOfAbsent.away_until - monotonic()
    assert 9 < for_a_while <= 10


def test_url_of_a_redis_gives_the_patient_cache(process_with_settings):
    process = process_with_settings(
        "production",
        "from django.core.cache import cache\nprint(type(cache._connections['default']).__name__, cache.get('a'))",
        CACHE_URL="redis://127.0.0.1:1/1",
    )
    assert process.stdout == "PatientRedisCache None\n"
