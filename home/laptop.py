"""The whole site on one machine with nothing but Python: what ``make run`` starts, through ``bin/run``.

One process watches over three others: the web server (gunicorn), Celery's worker with its beat, which publishes what is
scheduled and sends the mails, and the mailbox that receives these. They are forked from it once Django is loaded, so
that a start costs the imports once.
"""

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from io import StringIO
from logging import ERROR, getLogger
from multiprocessing import get_context
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse
from gunicorn.app.base import BaseApplication

from home import mailbox, reception
from tour.celery import app as celery_app

#: The signals that stop the site.
STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
#: Seconds a process has to end by itself, once asked to.
GRACE = 8
#: What is told when a process has ended without which the site still answers; before it, its exit code.
WITHOUT_WORKER = (
    "Le planificateur s’est arrêté (code {code}). Le site répond toujours, mais ce qui est programmé ne sera publié "
    "qu’après un nouveau «\u00a0make run\u00a0»."
)
WITHOUT_MAILBOX = (
    "La boîte aux lettres s’est arrêtée (code {code}). Le site répond toujours, mais ses courriels attendront un "
    "nouveau «\u00a0make run\u00a0»."
)


def serve(fd: int, mail_fd: int) -> int:
    """Prepare and serve the site on the bound socket ``fd``, its mailbox on ``mail_fd``; return the exit code."""
    accounts = prepare()
    tell_port()
    connections.close_all()
    helpers = {run_worker: WITHOUT_WORKER, partial(run_mailbox, mail_fd): WITHOUT_MAILBOX}
    return watch(partial(run_web, fd, accounts), helpers)


def prepare() -> str:
    """Bring database, content and static files up to date; return the list of demo accounts, as text."""
    say("Préparation du site…")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("bootstrap_site", stdout=StringIO())
    accounts = StringIO()
    call_command("seed_demo", accounts=True, stdout=accounts)
    call_command("collectstatic", interactive=False, verbosity=0)
    return accounts.getvalue()


def tell_port():
    """Write the mailbox's port where the settings of a command typed beside this demonstration look for it."""
    mailbox.open_box()
    draft = Path(settings.TOUR_MAILBOX) / "port.new"
    draft.write_text(str(settings.EMAIL_PORT))
    draft.replace(draft.with_name("port"))


def start(target):
    process = get_context("fork").Process(target=in_own_group, args=(target,))
    process.start()
    return process


def in_own_group(target):
    """A group of its own: Ctrl-C reaches the watching process alone, and a group can be ended with all its children."""
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    target()


def watch(run_web, helpers) -> int:
    """Start all, wait for the web server to end or for a signal to stop, then end all; return the exit code.

    ``helpers``: what runs beside the web server, with what is told of its end; the site answers without.
    """
    # A signal waits until all are known here: it would leave behind what was just started.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    web = start(run_web)
    told = {start(run): words for run, words in helpers.items()}
    # A thread waits for each: a process's sentinel stays open as long as any of its children.
    ended = SimpleQueue()
    waits = {process: Thread(target=await_end, args=(process, ended)) for process in (web, *told)}
    for wait in waits.values():
        wait.start()
    for number in STOPS:
        signal.signal(number, stop)
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        while (process := ended.get()) is not web:
            end(process, waits[process])
            say("\n" + told[process].format(code=process.exitcode))
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
            "--quiet",  # no banner
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


def run_mailbox(fd):
    # A line for each thing said in a conversation is too much.
    getLogger("mail.log").setLevel(ERROR)
    asyncio.run(reception.receive(socket.socket(fileno=fd)))


def welcome(accounts):
    site = settings.WAGTAILADMIN_BASE_URL
    places = (
        f"Le site\u00a0: {site}/\nL’administration\u00a0: {site}/admin/\n"
        f"Les courriels envoyés\u00a0: {site}{reverse('mailbox')}"
    )
    return f"\n{places}\n\n{accounts}\nCtrl-C pour arrêter."


def say(text):
    print(text, file=sys.stderr, flush=True)  # noqa: T201 (this is what a terminal shows)
