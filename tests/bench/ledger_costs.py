"""What planning costs, and a sweep that finds nothing, in a ledger of any size."""

import gc
import tracemalloc
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter

from django.db import connection

from stages.domain import ledger, planning
from stages.models import Delivery, ReminderRule, StagePage, Subscription
from tour import clock


@dataclass
class Planning:
    """``rows``: deliveries planned. ``megabytes``: the most that Python held at once meanwhile."""

    rows: int
    seconds: float
    megabytes: float


def planning_afresh(stages: list[StagePage]) -> Planning:
    """Plan ``stages`` with an empty ledger, twice: what tells the memory takes its time."""
    Delivery.objects.all().delete()
    rows, seconds = timed(stages)
    Delivery.objects.all().delete()
    return Planning(rows, seconds, megabytes(stages))


def planning_again() -> Planning:
    """Plan everything where it is planned already."""
    rows, seconds = timed(None)
    return Planning(rows, seconds, megabytes(None))


def timed(stages: list[StagePage] | None) -> tuple[int, float]:
    start = perf_counter()
    outcome = planning.plan(stages)
    return outcome.total, perf_counter() - start


def megabytes(stages: list[StagePage] | None) -> float:
    gc.collect()
    tracemalloc.start()
    planning.plan(stages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024**2


def fill_ledger(rows: int, stage: StagePage):
    """Bring the ledger to so many rows: what lies behind a site of many years, sent, but for one in a hundred."""
    count = rows - Delivery.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO stages_delivery (key, kind, stage_id, rule_id, subscription_id, occurrence, message_id, state,
                attempts, ambiguous, is_put_off_by_recipient, reason, due_at, next_try_at, planned_at, not_after,
                handed_at, sent_at)
            SELECT 'old:' || n, 'reminder', %(stage)s, %(rule)s, %(subscription)s, '0', 'old' || n,
                CASE WHEN n %% 100 = 0 THEN 'cancelled' ELSE 'sent' END, 1, 0, FALSE, '', at, at, at, at,
                CASE WHEN n %% 100 = 0 THEN NULL ELSE at END, CASE WHEN n %% 100 = 0 THEN NULL ELSE at END
            FROM (SELECT n, now() - interval '1 day' - n * interval '1 minute' AS at
                  FROM generate_series(1, %(count)s) AS n) AS old
            """,
            {
                "stage": stage.pk,
                "rule": ReminderRule.objects.first().pk,
                "subscription": Subscription.objects.first().pk,
                "count": count,
            },
        )
        cursor.execute("VACUUM ANALYZE stages_delivery")


@dataclass
class Sweep:
    """A sweep that finds nothing: milliseconds, and how the database found that out, by the name of what it used."""

    rows: int
    open_rows: int
    milliseconds: float
    indexes: list[str]


def empty_sweep(times: int = 50) -> Sweep:
    taken = []
    with captured() as statements:
        assert ledger.send_due() == 0
    for _ in range(times):
        start = perf_counter()
        ledger.send_due()
        taken.append((perf_counter() - start) * 1000)
    indexes = [index for sql, params in statements if "FOR UPDATE" in sql for index in indexes_of(sql, params)]
    return Sweep(Delivery.objects.count(), Delivery.objects.open().count(), median(taken), indexes)


@contextmanager
def captured():
    statements = []

    def keep(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield statements


def indexes_of(sql, params) -> list[str]:
    """The indexes by which PostgreSQL reads the ledger; « none » where it reads all of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()[0]
    return [node.get("Index Name", "none") for node in nodes(plan["Plan"]) if reads_ledger(node)]


def reads_ledger(node) -> bool:
    return node.get("Relation Name") == "stages_delivery" or node["Node Type"] == "Bitmap Index Scan"


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def keep_active(count: int):
    """All followers but so many are paused."""
    kept = Subscription.objects.order_by("pk").values("pk")[:count]
    Subscription.objects.exclude(pk__in=list(kept.values_list("pk", flat=True))).update(
        paused_at=clock.now() - timedelta(hours=1)
    )
