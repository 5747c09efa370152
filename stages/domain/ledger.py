"""Sending what is planned: what forbids a mail at the last moment, what it says, and the history that is kept of it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

from stages.domain import digest, letters, nudges, planning, reminder_slots, schedule, sweeps, trials
from stages.domain.notices import KNOWN, REPLACED, occurrence_of
from stages.domain.planning import DECLINED, NOT_EXPECTED, NOT_FOLLOWED
from stages.domain.reminder_slots import NOT_ONLINE
from stages.emails import Letter
from stages.enums import DeliveryKind, Moment
from stages.models import Delivery, ReminderRule, ReminderSettings, StagePage, Subscription, ThemedStage
from stages.models.delivery import NOTICES, TELLING
from tour import bounces, clock, delivery, mail, suppressions
from tour.models import User
from tour.outbox import Obstacle, Outbox

WRITERS: dict[str, Callable[[Delivery], Letter]] = {
    DeliveryKind.CONFIRMATION: letters.confirmation,
    DeliveryKind.ACCESS: letters.access,
    DeliveryKind.REMINDER: letters.reminder,
    DeliveryKind.CHANGED: letters.change,
    DeliveryKind.CANCELLED: letters.change,
    DeliveryKind.POSTPONED: letters.change,
    DeliveryKind.NUDGE: nudges.letter,
    DeliveryKind.DIGEST: digest.letter,
    DeliveryKind.TEST: trials.letter,
}
#: What may forbid a mail to somebody with an account, besides the account.
OBSTACLES: dict[str, Callable[[Delivery], Obstacle | None]] = {
    DeliveryKind.NUDGE: nudges.obstacle,
    DeliveryKind.DIGEST: digest.obstacle,
    DeliveryKind.TEST: trials.obstacle,
}

ERASED = "Le destinataire a effacé ses données."
LEFT = "Le destinataire ne suit plus rien, ou a mis ses messages en pause."
CLOSED = "Le compte du destinataire est fermé."
NO_RESULTS = "La restitution n’est pas encore en ligne."
UNRECORDED = "Les informations de l’étape viennent de changer."


def send_due() -> int:
    """Send what is due to followers, teams and the national team; return how many the server accepted."""
    sweeps.begin()
    return delivery.send_due(OUTBOX)


def send_again(row: Delivery, *, by: User) -> bool:
    """Let a failed, uncertain or settled mail leave anew; False, and nothing done, if it is none of these."""
    return delivery.send_again(decided(by), row)


def settle(row: Delivery, *, by: User) -> bool:
    """Let a failed or uncertain mail stay so, and wait for nobody; False, and nothing done, if it is neither."""
    return delivery.settle(decided(by), row)


def decided(by: User) -> Outbox:
    """The ledger, with ``by`` in its history."""
    return replace(OUTBOX, note=lambda rows: planning.note(rows, at=clock.now(), by=by))


def may_leave():
    return Delivery.objects.not_suspended()


def compose(row: Delivery) -> EmailMessage:
    return as_message(row, WRITERS[row.kind](row))


def as_message(row: Delivery, letter: Letter) -> EmailMessage:
    message = mail.letter(to=row.address, subject=letter.subject, message_id=row.message_id)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for name, mime_type, content in letter.attachments:
        attach(message, name, mime_type, content)
    if url := leaving_url(row):
        # RFC 2369, RFC 8058: a mail program shows a button of its own. Raw, since a long address would be folded into
        # encoded words, which RFC 2047 (5) forbids there and mail programs do not read.
        message.set_raw("List-Unsubscribe", f"<{url}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def leaving_url(row: Delivery) -> str:
    """Where one click ends such mails; empty for what cannot be declined."""
    if row.user:
        return nudges.declining_url(row.user, row.kind)
    is_asked_for = row.subscription is None or row.kind == DeliveryKind.CONFIRMATION
    return "" if is_asked_for else letters.follow_links.leaving_url(row.subscription)


def attach(message: EmailMessage, name: str, mime_type: str, content: bytes):
    """``mime_type`` with its parameters: an agenda wants to be told the method of a calendar file."""
    main, _, sub = mime_type.partition(";")[0].partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    part = list(message.iter_attachments())[-1]
    for parameter in mime_type.split(";")[1:]:
        key, _, value = parameter.strip().partition("=")
        part.set_param(key, value.strip('"'))


def handing(row: Delivery) -> dict:
    return {"told": letters.latest_version(row.stage)} if row.kind in TELLING else {}


def note(rows: list[Delivery]):
    planning.note(rows, at=clock.now())


def may_repeat() -> bool:
    return ReminderSettings.current().may_repeat


# --- At the door ------------------------------------------------------------------------------------------------


def obstacles(rows: list[Delivery]) -> dict[int, Obstacle]:
    """What forbids each of ``rows``, by key; reads for all of them what they are about, and hands it to them."""
    attach_what_they_are_about(rows)
    suppressed = suppressions.suppressed_among(row.address for row in rows if row.address)
    found = {row.pk: Obstacle(suppressions.OBSTACLE) if row.address in suppressed else obstacle_of(row) for row in rows}
    return {key: obstacle for key, obstacle in found.items() if obstacle}


def attach_what_they_are_about(rows: list[Delivery]):
    keys = {row.stage_id for row in rows}
    stages = StagePage.objects.followable().with_progress().with_venue().defer("body", "venue__body").in_bulk(keys)
    for stage in stages.values():
        stage.theme_keys = set()
        stage.date_number = str(schedule.number_of_date(stage))
        kept = letters.versions(stage)
        stage.is_recorded = schedule.is_up_to_date(stage, kept[-1] if kept else None)
    for stage, theme in ThemedStage.objects.filter(content_object__in=stages).values_list("content_object", "tag"):
        stages[stage].theme_keys.add(theme)
    subscriptions = Subscription.objects.prefetch_related("follows__stage", "follows__theme")
    subscriptions = subscriptions.in_bulk({row.subscription_id for row in rows})
    rules = ReminderRule.objects.in_bulk({row.rule_id for row in rows})
    users = User.objects.in_bulk({row.user_id for row in rows})
    for row in rows:
        row.stage = stages.get(row.stage_id)
        row.rule = rules.get(row.rule_id)
        row.subscription = subscriptions.get(row.subscription_id)
        row.user = users.get(row.user_id)
    attach_what_was_told(rows)
    nudges.attach(rows)
    digest.attach(rows)


def attach_what_was_told(rows: list[Delivery]):
    """Give each notice what its reader was told that does not hold now: two queries a stage."""
    of_stages = defaultdict(list)
    for row in rows:
        if row.kind in NOTICES and row.stage and row.stage.is_recorded and row.subscription:
            of_stages[row.stage.pk].append(row)
    for some in of_stages.values():
        letters.attach_outdated(some)


def obstacle_of(row: Delivery) -> Obstacle | None:
    if row.subscription is None and row.user is None:
        return Obstacle(ERASED)
    if row.user is not None:
        return obstacle_of_user(row)
    if row.kind in TELLING:
        return obstacle_of_stage(row) or obstacle_of_follower(row)
    return None


def obstacle_of_user(row: Delivery) -> Obstacle | None:
    if not row.user.is_active:
        return Obstacle(CLOSED)
    return OBSTACLES[row.kind](row) if row.kind in OBSTACLES else None


def obstacle_of_stage(row: Delivery) -> Obstacle | None:
    stage = row.stage
    if stage is None:
        return Obstacle(NOT_ONLINE)
    if not stage.is_recorded:
        return Obstacle(UNRECORDED, until=clock.now() + timedelta(minutes=1))
    if row.kind in NOTICES:
        return None if row.occurrence == occurrence_of(letters.versions(stage)) else Obstacle(REPLACED)
    if reason := reminder_slots.why_not(stage):
        return Obstacle(reason)
    if row.occurrence != stage.date_number:
        return Obstacle(planning.MOVED)
    if row.rule is None or not row.rule.is_active:
        return Obstacle(NOT_EXPECTED)
    if row.rule.needs_results and not (stage.is_over and stage.results):
        return Obstacle(NO_RESULTS, until=clock.now() + timedelta(hours=1))
    return None


def obstacle_of_follower(row: Delivery) -> Obstacle | None:
    follower = row.subscription
    if not follower.is_active:
        return Obstacle(LEFT)
    follows = [follow for follow in follower.follows.all() if follow.confirmed_at]
    if not any(follow.covers(row.stage, row.stage.theme_keys) for follow in follows):
        return Obstacle(NOT_FOLLOWED)
    moment = Moment.CHANGES if row.kind in NOTICES else row.rule.moment
    if not follower.wants(moment):
        return Obstacle(DECLINED)
    # A reminder that left since it was planned may have told the same.
    return Obstacle(KNOWN) if row.kind in NOTICES and not letters.outdated_for(row) else None


def refused(row: Delivery, code: int, said: str):
    bounces.note_answer(row.message_id, row.address, said)


# --- What comes back --------------------------------------------------------------------------------------------


def address_of(message_id: str) -> str | None:
    """Where a mail went, by the left part of its Message-ID; None once that is erased."""
    row = Delivery.objects.filter(message_id=message_id).select_related("subscription", "user").first()
    return (row and row.address) or None


def note_return(message_id: str):
    """A mail came back, or its reader complained: it stays « sent », and says so. Nothing the second time."""
    Delivery.objects.filter(message_id=message_id, bounced_at=None).update(bounced_at=clock.now())


OUTBOX = Outbox(
    model=Delivery,
    rows=may_leave,
    compose=compose,
    obstacles=obstacles,
    note=note,
    refused=refused,
    handing=handing,
    may_repeat=may_repeat,
)
