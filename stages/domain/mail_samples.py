"""Each mail as it would leave, about a stage that there is, to a reader that there is not."""

from django.urls import reverse

from stages import emails
from stages.domain import follow_links, letters, schedule
from stages.emails import Letter
from stages.enums import DateKind, DeliveryKind, Moment, StageStatus
from stages.mail_texts import PLACEHOLDERS
from stages.models import StagePage
from stages.models.delivery import NOTICES
from tour.addresses import absolute

STATUS_OF = {DeliveryKind.CANCELLED: StageStatus.CANCELLED, DeliveryKind.POSTPONED: StageStatus.POSTPONED}
MOMENT_OF = {
    **{f"reminder-{moment}": moment for moment in letters.AT},
    "reminder-over": Moment.AFTER,
}
#: The other mails to followers, named as their templates; what teams get comes in the bare frame.
VALIDITY_OF = {"confirmation": follow_links.CONFIRMATION_VALIDITY, "access": follow_links.ACCESS_VALIDITY}

#: What stands for somebody's signature in the links.
NOBODY = "exemple"


def stage_to_show() -> StagePage | None:
    """The next stage that everybody may see and that has a day, else the last one; None before there is any."""
    stages = StagePage.objects.followable().filter(date_kind=DateKind.EXACT).with_venue()
    to_come = stages.upcoming().going_ahead().order_by("starts_at").first()
    return to_come or stages.with_progress().order_by("-starts_at").first()


def sample(name: str, stage: StagePage, own: tuple[str, str]) -> Letter:
    """The mail ``name`` (a key of ``TEXTS``) with ``own`` as its subject and text."""
    if name in MOMENT_OF:
        return letters.reminder_of(stage, MOMENT_OF[name], reader_of(stage), own=own)
    if name in NOTICES:
        # As if the stage had just got that status, or its hours: to say that they were not known invents none.
        stage.status, before = STATUS_OF.get(name, StageStatus.CONFIRMED), schedule.version_of(stage, {})
        before.status = StageStatus.CONFIRMED
        if name == DeliveryKind.CHANGED:
            before.opening_time = before.closing_time = None
        now = schedule.version_of(stage, {})
        return letters.change_of(stage, name, now, before, reader_of(stage), own=own)
    words = {key: placeholder.example for key, placeholder in PLACEHOLDERS.items()} | letters.words_of(stage)
    context = {}
    if name in VALIDITY_OF:
        context = {**links(), "valid_until": letters.day_in_words(VALIDITY_OF[name])}
    return emails.write(name, name if name in VALIDITY_OF else "base", words, context, own=own)


def reader_of(stage: StagePage) -> dict:
    """As ``letters.to``, of somebody who follows ``stage``; the links lead nowhere."""
    leaving_url = absolute(reverse("follow-leave", args=[NOBODY]))
    return {"followed": f"l’étape {stage.title}", "access_url": links()["access_url"], "leaving_url": leaving_url}


def links() -> dict:
    return {
        "access_url": absolute(reverse("follow-manage", args=[NOBODY])),
        "confirmation_url": absolute(reverse("follow-confirm", args=[NOBODY])),
    }
