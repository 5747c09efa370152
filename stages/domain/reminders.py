"""What followers are told, kept in step with what is published."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from logging import getLogger

from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import QuerySet

from stages.domain import digest, health, notices, nudges, planning, schedule, sweeps
from stages.domain.planning import Outcome
from stages.models import StagePage
from tour import clock, heartbeat

logger = getLogger(__name__)

#: Beat plans every hour; the other driver of the sweeps tries no more often.
ONE_HOUR = timedelta(hours=1)
LONGEST_UNPLANNED = timedelta(minutes=90)
PLANNING_INSTEAD = "planning-instead"


@transaction.atomic
def follow_schedule(stages: QuerySet[StagePage]) -> Outcome:
    """``stages`` were published, unpublished or moved: keep their schedule, and plan what follows from it, in one."""
    schedule.record_changes(stages)
    return replan(stages)


def catch_up() -> Outcome:
    """Keep the changes of schedule that nothing told, and plan what follows from them."""
    changed = [version.stage_id for version in schedule.changes()]
    outcome, _failed = each_alone(changed, lambda key: follow_schedule(StagePage.objects.filter(pk=key)))
    return outcome


def reconcile() -> Outcome:
    """Plan everything that is expected and not there, cancel what is there and not expected.

    What it has to add was forgotten or changed by hand, and is told; but not the first time, on a site that has just
    come to have reminders. What it cancels need not be anybody's fault: a reminder that left makes the notice of the
    same change needless. It beats once everything is planned: of a stage that cannot be, the health light tells.
    """
    is_first = not heartbeat.last(health.PLANNING)
    outcome, failed = each_alone(planning.keys_of(None), plan_stage)
    if outcome.added and not is_first:
        sweeps.tell_mended(outcome)
    if not failed:
        heartbeat.beat(health.PLANNING)
    return outcome


def plan_stage(key: int) -> Outcome:
    outcome = planning.plan_stage(key)
    outcome += notices.plan_stage(key)
    return outcome


def each_alone(keys: Iterable[int], plan: Callable[[int], Outcome]) -> tuple[Outcome, list[int]]:
    """What ``plan`` made of each stage, and those that cannot be planned: they keep no other from its reminders."""
    outcome, failed = Outcome(), []
    for key in keys:
        try:
            outcome += plan(key)
        except Exception as error:
            if isinstance(error, (DatabaseError, InterfaceError)) and not is_held_by_another(error):
                raise
            logger.exception("Nothing could be planned of stage %s", key)
            failed.append(key)
    return outcome, failed


def is_held_by_another(error: Exception) -> bool:
    """Whether PostgreSQL waited in vain for a lock (``lock_timeout``), and is well otherwise."""
    return getattr(error.__cause__, "sqlstate", "") == "55P03"


def plan_if_due():
    """Plan everything if nobody did for more than the hour at which beat does: the other driver of the sweeps."""
    last = heartbeat.last(health.PLANNING).get(health.PLANNING)
    is_late = last is None or clock.shared() - last.beat_at > LONGEST_UNPLANNED
    if is_late and heartbeat.is_due(PLANNING_INSTEAD, ONE_HOUR):
        reconcile()
        plan_weekly()


def plan_weekly() -> Outcome:
    """Plan what is sent every week. As deadlines come near there is more to say: no cause but time plans it.

    Raises, once all that can be is planned, what kept one kind from it.
    """
    outcome, errors = Outcome(), []
    for kind in (nudges, digest):
        try:
            outcome += kind.plan()
        except Exception as error:
            logger.exception("What %s plans every week could not be planned", kind.__name__)
            errors.append(error)
    if errors:
        raise errors[0]
    return outcome


def replan(stages) -> Outcome:
    """Bring the reminders and notices of ``stages`` up to date."""
    stages = list(stages)
    outcome = planning.plan(stages)
    outcome += notices.plan(stages)
    return outcome
