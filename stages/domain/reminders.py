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

#: Beat plans every hour.
LONGEST_UNPLANNED = timedelta(minutes=90)


@transaction.atomic
def follow_schedule(stages: QuerySet[StagePage]) -> Outcome:
    """``stages`` were published, unpublished or moved: keep their schedule, and plan what follows from it, in one."""
    schedule.record_changes(stages)
    return replan(stages)


def catch_up() -> Outcome:
    """Keep the changes of schedule that nothing told, and plan what follows from them."""
    changed = [version.stage_id for version in schedule.changes()]
    return each_alone(changed, lambda key: follow_schedule(StagePage.objects.filter(pk=key)))


def reconcile() -> Outcome:
    """Plan everything that is expected and not there, cancel what is there and not expected.

    What it has to add was forgotten or changed by hand, and is told; but not the first time, on a site that has just
    come to have reminders. What it cancels need not be anybody's fault: a reminder that left makes the notice of the
    same change needless.
    """
    is_first = heartbeat.beat(health.PLANNING) is None
    outcome = each_alone(planning.keys_of(None), plan_stage)
    if outcome.added and not is_first:
        sweeps.tell_mended(outcome)
    return outcome


def plan_stage(key: int) -> Outcome:
    outcome = planning.plan_stage(key)
    outcome += notices.plan_stage(key)
    return outcome


def each_alone(keys: Iterable[int], plan: Callable[[int], Outcome]) -> Outcome:
    """What ``plan`` made of each stage: that of one which cannot be planned keeps no other from its reminders."""
    outcome = Outcome()
    for key in keys:
        try:
            outcome += plan(key)
        except (DatabaseError, InterfaceError):
            raise
        except Exception:
            logger.exception("Nothing could be planned of stage %s", key)
    return outcome


def plan_if_due():
    """Plan everything if nobody did for more than the hour at which beat does: the other driver of the sweeps."""
    last = heartbeat.last(health.PLANNING).get(health.PLANNING)
    if last is None or clock.shared() - last.beat_at > LONGEST_UNPLANNED:
        reconcile()
        plan_weekly()


def plan_weekly() -> Outcome:
    """Plan what is sent every week. As deadlines come near there is more to say: no cause but time plans it."""
    outcome = nudges.plan()
    outcome += digest.plan()
    return outcome


def replan(stages) -> Outcome:
    """Bring the reminders and notices of ``stages`` up to date."""
    stages = list(stages)
    outcome = planning.plan(stages)
    outcome += notices.plan(stages)
    return outcome
