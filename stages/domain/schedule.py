"""Keeping what the public was told of when and where each stage is held."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from stages.enums import DateKind, ScheduleChange, StageStatus
from stages.models import ProgrammeItem, ScheduleVersion, StagePage, ThemedStage
from stages.models.schedule import SCHEDULE_FIELDS
from tour import clock
from tour.departments import REGION_OF

#: What is said of a stage whose status became this one.
CHANGE_OF_STATUS = {
    StageStatus.CANCELLED: ScheduleChange.CANCELLED,
    StageStatus.POSTPONED: ScheduleChange.POSTPONED,
    StageStatus.CONFIRMED: ScheduleChange.REINSTATED,
}


def record_changes(stages: QuerySet[StagePage] | None = None) -> list[ScheduleVersion]:
    """Keep a version of each visible stage (of ``stages``, else of all) whose schedule is not what was last kept.

    One query more than ``changes`` to write. Safe to run twice, or twice at once: each number of a stage is written
    once.
    """
    with transaction.atomic():
        return ScheduleVersion.objects.bulk_create(changes(stages), ignore_conflicts=True)


def changes(stages: QuerySet[StagePage] | None = None) -> list[ScheduleVersion]:
    """What ``record_changes`` would keep, unsaved: four queries."""
    stages = StagePage.objects.all() if stages is None else stages
    found = list(stages.visible().with_venue().defer("body", "access", "results", "venue__body"))
    programmes, themes = programmes_of(found), themes_of(found)
    versions = ScheduleVersion.objects.filter(stage__in=[stage.pk for stage in found])
    last = {version.stage_id: version for version in versions.latest_ones()}
    recorded_at = clock.now()
    new = []
    for stage in found:
        version = version_of(stage, programmes.get(stage.pk, {}), themes.get(stage.pk, ()))
        before = last.get(stage.pk)
        change = change_between(before, version)
        if change is not None:
            version.change, version.recorded_at = change, recorded_at
            version.number = before.number + 1 if before else 0
            new.append(version)
    return new


def number_of_date(stage: StagePage) -> int:
    """The number of the version since which ``stage`` has had its present date and status; 0 when none is kept.

    What was planned for a date that the stage had before, left and came back to is not what is planned for it now.
    """
    number = 0
    last = None
    for version in ScheduleVersion.objects.filter(stage=stage).order_by("-number"):
        date = (version.status, version.date_kind, version.starts_on, version.last_day, version.time_zone)
        if last is not None and date != last:
            break
        last, number = date, version.number
    return number


def is_up_to_date(stage: StagePage, version: ScheduleVersion | None) -> bool:
    """Whether ``version`` is what is published of ``stage``; its programme and its themes apart."""
    return version is not None and change_between(version, version_of(stage, version.programme, version.themes)) is None


def with_previous_date(stages: QuerySet[StagePage]) -> QuerySet[StagePage]:
    """Annotate ``previous_starts_on``: the last first day that was published and is not the present one, or None."""
    others = ScheduleVersion.objects.filter(stage=OuterRef("pk"), date_kind=DateKind.EXACT)
    present = Coalesce(OuterRef("starts_on"), Value(date.min))  # what is compared with NULL is neither in nor out
    others = others.exclude(starts_on=present).order_by("-number")
    return stages.annotate(previous_starts_on=Subquery(others.values("starts_on")[:1]))


def programmes_of(stages: Iterable[StagePage]) -> dict[int, dict[str, list]]:
    """{stage's key: {item's key as text: [day, start, end, whether all day]}}, as JSON holds it."""
    programmes = {}
    items = ProgrammeItem.objects.filter(stage__in=[stage.pk for stage in stages])
    for stage, item, day, start, end, all_day in items.values_list(
        "stage_id", "pk", "day", "start_time", "end_time", "is_all_day"
    ):
        hours = [at.isoformat() if at else None for at in (start, end)]
        programmes.setdefault(stage, {})[str(item)] = [day, *hours, all_day]
    return programmes


def themes_of(stages: Iterable[StagePage]) -> dict[int, set[int]]:
    """{stage's key: the keys of its themes} of those that have any."""
    themes = {}
    tagged = ThemedStage.objects.filter(content_object__in=[stage.pk for stage in stages])
    for stage, theme in tagged.values_list("content_object", "tag"):
        themes.setdefault(stage, set()).add(theme)
    return themes


def version_of(stage: StagePage, programme: dict[str, list], themes: Iterable[int] = ()) -> ScheduleVersion:
    """The schedule of ``stage`` as it is, unsaved."""
    kept = {name: getattr(stage, name) for name in SCHEDULE_FIELDS}
    covered = {"themes": sorted(themes), "region": REGION_OF.get(stage.department, "")}
    return ScheduleVersion(stage=stage, place=stage.full_location, programme=programme, **covered, **kept)


def change_between(before: ScheduleVersion | None, after: ScheduleVersion) -> ScheduleChange | None:
    """What a reader is told first of what ``after`` changes; None when it changes nothing."""

    def differs(*names):
        return any(getattr(before, name) != getattr(after, name) for name in names)

    if before is None:
        return ScheduleChange.PUBLISHED
    if differs("status"):
        return CHANGE_OF_STATUS[after.status]
    if differs("date_kind", "starts_on", "last_day"):
        becomes_known = before.date_kind != DateKind.EXACT and after.date_kind == DateKind.EXACT
        return ScheduleChange.DATED if becomes_known else ScheduleChange.RESCHEDULED
    if differs("opening_time", "closing_time", "time_zone"):
        return ScheduleChange.RETIMED
    if differs("place"):
        return ScheduleChange.RELOCATED
    if differs("programme"):
        return ScheduleChange.PROGRAMME
    return ScheduleChange.COVERAGE if differs("themes", "region") else None
