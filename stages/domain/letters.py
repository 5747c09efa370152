"""What each mail to a follower says, from what is published when the mail leaves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps

from django.db.models import Model
from django.utils.text import Truncator
from icalendar import Event

from stages import emails
from stages.domain import (
    announcements,
    calendar,
    disclosure,
    follow_links,
    icalendar,
    programme,
    schedule,
)
from stages.domain.dates import date_in_words
from stages.domain.notices import differ, versions_told
from stages.domain.open_data.text import plain
from stages.emails import Changed, Letter
from stages.enums import DateKind, Moment, StageStatus, TimeZone
from stages.models import Delivery, ScheduleVersion, StagePage, Subscription
from tour import clock, french
from tour.clock import PARIS
from tour.french import NBSP

UNKNOWN = "à confirmer"
NO_EXPLANATION = "aucune explication n’est encore donnée"
CALENDAR = 'text/calendar; charset="utf-8"; method=PUBLISH'
#: How many moments of its programme are told on the eve.
FIRST_MOMENTS = 3
#: Where a sentence ends: not after an initial, nor « M. ».
END_OF_SENTENCE = re.compile(r"(?:(?<=\w{3}[.…])|(?<=[!?]))\s+")
LONGEST_SENTENCE = 60  # words


@dataclass(frozen=True)
class Line:
    """A fact of a stage; ``before``: what the reader was told of it, if that was something else; ``url``: where ``now``
    leads.
    """

    label: str
    now: str
    before: str = ""
    url: str = ""


def once(read: Callable) -> Callable:
    """Read something of a stage, or of it and rows, once: the mails of a batch share their stages."""

    @wraps(read)
    def kept(stage: StagePage, *rows: Model):
        name = "_".join(["mail", read.__name__, *(str(row.pk) for row in rows)])
        if name not in stage.__dict__:
            setattr(stage, name, read(stage, *rows))
        return getattr(stage, name)

    return kept


# --- The mails --------------------------------------------------------------------------------------------------


def reminder(delivery: Delivery) -> Letter:
    stage, rule = delivery.stage, delivery.rule
    return reminder_of(stage, rule.moment, to(delivery.subscription, stage), own=(rule.subject, rule.text))


def reminder_of(stage: StagePage, moment: Moment, reader: dict, *, own: tuple[str, str] = ("", "")) -> Letter:
    """``reader``: what ``to`` says of who gets it."""
    name = f"reminder-{moment}"
    if moment == Moment.AFTER and not has_results(stage):
        name = "reminder-over"
    context = {**about(stage), **AT[moment](stage), **reader}
    return emails.write(name, "reminder", words_of(stage), context, own=own, changed=changed_texts(stage))


def change(delivery: Delivery) -> Letter:
    """What is new, beside what this reader was told; with the calendar file that corrects their agenda, if it can."""
    stage, outdated = delivery.stage, outdated_for(delivery)
    before = outdated[-1] if outdated else None
    now = latest_version(stage)
    letter = change_of(stage, delivery.kind, now, before, to(delivery.subscription, stage))
    if has_day(now):
        file = calendar_file(stage)
    elif has_day(before):
        file = withdrawal_file(stage, before)
    else:
        return letter  # a calendar file holds an event at least (RFC 5545, 3.6)
    return emails.with_attachment(letter, f"{stage.slug}.ics", CALENDAR, file)


def outdated_for(delivery: Delivery) -> list[ScheduleVersion]:
    """What the reader of a notice was told of its stage that does not hold now; read once."""
    if not hasattr(delivery, "outdated"):
        attach_outdated([delivery])
    return delivery.outdated


def attach_outdated(notices: list[Delivery]):
    """``outdated_for`` each of some notices of one stage: two queries, whatever their number."""
    stage, readers = notices[0].stage, {notice.subscription.pk: notice.subscription for notice in notices}
    told = versions_told(stage, versions(stage), list(readers.values()))
    for notice in notices:
        of_reader = told[notice.subscription.pk]
        notice.outdated = [version for version in of_reader if differ(version, latest_version(stage))]


def change_of(
    stage: StagePage,
    kind: str,
    now: ScheduleVersion,
    before: ScheduleVersion | None,
    reader: dict,
    *,
    own: tuple[str, str] = ("", ""),
) -> Letter:
    """``now``: what is published; ``before``: what the reader was told, if that is something else."""
    context = {**about(stage), "kind": str(kind), "explanation": stage.status_note, **reader}
    context |= {"corrects_agenda": has_day(now), "withdraws_day": has_day(before) and not has_day(now)}
    if now.status == StageStatus.CANCELLED:
        context["planned"] = [line for line in lines_of(before or now) if line.now != UNKNOWN]
    else:
        lines = changed_lines(now, before)
        context["changed"] = [line for line in lines if line.before]
        context["lines"] = [line for line in lines if not line.before]
    return emails.write(kind, "change", words_of(stage), context, own=own, changed=changed_texts(stage))


def confirmation(delivery: Delivery) -> Letter:
    context = {
        "confirmation_url": follow_links.confirmation_url(delivery.consent),
        "valid_until": day_in_words(follow_links.CONFIRMATION_VALIDITY),
    }
    return emails.write("confirmation", "confirmation", {"suivi": delivery.consent.subject}, context)


def access(delivery: Delivery) -> Letter:
    context = {**to(delivery.subscription), "valid_until": day_in_words(follow_links.ACCESS_VALIDITY)}
    return emails.write("access", "access", {}, context)


# --- What is said -----------------------------------------------------------------------------------------------


def words_of(stage: StagePage) -> dict[str, str]:
    """What stands for the placeholders of a text about ``stage``."""
    return {
        "etape": stage.title,
        "date": date_in_words(stage) or UNKNOWN,
        "heures": hours_of(stage) or UNKNOWN,
        "lieu": stage.full_location or UNKNOWN,
        "explication": stage.status_note or NO_EXPLANATION,
        "page": stage.full_url,
    }


def about(stage: StagePage) -> dict:
    """What the frame of a mail shows of ``stage``."""
    return {"stage": stage, "sign": stage.location or stage.title, "stage_url": stage.full_url}


def to(subscription: Subscription | None, stage: StagePage | None = None) -> dict:
    """Why the reader gets this mail, and how they leave; of whoever follows nothing (a trial), nothing."""
    if subscription is None:
        return {}
    follows = [follow for follow in subscription.follows.all() if follow.confirmed_at]
    if stage is not None:
        follows = [follow for follow in follows if follow.covers(stage, themes_of(stage))]
    return {
        "followed": in_a_row([follow.name for follow in follows]),
        "access_url": follow_links.access_url(subscription),
        "leaving_url": follow_links.leaving_url(subscription),
    }


def ahead(stage: StagePage) -> dict:
    lines = lines_of(latest_version(stage))
    url = disclosure.registration(stage)
    lines.append(Line("Inscription", "s’inscrire en ligne" if url else UNKNOWN, url=url))
    lines.append(Line("Tarif", stage.price or UNKNOWN))
    return {
        "lines": lines,
        "directions": directions(stage),
        "calendar_url": f"{stage.full_url}etape.ics",
        "preheader": in_short(lines[:3]),
    }


def eve(stage: StagePage) -> dict:
    lines = lines_of(latest_version(stage))
    moments = first_moments(stage)[:FIRST_MOMENTS]
    return {
        "lines": lines,
        "directions": directions(stage),
        "moments": moments or [Line("Programme", UNKNOWN)],
        "preheader": in_short(lines[1:3]),
    }


def morning(stage: StagePage) -> dict:
    opening = french.clock_time(stage.opening_time) if stage.opening_time else UNKNOWN
    lines = [Line("Lieu", stage.full_location or UNKNOWN), Line("Ouverture des portes", opening)]
    moments = first_moments(stage)
    begins = [moment for moment in moments if moment.label == moments[0].label]
    return {"lines": lines, "moments": begins or [Line("Programme", UNKNOWN)], "preheader": in_short(lines)}


def after(stage: StagePage) -> dict:
    if not has_results(stage):
        return {}
    return {"has_results": True, "result": first_result(stage), "stage_url": f"{stage.full_url}#restitution"}


#: What a reminder adds at each moment.
AT = {Moment.AHEAD: ahead, Moment.EVE: eve, Moment.MORNING: morning, Moment.AFTER: after}


def lines_of(now: ScheduleVersion, before: ScheduleVersion | None = None) -> list[Line]:
    """Date, hours and place, whatever of them is not known said so."""
    lines = []
    for label, said in (("Date", date_in_words), ("Horaires", hours_of), ("Lieu", place_of)):
        was = (said(before) or UNKNOWN) if before and said(before) != said(now) else ""
        lines.append(Line(label, said(now) or UNKNOWN, was))
    return lines


def changed_lines(now: ScheduleVersion, before: ScheduleVersion | None) -> list[Line]:
    """Those of ``lines_of``. A day that was put off is not told as if it held; one that holds again is."""
    lines = lines_of(now, before)
    if now.status == StageStatus.POSTPONED and not lines[0].before:
        lines[:2] = [Line(line.label, UNKNOWN, line.before or line.now) for line in lines[:2] if line.now != UNKNOWN]
    if now.status == StageStatus.CONFIRMED and before and before.status != now.status:
        was = StageStatus(before.status).label.lower()
        lines.insert(0, Line("Étape", "maintenue", was))
    return lines


def hours_of(version: ScheduleVersion) -> str:
    """With the place whose clocks tell them, far from Paris."""
    hours, zone = announcements.hours(version), TimeZone(version.time_zone)
    return f"{hours} (heure locale{NBSP}: {zone.label})" if hours and zone != TimeZone.METROPOLE else hours


def place_of(version: ScheduleVersion) -> str:
    return version.place


def has_day(version: ScheduleVersion | None) -> bool:
    """Whether agendas hold a day of it."""
    return version is not None and version.date_kind == DateKind.EXACT


def in_short(lines: list[Line]) -> str:
    """What a list of mails shows beside the subject."""
    return " – ".join(line.now for line in lines if line.now != UNKNOWN)


def in_a_row(names: list[str]) -> str:
    """« l’étape Mende, le thème Télétravail et le Tour entier »"""
    return f"{', '.join(names[:-1])} et {names[-1]}" if len(names) > 1 else "".join(names)


def day_in_words(wait: timedelta) -> str:
    """The day, in Paris, until which a link holds that is written now."""
    day: date = (clock.now() + wait).astimezone(PARIS).date()
    return french.long_date(day)


# --- Read once for each stage -----------------------------------------------------------------------------------


@once
def latest_version(stage: StagePage) -> ScheduleVersion:
    """The version of its schedule that a mail about ``stage`` tells."""
    kept = ScheduleVersion.objects.filter(stage=stage).order_by("-number").first()
    return kept or schedule.version_of(stage, {})


@once
def versions(stage: StagePage) -> list[ScheduleVersion]:
    return list(ScheduleVersion.objects.filter(stage=stage).order_by("number"))


@once
def changed_texts(stage: StagePage) -> Changed:
    """The words of the national team: read with the first mail about ``stage``, and the same for the whole batch."""
    return emails.changed_texts()


@once
def themes_of(stage: StagePage) -> set[int]:
    return stage.theme_keys if hasattr(stage, "theme_keys") else set(stage.themes.values_list("pk", flat=True))


@once
def directions(stage: StagePage) -> list[str]:
    """How to get there, in paragraphs; what is not known said so."""
    said = [stage.venue_note, *plain(stage.access).split("\n")]
    return [line for line in said if line] or [f"Accès et transports{NBSP}: {UNKNOWN}."]


@once
def first_moments(stage: StagePage) -> list[Line]:
    """The moments of the first day, by their hour; none before its programme is released, nor of what may change."""
    if not stage.programme_version:
        return []
    days = programme.days_of(stage, stage.programme_items.all())
    slots = days[0].slots if days and days[0].number == 1 else []
    settled = [slot.item for slot in slots if not slot.item.is_provisional]
    return [Line(french.clock_time(item.start_time), item.title) for item in settled]


def has_results(stage: StagePage) -> bool:
    return bool(disclosure.took_place(stage) and stage.results)


@once
def first_result(stage: StagePage) -> str:
    """The first sentence of what came of it; empty if that is told without a paragraph."""
    paragraphs = (plain(str(block.value.source)) for block in stage.results if block.block_type == "paragraph")
    first = next((text for text in paragraphs if text), "")
    sentence = END_OF_SENTENCE.split(first.replace("\n", " "), maxsplit=1)[0]
    return Truncator(sentence).words(LONGEST_SENTENCE)


@once
def calendar_file(stage: StagePage) -> bytes:
    (described,) = calendar.described([stage])
    return file_of(stage, icalendar.stage_events([described]))


@once
def withdrawal_file(stage: StagePage, before: ScheduleVersion) -> bytes:
    """For agendas that hold the day ``before`` of ``stage``, which has none now."""
    (described,) = calendar.described([stage])
    return file_of(stage, [icalendar.withdrawn_event(described, before)])


def file_of(stage: StagePage, events: list[Event]) -> bytes:
    address = f"{stage.full_url}etape.ics"
    return icalendar.calendar_of(events, name=stage.title, url=stage.full_url, source=address)
