"""The section on mails of docs/benchmarks.md."""

import django
from django.core.management import call_command
from django.db import connection

from tests.bench.processes import Sink

django.setup()

from stages.domain import planning  # noqa: E402
from stages.models import Delivery  # noqa: E402
from tests.bench.followers import make_followers, make_stage  # noqa: E402
from tests.bench.ledger_costs import (  # noqa: E402
    Planning,
    Sweep,
    empty_sweep,
    fill_ledger,
    keep_active,
    planning_afresh,
    planning_again,
)
from tests.bench.mail_rate import PROCESSES, Rates, rates  # noqa: E402
from tests.bench.report import rewrite  # noqa: E402

ROUNDS, MAILS = 6, 500
STAGES, FOLLOWERS = 60, 2000
LARGE_LEDGER = 1_000_000
#: What is aimed at.
LEAST_SHARE, MOST_MILLISECONDS, MOST_SECONDS = 0.6, 50, 60


def report(sink: Sink):
    """Measure and write; each in what the one before left."""
    call_command("migrate", verbosity=0)
    call_command("bootstrap_site", verbosity=0)
    make_followers((ROUNDS + 1) * MAILS)
    stage = make_stage(8)
    found = rates(sink, rounds=ROUNDS, mails=MAILS)
    small = planning_afresh([stage])
    make_followers(25_000 - (ROUNDS + 1) * MAILS, "autre")
    large = planning_afresh([stage])
    keep_active(FOLLOWERS)
    Delivery.objects.all().delete()
    for number in range(1, STAGES):
        make_stage(8 + number)
    planning.plan()
    looking = planning_again()
    fill_ledger(LARGE_LEDGER, stage)
    text = write(found, [small, large], looking, empty_sweep())
    rewrite("mails", text)
    print(text)  # noqa: T201


def write(found: Rates, plannings: list[Planning], looking: Planning, sweep: Sweep) -> str:
    def number(count):
        return f"{count:,}"

    rows = "\n".join(f"| {number(one.rows)} | {one.seconds:.1f} | {one.megabytes:.0f} |" for one in plannings)
    version = ".".join(map(str, connection.get_database_version()))
    return f"""## Mails

PostgreSQL {version} as it is installed: what is committed is on the disk. Redis, one worker of {PROCESSES} processes
and an SMTP server that accepts everything are on the same machine.

**How fast they leave.** {ROUNDS} rounds of {number(MAILS)} reminders, from the messages of a tick to the last one
accepted. In turns with them, the same mails by smtplib alone from {PROCESSES} processes, over one connection each: rows
and stage read beforehand, the same templates rendered, no database, no Celery.

| | mails a second |
|---|--:|
| smtplib alone | {found.plain:.0f} |
| the worker, with its ledger | {found.worker:.0f} |

The median of the rounds is {found.share:.0%} (from {min(found.shares):.0%} to {max(found.shares):.0%}); at least
{LEAST_SHARE:.0%} is wanted.

**What planning costs.** The reminders of one stage; the memory is the most that Python held at once, a thousand
followers' worth. At most {MOST_SECONDS} s are wanted.

| deliveries planned | seconds | MB at most |
|--:|--:|--:|
{rows}

**The hourly look at everything**, with {STAGES} stages of {number(FOLLOWERS)} followers each
({number(sweep.open_rows)} reminders to come), finds {looking.rows} to put right in {looking.seconds:.1f} s and
{looking.megabytes:.0f} MB.

**A sweep with nothing due**, in a ledger of {number(sweep.rows)} rows of which {number(sweep.open_rows)} are to come:
{sweep.milliseconds:.1f} ms; at most {MOST_MILLISECONDS} are wanted. PostgreSQL finds what was left, what is too late,
and what is due by {" and ".join(f"`{index}`" for index in dict.fromkeys(sweep.indexes))}, which hold open rows alone.
"""
