"""What `make run` starts: the port, and the two processes that are watched over. All with real processes."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from django.conf import settings

# Stands for the site: a web server and a worker that has a child, each telling its number and then doing nothing.
WATCHED = """
import django, os, signal, sys
django.setup()
from home import laptop

def idle(name):
    if name == "worker" and os.fork() == 0:
        name = "child"
    os.write(1, f"{name} {os.getpid()}\\n".encode())  # at once: three processes write here
    signal.pause()

sys.exit(laptop.watch(lambda: idle("web"), lambda: idle("worker")))
"""


@pytest.fixture
def watched():
    """The watching process and the numbers of those it watches.

    Its output ends only when nobody is left to write to it: `communicate` returns when all are gone.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", WATCHED],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tour.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    numbers = dict(process.stdout.readline().split() for _ in range(3))
    yield process, {name: int(number) for name, number in numbers.items()}
    process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_ends_all_processes(watched, number):
    process, _ = watched
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "\nArrêt du site…\n")


def test_end_of_worker_is_told_and_leaves_the_web_server(watched):
    process, numbers = watched
    os.kill(numbers["worker"], signal.SIGKILL)
    lines = [process.stderr.readline() for _ in range(2)]
    assert lines[1].startswith("Le planificateur s’est arrêté (code -9). Le site répond toujours")
    assert process.poll() is None
    os.kill(numbers["web"], signal.SIGTERM)  # raises ProcessLookupError if it ended with the worker
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (1, "\nLe serveur web s’est arrêté (code -15).\n")


def test_end_of_web_server_ends_the_rest(watched):
    process, numbers = watched
    os.kill(numbers["web"], signal.SIGKILL)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (1, "\nLe serveur web s’est arrêté (code -9).\n")


def run(port):
    return subprocess.run(
        [sys.executable, "bin/run", port], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def test_taken_port_is_told_before_anything_is_done():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run(str(port))
    expected = f"Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : make run PORT=8123\n"
    assert (process.returncode, process.stdout, process.stderr) == (1, "", expected)


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "80.5"])
def test_bad_port_is_told(port):
    process = run(port)
    expected = f"PORT={port} : un nombre entre 1 et 65535 est attendu. Par exemple : make run PORT=8123\n"
    assert (process.returncode, process.stdout, process.stderr) == (1, "", expected)
