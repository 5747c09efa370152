"""What followers are told, kept in step with what is published."""

from django.db import transaction
from django.db.models import QuerySet

from stages.domain import notices, planning, schedule
from stages.domain.planning import Outcome
from stages.models import StagePage


@transaction.atomic
def follow_schedule(stages: QuerySet[StagePage]) -> Outcome:
    """``stages`` were published, unpublished or moved: keep their schedule, and plan what follows from it, in one."""
    schedule.record_changes(stages)
    return replan(stages)


@transaction.atomic
def catch_up() -> Outcome:
    """Keep the changes of schedule that nothing told, and plan what follows from them."""
    changed = schedule.record_changes()
    return replan([version.stage for version in changed])


def reconcile() -> Outcome:
    """Plan everything that is expected and not there, cancel what is there and not expected. Finds nothing to do,
    unless something was forgotten or changed by hand."""
    outcome = planning.plan()
    outcome += notices.plan()
    return outcome


def replan(stages) -> Outcome:
    """Bring the reminders and notices of ``stages`` up to date."""
    stages = list(stages)
    outcome = planning.plan(stages)
    outcome += notices.plan(stages)
    return outcome
