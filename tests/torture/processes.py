"""The real services, on loopback, as processes that can be killed, frozen and brought back.

Everything dies with the process that started it, however that ends: the kernel sees to it (``setpriv --pdeathsig``).
Start them from its main thread. What they print is in a file each, in their folder.
"""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from tests.torture.smtp_sink import FAULTS

#: Seconds within which anything of this machine has started or ended.
PATIENCE = 60
ROOT = Path(__file__).parents[2]


class Service:
    """A process in a group of its own, with its children."""

    def __init__(self, name: str, command: list, folder: Path, *, user: str = "", **environment):
        self.name, self.folder = name, folder
        self.environment = {"TMPDIR": str(folder), **environment}
        as_user = [f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        self.becoming = ["setpriv", "--pdeathsig", "KILL", *as_user]
        self.command = [str(word) for word in command]
        self.process = None

    def start(self, **pipes):
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                # A library named in the environment is for the program alone.
                [
                    *self.becoming,
                    "env",
                    *(f"{name}={value}" for name, value in self.environment.items()),
                    *self.command,
                ],
                cwd=ROOT,
                start_new_session=True,
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, **pipes},
            )
        return self

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def children(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def signal(self, number):
        """To the process and its children."""
        if self.is_running:
            os.killpg(self.process.pid, number)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait(PATIENCE)
            for left in Path("/dev/shm").glob(f"*faketime_*_{self.process.pid}"):
                left.unlink(missing_ok=True)

    def freeze(self):
        self.signal(signal.SIGSTOP)

    def thaw(self):
        self.signal(signal.SIGCONT)

    def stop(self):
        """Ask it to end; end it if it does not."""
        if not self.is_running:
            return
        self.thaw()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()

    def log(self) -> str:
        file = self.folder / f"{self.name}.log"
        return file.read_text(errors="replace") if file.exists() else ""


def wait_until(condition, *, seconds: float = PATIENCE, every: float = 0.05):
    """Wait for ``condition()`` to be true, and return what it returned; TimeoutError after ``seconds``."""
    gives_up_at = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > gives_up_at:
            raise TimeoutError(f"not within {seconds} s: {condition}")
        time.sleep(every)
    return result


class Redis(Service):
    """Redis that keeps nothing: restarted, it is empty."""

    def __init__(self, folder):
        self.client = redis.Redis(port=settings.REDIS_PORT, socket_timeout=5)
        command = [
            "redis-server",
            "--port",
            settings.REDIS_PORT,
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        super().__init__("redis", command, folder)

    def start(self):
        super().start()
        wait_until(self.answers)
        return self

    def answers(self) -> bool:
        try:
            return self.client.ping()
        except redis.RedisError:
            return False


class Postgres(Service):
    """A PostgreSQL as it is installed: what it has committed is on the disk. ``kill`` is its immediate shutdown."""

    def __init__(self, folder):
        # Debian keeps the server's programs out of the PATH: the newest there, else the PATH's.
        installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
        self.programs = f"{installed[-1]}/" if installed else ""
        self.user = "postgres" if os.geteuid() == 0 else ""  # it refuses to run as root
        self.home = Path(tempfile.mkdtemp(prefix="tour-postgres-"))  # pytest's folders are closed to other users
        command = [
            f"{self.programs}postgres",
            "-D",
            self.home / "data",
            "-h",
            "127.0.0.1",
            "-p",
            settings.POSTGRES_PORT,
        ]
        super().__init__("postgres", [*command, "-k", self.home], folder, user=self.user)

    def make(self):
        if self.user:
            subprocess.run(["chown", f"{self.user}:", self.home], check=True)
        options = ["-U", "tour", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(
            [*self.becoming, f"{self.programs}initdb", "-D", self.home / "data", *options],
            cwd=self.home,
            check=True,
            capture_output=True,
        )
        return self

    def start(self):
        super().start()
        wait_until(self.answers)
        return self

    def answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def run(self, statement):
        """Outside any transaction, in the database « postgres »."""
        with psycopg.connect(
            f"postgres://tour@127.0.0.1:{settings.POSTGRES_PORT}/postgres", autocommit=True, connect_timeout=5
        ) as connection:
            connection.execute(statement)

    def kill(self):
        if self.is_running:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(PATIENCE)

    def remove(self):
        self.kill()
        shutil.rmtree(self.home)


class Sink(Service):
    """The SMTP server (smtp_sink.py), and what it wrote."""

    def __init__(self, folder, port=0):
        self.record, self.port = folder / "accepted.jsonl", port
        super().__init__("sink", [sys.executable, "-m", "tests.torture.smtp_sink", self.record, port], folder)

    def start(self):
        super().start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        return self

    def order(self, **order) -> dict:
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def strike(self, *strikes):
        """The next connections meet these, one each (None: nothing): a ``Strike``, or the name of a fault."""
        return self.order(strikes=[FAULTS[strike] if isinstance(strike, str) else strike for strike in strikes])

    def misbehave(self, rate: float, seed: int, faults):
        """From now on, that share of the connections, and of the mails of one, meets one of ``faults``."""
        return self.order(rate=rate, seed=seed, faults=list(faults))

    def counts(self) -> dict:
        return self.order()

    def lines(self) -> list[dict]:
        if not self.record.exists():
            return []
        return [json.loads(line) for line in self.record.read_text().splitlines()]

    def empty(self):
        """Forget what was written, what was to come, and what was counted."""
        os.truncate(self.record, 0)
        self.order(forget=True)


class Worker(Service):
    """Celery's worker; ``beat``: with its beat, as where there are no containers."""

    def __init__(self, folder, number=1, *, concurrency=2, beat=False, **environment):
        name = f"worker-{number}"
        options = ["--pool=prefork", f"--concurrency={concurrency}", "--loglevel=info", f"--hostname={name}@%h"]
        if beat:
            options += ["--beat", f"--schedule={tempfile.mkdtemp(dir=folder)}/schedule"]
        command = [sys.executable, "-m", "celery", "--app=tour", "worker", *options]
        super().__init__(name, command, folder, **environment)

    def start(self):
        self.begun_at = len(self.log())
        return super().start()

    @property
    def is_ready(self) -> bool:
        return " ready." in self.log()[self.begun_at :]


class Beat(Service):
    """Celery's beat, which looks ``every`` so many seconds at what is due."""

    def __init__(self, folder, number=1, *, every=1.0, **environment):
        self.schedule = folder / f"beat-{number}-schedule"
        options = [f"--schedule={self.schedule}", "--pidfile=", "--loglevel=info"]
        environment["TORTURE_BEAT_LOOKS"] = str(every)
        command = [sys.executable, "-m", "celery", "--app=tour", "beat", *options]
        super().__init__(f"beat-{number}", command, folder, **environment)

    def start(self):
        for file in self.folder.glob(f"{self.schedule.name}*"):  # one cut short by a kill cannot be read
            file.unlink()
        return super().start()


class Site(Service):
    """The web server."""

    def __init__(self, folder):
        options = ["--bind", f"127.0.0.1:{settings.SITE_PORT}", "--workers=1", "--threads=4"]
        super().__init__("site", [sys.executable, "-m", "gunicorn", "tour.wsgi", *options], folder)


class Services:
    """All of them, in one folder; a context manager that ends what it started."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.redis, self.postgres, self.sink = Redis(folder), Postgres(folder), Sink(folder, settings.SMTP_PORT)
        self.others = []

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.callback(self.postgres.remove)
            self.postgres.make().start()
            for service in (self.redis, self.sink):
                stack.callback(service.kill)
                service.start()
            self.postgres.run("CREATE DATABASE torture")
            call_command("migrate", verbosity=0)
            call_command("bootstrap_site", verbosity=0, stdout=io.StringIO())
            connections.close_all()
            self.postgres.run("ALTER DATABASE torture RENAME TO prepared")
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error):
        self.stop_others()
        connections.close_all()
        self.stack.close()

    def renew(self):
        """Everything runs, undisturbed; the database is that of a new site, Redis and the sink are empty."""
        self.stop_others()
        for service in (self.postgres, self.redis, self.sink):
            service.thaw()
            if not service.is_running:
                service.start()
        connections.close_all()
        self.postgres.run("DROP DATABASE IF EXISTS torture WITH (FORCE)")
        self.postgres.run("CREATE DATABASE torture TEMPLATE prepared")
        self.redis.client.flushall()
        self.sink.empty()

    def started(self, service: Service):
        """Start a service that ``stop_others`` will end."""
        self.others.append(service)
        return service.start()

    def stop_others(self):
        for service in self.others:
            service.thaw()
            service.kill()
        self.others = []
