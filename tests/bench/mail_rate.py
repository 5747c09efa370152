"""How fast mails leave: the worker, beside plain smtplib with the same mails read beforehand."""

import smtplib
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from multiprocessing import get_context
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db import connection, connections

from stages.domain import ledger
from stages.models import Delivery
from stages.tasks import send_deliveries
from tests.bench.processes import Sink, worker
from tour import clock
from tour.models import MailState
from tour.smtp import LINES

PROCESSES = 2
#: Seconds; nothing here takes as long.
PATIENCE = 120


@dataclass
class Rates:
    """Mails a second; ``shares`` are those of each round, for both are measured in turns."""

    plain: float
    worker: float
    shares: list[float]

    @property
    def share(self) -> float:
        return median(self.shares)


def rates(sink: Sink, *, rounds: int, mails: int) -> Rates:
    """Measure both in turns: whatever else the machine does meets them alike. ``rounds + 1`` × ``mails`` are sent."""
    keys = list(Delivery.objects.open().filter(rule__days=-7).values_list("pk", flat=True)[: (rounds + 1) * mails])
    measured = []
    with tempfile.NamedTemporaryFile() as log, worker(PROCESSES, log):
        for start in range(0, len(keys), mails):
            some = keys[start : start + mails]
            plain = mails / seconds_plain(sink, some)
            measured.append((plain, mails / seconds_of_worker(sink, some)))
    # The first round warms both up.
    plain, by_worker = zip(*measured[1:], strict=True)
    shares = [mine / theirs for theirs, mine in measured[1:]]
    assert Delivery.objects.filter(state=MailState.SENT).count() == len(keys)
    return Rates(median(plain), median(by_worker), shares)


def seconds_of_worker(sink: Sink, keys: list[int]) -> float:
    """From the two messages of a tick to the last mail accepted."""
    aim = sink.accepted() + len(keys)
    Delivery.objects.filter(pk__in=keys).update(next_try_at=clock.shared() - timedelta(seconds=1))
    start = perf_counter()
    for _ in range(settings.MAIL_LANES):
        send_deliveries.apply_async(expires=50)
    sink.wait_for(aim)
    seconds = perf_counter() - start
    while Delivery.objects.filter(state=MailState.SENDING).exists():
        pass  # the last « sent » are being written
    return seconds


def seconds_plain(sink: Sink, keys: list[int]) -> float:
    """As many processes, each over one connection."""
    connections.close_all()
    context = get_context("fork")
    barrier = context.Barrier(PROCESSES + 1)
    processes = [
        context.Process(target=send_plainly, args=(keys[number::PROCESSES], sink.port, barrier))
        for number in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    barrier.wait(PATIENCE)
    start = perf_counter()
    barrier.wait(PATIENCE)
    seconds = perf_counter() - start
    for process in processes:
        process.join()
    return seconds


def send_plainly(keys, port, barrier):
    rows = list(Delivery.objects.filter(pk__in=keys))
    for some in (rows[start : start + settings.MAIL_BATCH] for start in range(0, len(rows), settings.MAIL_BATCH)):
        assert ledger.obstacles(some) == {}
        ledger.compose(some[0])  # what is read of a stage once for all its mails, and the templates
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    server = smtplib.SMTP("127.0.0.1", port)
    server.ehlo()
    barrier.wait(PATIENCE)
    with connection.execute_wrapper(refuse):
        for row in rows:
            content = ledger.compose(row).as_bytes(policy=LINES)
            server.sendmail(sender, [row.address], content)
    barrier.wait(PATIENCE)
    server.quit()


def refuse(execute, sql, *others):
    raise AssertionError(f"plain sending asks the database: {sql}")
