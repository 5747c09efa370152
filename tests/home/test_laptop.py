"""What `make run` starts: the ports, and the three processes that are watched over. All with real processes."""

import os
import signal
import smtplib
import socket
import subprocess
import sys

import pytest
from django.conf import settings

# Stands for the site: a web server, a mailbox and a worker that has a child. Each tells its number, then does nothing.
WATCHED = """
import django, os, signal, sys
django.setup()
from home import laptop

def idle(name):
    if name == "worker" and os.fork() == 0:
        name = "child"
    os.write(1, f"{name} {os.getpid()}\\n".encode())  # at once: four processes write here
    signal.pause()

sys.exit(laptop.watch(lambda: idle("web"), {
    lambda: idle("worker"): laptop.WITHOUT_WORKER, lambda: idle("mailbox"): laptop.WITHOUT_MAILBOX
}))
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
    numbers = dict(process.stdout.readline().split() for _ in range(4))
    yield process, {name: int(number) for name, number in numbers.items()}
    process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_ends_all_processes(watched, number):
    process, _ = watched
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "\nArrêt du site…\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("worker", "Le planificateur s’est arrêté (code -9). Le site répond toujours"),
        ("mailbox", "La boîte aux lettres s’est arrêtée (code -9). Le site répond toujours"),
    ],
)
def test_end_of_a_helper_is_told_and_leaves_the_web_server(watched, name, told):
    process, numbers = watched
    os.kill(numbers[name], signal.SIGKILL)
    lines = [process.stderr.readline() for _ in range(2)]
    assert lines[1].startswith(told)
    assert process.poll() is None
    os.kill(numbers["web"], signal.SIGTERM)  # raises ProcessLookupError if it ended with the helper
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (1, "\nLe serveur web s’est arrêté (code -15).\n")


def test_site_answers_without_any_helper(watched):
    process, numbers = watched
    for name, lines in (("worker", 2), ("mailbox", 2)):
        os.kill(numbers[name], signal.SIGKILL)
        for _ in range(lines):
            process.stderr.readline()
    os.kill(numbers["web"], 0)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "\nArrêt du site…\n")


@pytest.fixture
def mailbox(tmp_path):
    """The mailbox's process, as `make run` starts it: its port, and the folder where it keeps mail."""
    folder = tmp_path / "mailbox"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import django; django.setup(); from home import laptop; laptop.tell_port(); "
                f"laptop.run_mailbox({listener.fileno()})",
            ],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tour.settings.dev",
                "TOUR_MAILBOX": str(folder),
                "EMAIL_PORT": str(port),
            },
            pass_fds=[listener.fileno()],
        )
    yield port, folder
    process.kill()
    process.wait()


def test_mailbox_receives_on_the_port_that_it_tells(mailbox):
    port, folder = mailbox
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.sendmail("tour@tour.example", ["camille@exemple.fr"], b"Subject: x\r\n\r\n")
    assert (folder / "port").read_text() == str(port)
    assert [path.read_bytes().splitlines()[1] for path in (folder / "new").iterdir()] == [
        b"Delivered-To: camille@exemple.fr"
    ]


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
