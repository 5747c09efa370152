"""What each mail to a follower says, from what is published when the mail leaves."""

from dataclasses import dataclass

from stages import emails
from stages.domain import announcements, calendar, follow_links, icalendar, schedule
from stages.domain.dates import date_in_words
from stages.domain.notices import differ, versions_told
from stages.emails import Letter
from stages.enums import Moment
from stages.models import Delivery, ScheduleVersion, StagePage, Subscription
from tour.addresses import absolute

UNKNOWN = "à confirmer"
CALENDAR = 'text/calendar; charset="utf-8"; method=PUBLISH'
NAME_OF = {
    Moment.AHEAD: "reminder-ahead",
    Moment.EVE: "reminder-eve",
    Moment.MORNING: "reminder-morning",
    Moment.AFTER: "reminder-after",
}


@dataclass(frozen=True)
class Line:
    """A fact of a stage; ``before``: what the reader was told of it, if that was something else."""

    label: str
    now: str
    before: str = ""


def reminder(delivery: Delivery) -> Letter:
    stage, rule = delivery.stage, delivery.rule
    context = {**about(stage), **to(delivery.subscription, stage), "moment": str(rule.moment)}
    own = (rule.subject, rule.text)
    return emails.write(NAME_OF[rule.moment], "reminder", words_of(stage), context, own=own)


def change(delivery: Delivery) -> Letter:
    """What is new, beside what this reader was told; with the calendar file that corrects their agenda."""
    stage, latest = delivery.stage, latest_version(delivery.stage)
    versions = list(ScheduleVersion.objects.filter(stage=stage).order_by("number"))
    told = versions_told(stage, versions, [delivery.subscription])[delivery.subscription.pk]
    before = [version for version in told if differ(version, latest)]
    context = {**about(stage), **to(delivery.subscription, stage)}
    context["lines"] = lines_of(latest, before[-1] if before else None)
    letter = emails.write(delivery.kind, "change", words_of(stage), context)
    return emails.with_attachment(letter, f"{stage.slug}.ics", CALENDAR, calendar_file(stage))


def confirmation(delivery: Delivery) -> Letter:
    consent = delivery.consent
    context = {"consent": consent, "confirmation_url": follow_links.confirmation_url(consent)}
    return emails.write("confirmation", "confirmation", {"suivi": consent.subject}, context)


def access(delivery: Delivery) -> Letter:
    return emails.write("access", "access", {}, to(delivery.subscription))


def words_of(stage: StagePage) -> dict[str, str]:
    """What stands for the placeholders of a text about ``stage``."""
    return {
        "etape": stage.title,
        "date": date_in_words(stage) or UNKNOWN,
        "heures": announcements.hours(stage) or UNKNOWN,
        "lieu": stage.full_location or UNKNOWN,
        "explication": stage.status_note,
    }


def about(stage: StagePage) -> dict:
    """What the frame of a mail shows of ``stage``."""
    return {
        "stage": stage,
        "lines": lines_of(latest_version(stage)),
        "stage_url": stage.full_url,
        "calendar_url": f"{stage.full_url}etape.ics",
    }


def to(subscription: Subscription, stage: StagePage | None = None) -> dict:
    """Why the reader gets this mail, and how they leave."""
    follows = subscription.follows.all()
    if stage is not None:
        themes = (
            set(stage.themes.values_list("pk", flat=True)) if not hasattr(stage, "theme_keys") else stage.theme_keys
        )
        follows = [follow for follow in follows if follow.confirmed_at and follow.covers(stage, themes)]
    return {
        "followed": [follow.name for follow in follows if follow.confirmed_at],
        "access_url": follow_links.access_url(subscription),
        "leaving_url": follow_links.leaving_url(subscription),
        "home_url": absolute("/"),
    }


def lines_of(now: ScheduleVersion, before: ScheduleVersion | None = None) -> list[Line]:
    """Date, hours and place, whatever of them is not known said so."""
    lines = []
    for label, said in (("Date", date_in_words), ("Horaires", announcements.hours), ("Lieu", place_of)):
        was = (said(before) or UNKNOWN) if before and said(before) != said(now) else ""
        lines.append(Line(label, said(now) or UNKNOWN, was))
    return lines


def place_of(version: ScheduleVersion) -> str:
    return version.place


def latest_version(stage: StagePage) -> ScheduleVersion:
    """The version of its schedule that a mail about ``stage`` tells; read once for each ``stage`` that is passed."""
    if not hasattr(stage, "version_told"):
        kept = ScheduleVersion.objects.filter(stage=stage).order_by("-number").first()
        stage.version_told = kept or schedule.version_of(stage, {})
    return stage.version_told


def calendar_file(stage: StagePage) -> bytes:
    if not hasattr(stage, "calendar_file"):
        (described,) = calendar.described([stage])
        events = icalendar.stage_events([described])
        address = f"{stage.full_url}etape.ics"
        stage.calendar_file = icalendar.calendar_of(events, name=stage.title, url=stage.full_url, source=address)
    return stage.calendar_file
