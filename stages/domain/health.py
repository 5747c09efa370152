"""Whether mails leave as they should: asked by a screen of the national team, and by what watches over the site."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q

from stages.enums import Light
from stages.models import Delivery, ReminderSettings
from tour import clock, heartbeat
from tour.models import Heartbeat, MailState, QueuedMail
from tour.models.mail import OPEN

#: The sweep that sends to followers, teams and the national team; the one that plans for all of them.
DELIVERIES, PLANNING = "deliveries", "planning"
#: Why planning found something to do that nothing had planned.
MENDED = "mended"

#: How long it may be since the last sweep; how late what is due may be.
LONGEST_SILENCE = LONGEST_LAG = timedelta(minutes=5)
#: How late may be what a server puts off: one that makes strangers wait takes it by then.
LONGEST_PUT_OFF = timedelta(minutes=20)
LONGEST_UNPLANNED = timedelta(hours=2)
#: So many whose recipients' servers put them off so long are no full mailboxes: strangers are made to wait there, too.
MOST_RECIPIENTS = 2
#: So many refused within an hour, and more than leave: it is the site that is refused, not somebody's address.
MOST_REFUSED = 9
#: What the server answered, but for addresses that do not exist (RFC 3463, 3.2; x.1.7 and x.1.8 are of the sender's).
REFUSED = r"^5\d\d (?!5\.1\.[^78])"
HOUR = timedelta(hours=1)
#: For how long a failure or what was mended is worth a look.
RECENT = timedelta(days=7)
#: Counted no further.
MOST = 10_000
#: Seconds for which whoever asks again is answered the same.
KEPT = 5
KEY = "stages.delivery-health"


@dataclass(frozen=True)
class Queue:
    """The mails of one kind of row. ``due``: how many should have left by now, ``oldest_at`` since when.

    Of those that wait for a new try (``retry``), those ``put_off`` too long, and those so because of their recipient.
    ``refused``: by the server for good within the hour; ``left``: how many it took meanwhile, counted no further.
    """

    due: int
    oldest_at: datetime | None
    next_at: datetime | None
    retry: int
    put_off: int
    put_off_by_recipients: int
    failed: int
    recently_failed: int
    refused: int
    left: int
    uncertain: int


@dataclass(frozen=True)
class Fault:
    light: Light
    words: str


@dataclass(frozen=True)
class Health:
    """As of ``at``. ``beats``: the last sweep of each kind, by name; ``queued`` are the mails of accounts."""

    at: datetime
    beats: dict[str, Heartbeat]
    deliveries: Queue
    queued: Queue
    is_suspended: bool

    @property
    def queues(self) -> tuple[Queue, Queue]:
        return self.deliveries, self.queued

    @property
    def light(self) -> Light:
        return max((fault.light for fault in self.faults), default=Light.GREEN, key=list(Light).index)

    @property
    def last_sweep_at(self) -> datetime | None:
        """The last time that both kinds of mail were looked at; None before the first."""
        beats = [self.beats.get(name) for name in (DELIVERIES, heartbeat.QUEUED_MAIL)]
        return min(beat.beat_at for beat in beats) if all(beats) else None

    @property
    def lag(self) -> timedelta:
        """How long ago the oldest of what is due should have left."""
        return max((self.since(queue.oldest_at) for queue in self.queues), default=timedelta())

    @property
    def due(self) -> int:
        return sum(queue.due for queue in self.queues)

    @property
    def uncertain(self) -> int:
        return sum(queue.uncertain for queue in self.queues)

    @property
    def next_at(self) -> datetime | None:
        return min((queue.next_at for queue in self.queues if queue.next_at), default=None)

    def since(self, instant: datetime | None) -> timedelta:
        return max(self.at - instant, timedelta()) if instant else timedelta()

    @cached_property
    def faults(self) -> list[Fault]:
        """What is not as it should be, the worst first."""
        found = [
            (Light.RED, self.is_silent, "Aucun envoi n’a été tenté depuis plus de 5\u00a0minutes."),
            (Light.RED, self.lag > LONGEST_LAG, "Des courriels ont plus de 5 minutes de retard."),
            (Light.RED, self.is_put_off, "Le serveur de courriel en remet à plus tard depuis plus de 20\u00a0minutes."),
            (Light.RED, self.is_refused, "Le serveur de courriel refuse presque tout ce que le site lui donne."),
            (Light.RED, self.uncertain, "Des courriels sont incertains\u00a0: une personne doit décider de leur sort."),
            (Light.ORANGE, self.is_unplanned, "La planification n’a pas abouti depuis plus de 2\u00a0heures."),
            (Light.ORANGE, self.has_failed, "Des courriels ont échoué cette semaine."),
            (Light.ORANGE, self.was_mended, "Il a fallu inscrire après coup des courriels que rien n’avait prévus."),
            (Light.ORANGE, any(queue.retry for queue in self.queues), "Des courriels attendent un nouvel essai."),
            (Light.ORANGE, self.is_suspended, "Les envois du Tour sont suspendus par l’équipe nationale."),
        ]
        return [Fault(light, words) for light, is_so, words in found if is_so]

    @property
    def is_silent(self) -> bool:
        return self.last_sweep_at is None or self.since(self.last_sweep_at) > LONGEST_SILENCE

    @property
    def is_put_off(self) -> bool:
        by_recipients = sum(queue.put_off_by_recipients for queue in self.queues)
        return any(queue.put_off for queue in self.queues) or by_recipients > MOST_RECIPIENTS

    @property
    def is_refused(self) -> bool:
        refused = sum(queue.refused for queue in self.queues)
        return refused > MOST_REFUSED and refused > sum(queue.left for queue in self.queues)

    @property
    def is_unplanned(self) -> bool:
        beat = self.beats.get(PLANNING)  # on a site just made, none for an hour
        return beat is not None and self.since(beat.beat_at) > LONGEST_UNPLANNED

    @property
    def has_failed(self) -> bool:
        return any(queue.recently_failed for queue in self.queues)

    @property
    def was_mended(self) -> bool:
        beat = self.beats.get(MENDED)
        return beat is not None and self.since(beat.beat_at) < RECENT


def health() -> Health:
    """How things stand: fifteen queries, each answered by an index."""
    now = clock.shared()
    return Health(
        at=now,
        beats=heartbeat.last(DELIVERIES, heartbeat.QUEUED_MAIL, PLANNING, MENDED),
        deliveries=queue_of(Delivery, Delivery.objects.not_suspended(), now),
        queued=queue_of(QueuedMail, QueuedMail.objects.all(), now),
        is_suspended=ReminderSettings.current().is_suspended,
    )


def recent_health() -> Health:
    """``health()`` as it was a few seconds ago at most, however often it is asked for."""
    return cache.get_or_set(KEY, health, KEPT)


def queue_of(model, leaving, now: datetime) -> Queue:
    """``leaving``: the rows of ``model`` that no kill switch holds back. Those that ended keep the hour of their last
    try, which may be long after ``due_at``.
    """
    waiting = leaving.filter(state__in=OPEN).order_by("next_try_at")
    due = waiting.filter(next_try_at__lte=now)
    ended = model.objects.filter(state__in=[MailState.FAILED, MailState.UNCERTAIN]).order_by().values("state")
    refused = Q(next_try_at__gt=now - HOUR, reason__regex=REFUSED)
    ended = ended.annotate(
        count=Count("pk"),
        recent=Count("pk", filter=Q(next_try_at__gt=now - RECENT)),
        refused=Count("pk", filter=refused),
    )
    looked_at, nothing = {row["state"]: row for row in ended}, {"count": 0, "recent": 0, "refused": 0}
    failed, uncertain = (looked_at.get(state, nothing) for state in (MailState.FAILED, MailState.UNCERTAIN))
    put_off = Q(attempts__gte=tries_within(LONGEST_PUT_OFF), due_at__lt=now - LONGEST_PUT_OFF)
    retry = leaving.filter(state=MailState.RETRY).aggregate(
        count=Count("pk"),
        put_off=Count("pk", filter=put_off & Q(is_put_off_by_recipient=False)),
        by_recipients=Count("pk", filter=put_off & Q(is_put_off_by_recipient=True)),
    )
    return Queue(
        due=due[:MOST].count(),
        oldest_at=due.values_list("next_try_at", flat=True).first(),
        next_at=waiting.filter(next_try_at__gt=now).values_list("next_try_at", flat=True).first(),
        retry=retry["count"],
        put_off=retry["put_off"],
        put_off_by_recipients=retry["by_recipients"],
        failed=failed["count"],
        recently_failed=failed["recent"],
        refused=failed["refused"],
        left=model.objects.filter(sent_at__gt=now - HOUR)[:MOST].count(),
        uncertain=uncertain["count"],
    )


def tries_within(time: timedelta) -> int:
    """How many tries of a mail there are before it has been put off for longer than ``time``."""
    waits = settings.MAIL_RETRY_MINUTES
    tries, waited = 1, timedelta()
    while waited <= time:
        waited += timedelta(minutes=waits[min(tries, len(waits)) - 1])
        tries += 1
    return tries
