"""The whole site on one machine with nothing but Python: what ``make run`` starts, through ``bin/run``.

One process watches over two others: the web server (gunicorn), and Celery's worker with its beat, which publishes what
is scheduled. They are forked from it once Django is loaded, so that a start costs the imports once.
"""

import os
import signal
import sys
from contextlib import suppress
from functools import partial
from io import StringIO
from logging import ERROR, getLogger
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from tour.celery import app as celery_app

#: The signals that stop the site.
STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
#: Seconds a process has to end by itself, once asked to.
GRACE = 8


def serve(fd: int) -> int:
    """Prepare and serve the site on the bound socket ``fd`` until told to stop; return the exit code."""
    accounts = prepare()
    connections.close_all()
    return watch(partial(run_web, fd, accounts), run_worker)


def prepare() -> str:
    """Bring database, content and static files up to date; return the list of demo accounts, as text."""
    say("Préparation du site…")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("bootstrap_site", stdout=StringIO())
    accounts = StringIO()
    call_command("seed_demo", accounts=True, stdout=accounts)
    call_command("collectstatic", interactive=False, verbosity=0)
    return accounts.getvalue()


def start(target):
    process = get_context("fork").Process(target=in_own_group, args=(target,))
    process.start()
    return process


def in_own_group(target):
    """A group of its own: Ctrl-C reaches the watching process alone, and a group can be ended with all its children."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    target()


def watch(run_web, run_worker) -> int:
    """Start both, wait for the web server to end or for a signal to stop, then end both; return the exit code.

    The site answers without its worker: that one's end is told, and no more.
    """
    # A signal waits until both are known here: it would leave behind what was just started.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    web, worker = start(run_web), start(run_worker)
    # A thread waits for each: a process's sentinel stays open as long as any of its children.
    ended = SimpleQueue()
    waits = {process: Thread(target=await_end, args=(process, ended)) for process in (web, worker)}
    for wait in waits.values():
        wait.start()
    for number in STOPS:
        signal.signal(number, stop)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        if ended.get() is worker:
            end(worker, waits[worker])
            say(
                f"\nLe planificateur s’est arrêté (code {worker.exitcode}). Le site répond toujours, mais ce qui est "
                "programmé ne sera publié qu’après un nouveau « make run »."
            )
            ended.get()
        say(f"\nLe serveur web s’est arrêté (code {web.exitcode}).")
        return 1
    except KeyboardInterrupt:
        say("\nArrêt du site…")
        return 0
    finally:
        for process, wait in waits.items():
            end(process, wait)


def stop(number, frame):
    raise KeyboardInterrupt


def await_end(process, ended):
    process.join()
    ended.put(process)


def end(process, wait):
    """End a process and its whole group: gently, then not."""
    process.terminate()
    wait.join(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    wait.join()


def run_web(fd, accounts):
    class WebServer(BaseApplication):
        def load_config(self):
            options = {
                "bind": f"fd://{fd}",
                "worker_class": "gthread",
                "threads": 8,
                "graceful_timeout": 3,
                "loglevel": "warning",
                "control_socket_disable": True,
                "when_ready": lambda server: say(welcome(accounts)),
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self):
            return get_wsgi_application()

    WebServer().run()


def run_worker():
    # "No hostname was supplied": right, the broker is a folder.
    getLogger("kombu.connection").setLevel(ERROR)
    celery_app.worker_main(
        [
            "worker",
            "--beat",
            f"--schedule={settings.VAR_DIR / 'beat-schedule'}",
            "--pool=solo",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel=warning",
        ]
    )


def welcome(accounts):
    site = settings.WAGTAILADMIN_BASE_URL
    return f"\nLe site : {site}/\nL’administration : {site}/admin/\n\n{accounts}\nCtrl-C pour arrêter."


def say(text):
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (this is what a terminal shows)
