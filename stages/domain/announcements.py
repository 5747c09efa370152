"""What the Tour announced: a stage published, moved, cancelled; a press release. The news that feeds carry."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from uuid import uuid5

from stages.domain.dates import date_in_words
from stages.enums import ScheduleChange, StageStatus
from stages.models import PressReleasePage, ScheduleVersion, StagePage
from tour import french
from tour.french import NBSP, one_line

#: What is told of the change itself; the other changes are told by the date and the place.
CHANGES_OF_DATE = {ScheduleChange.DATED, ScheduleChange.RESCHEDULED}


@dataclass(frozen=True)
class Announcement:
    """``identity`` (a UUID) never changes; ``announced_at`` is aware, in UTC; ``text`` is plain, a line a statement."""

    identity: str
    title: str
    text: str
    url: str
    announced_at: datetime
    category: str


def announcements(limit: int = 50) -> list[Announcement]:
    """The newest announcements about what everybody may see, the newest first: four queries."""
    versions = list(ScheduleVersion.objects.announced().filter(stage__in=StagePage.objects.visible())[:limit])
    stages = StagePage.objects.with_venue().in_bulk({version.stage_id for version in versions})
    before = {
        (version.stage_id, version.number): version for version in ScheduleVersion.objects.filter(stage__in=stages)
    }
    told = [
        of_schedule(stages[version.stage_id], version, before.get((version.stage_id, version.number - 1)))
        for version in versions
    ]
    releases = PressReleasePage.objects.visible().filter(is_issued=True, first_published_at__isnull=False)
    told += [of_release(release) for release in releases.order_by("-first_published_at")[:limit]]
    return sorted(told, key=lambda news: news.announced_at, reverse=True)[:limit]


def of_schedule(stage: StagePage, version: ScheduleVersion, before: ScheduleVersion | None) -> Announcement:
    change = ScheduleChange(version.change)
    title = f"{stage.title}{NBSP}: {change.label.lower()}"
    if change in CHANGES_OF_DATE and version.starts_on:
        title = f"{title}, {date_in_words(version)}"
    return Announcement(
        identity=str(uuid5(stage.translation_key, f"annonce-{version.number}")),
        title=one_line(title),
        text="\n".join(statements(stage, version, before)),
        url=stage.full_url,
        announced_at=version.recorded_at,
        category=change.label,
    )


def statements(stage, version, before) -> list[str]:
    """Date, hours and place as they are then, each with what it was before if that changed; the latest note if off."""
    lines = []
    for label, said in (("Date", date_in_words), ("Horaires", hours), ("Lieu", attrgetter("place"))):
        now, then = said(version), said(before) if before else ""
        was = f" (auparavant{NBSP}: {then or 'à confirmer'})" if before and now != then else ""
        lines.append(f"{label}{NBSP}: {now or 'à confirmer'}{was}.")
    if version.status != StageStatus.CONFIRMED and version.status == stage.status and stage.status_note:
        lines.insert(0, stage.status_note)
    return [one_line(line) for line in lines]


def hours(version: ScheduleVersion) -> str:
    """« de 9 h à 18 h », « à partir de 9 h »; empty when not known."""
    if version.opening_time is None:
        return ""
    opening = french.clock_time(version.opening_time)
    if version.closing_time is None:
        return f"à partir de {opening}"
    return f"de {opening} à {french.clock_time(version.closing_time)}"


def of_release(release: PressReleasePage) -> Announcement:
    return Announcement(
        identity=str(release.translation_key),
        title=one_line(f"Communiqué de presse{NBSP}: {release.title}"),
        text=one_line(release.summary),
        url=release.full_url,
        announced_at=release.first_published_at,
        category="Communiqué de presse",
    )
