"""The processes that the bench of mails needs around it."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

#: A site's worker, with fewer words to its colleagues, of which it has none.
WORKER = ["celery", "--app=tour", "worker", "--loglevel=info", "--without-gossip", "--without-mingle"]


@contextlib.contextmanager
def running(command, **pipes) -> Iterator[subprocess.Popen]:
    """A process that ends with the block."""
    process = subprocess.Popen([str(word) for word in command], **pipes)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextlib.contextmanager
def worker(processes: int, log) -> Iterator[subprocess.Popen]:
    """Celery's worker, ready; it writes to the open file ``log``."""
    command = [sys.executable, "-m", *WORKER, f"--concurrency={processes}"]
    with running(command, stdout=log, stderr=log) as process:
        while " ready." not in (said := Path(log.name).read_text()):
            if process.poll() is not None:
                raise RuntimeError(said)
            time.sleep(0.1)
        yield process


class Sink:
    """The SMTP server (``smtp_sink.py``), in its process."""

    def __init__(self, process):
        self.process, self.port = process, int(process.stdout.readline())

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator["Sink"]:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with running([sys.executable, "-m", "tests.bench.smtp_sink"], **pipes) as process:
            yield cls(process)

    def accepted(self) -> int:
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["accepted"]

    def wait_for(self, accepted: int, *, patience: float = 300):
        """Wait until so many mails were accepted in all; TimeoutError after ``patience`` seconds."""
        gives_up_at = time.perf_counter() + patience
        while self.accepted() < accepted:
            if time.perf_counter() > gives_up_at:
                raise TimeoutError(f"{accepted - self.accepted()} mails did not arrive")
            time.sleep(0.01)
