"""Mails on their way: what every mail that leaves has in common, and the mails of the floor."""

import uuid

from django.db import models
from django.db.models import Q


class MailState(models.TextChoices):
    """Where a mail stands. The first three are open; nobody but a person takes one out of « uncertain »."""

    DUE = "due", "Prévu"
    SENDING = "sending", "En cours d’envoi"
    RETRY = "retry", "Nouvel essai prévu"
    SENT = "sent", "Envoyé"
    FAILED = "failed", "Échec"
    #: The server may have taken it: the connection or the process ended before it said so.
    UNCERTAIN = "uncertain", "Incertain"
    #: It failed or was uncertain, and a person decided that it stays so: nobody is asked any more.
    SETTLED = "settled", "Classé"
    CANCELLED = "cancelled", "Annulé"
    EXPIRED = "expired", "Trop tard"


#: What is still to leave.
OPEN = (MailState.DUE, MailState.RETRY, MailState.SENDING)
#: What waits for a person to decide.
UNDECIDED = (MailState.FAILED, MailState.UNCERTAIN)
#: What the mail server has, or may have: of what a person settled, that which was handed to it.
GONE = Q(state__in=[MailState.SENT, MailState.UNCERTAIN]) | Q(state=MailState.SETTLED, handed_at__isnull=False)


def new_message_id() -> str:
    """The left part of a Message-ID (RFC 5322, 3.6.4), made once for all tries of a mail."""
    return uuid.uuid4().hex


class OutgoingMailQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=OPEN)

    def not_handed(self):
        """Open, and the server was not given it: may still be cancelled."""
        return self.open().filter(handed_at=None)

    def gone(self):
        return self.filter(GONE)


class OutgoingMail(models.Model):
    """A mail that leaves once, by ``tour.delivery``.

    ``due_at`` is when it should leave, ``not_after`` from when on it would come too late (None: never). It is looked
    at again from ``next_try_at`` on, which of a mail that is being sent is the end of its lease: who holds ``token``
    has it until then. ``handed_at`` is set before the server is given the text: from there on only the server's answer
    tells whether it has it. All in UTC. ``address`` is where it goes.
    """

    state = models.CharField("état", max_length=10, choices=MailState.choices, default=MailState.DUE)
    due_at = models.DateTimeField("prévu le")
    not_after = models.DateTimeField("trop tard après", null=True, blank=True)
    next_try_at = models.DateTimeField("à envoyer à partir du")
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    ambiguous = models.PositiveSmallIntegerField("envois au sort inconnu", default=0)
    token = models.UUIDField(null=True, editable=False)
    handed_at = models.DateTimeField("remis au serveur le", null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    message_id = models.CharField("Message-ID", max_length=64, unique=True, default=new_message_id, editable=False)
    #: Without the address: what a server said of it is kept by ``tour.suppressions.without_address``.
    reason = models.TextField("raison", blank=True)
    is_put_off_by_recipient = models.BooleanField("remis à plus tard pour son seul destinataire", default=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["next_try_at"], name="%(class)s_due", condition=Q(state__in=OPEN)),
            models.Index(fields=["not_after"], name="%(class)s_late", condition=Q(state__in=OPEN)),
            models.Index(fields=["sent_at"], name="%(class)s_sent", condition=Q(sent_at__isnull=False)),
            models.Index(
                fields=["state", "due_at"],
                name="%(class)s_to_look_at",
                condition=~Q(state__in=["sent", "cancelled", "expired"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="%(class)s_sent_has_its_hour",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(token__isnull=False), name="%(class)s_sending_is_held"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "retry", "cancelled", "expired"]) | Q(handed_at__isnull=True),
                name="%(class)s_handed_is_gone",
            ),
        ]

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a person to decide."""
        return self.state in UNDECIDED

    @property
    def may_have_arrived(self) -> bool:
        """Whether the server may have taken it, and never said so."""
        return self.state == MailState.UNCERTAIN or (self.state == MailState.SETTLED and self.handed_at is not None)


class QueuedMail(OutgoingMail):
    """A mail to one person, in plain text: what Django and Wagtail send, invitations."""

    to = models.EmailField("à")
    subject = models.CharField("objet", max_length=255)
    text = models.TextField("texte")
    created_at = models.DateTimeField("écrit le")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta(OutgoingMail.Meta):
        verbose_name = "courriel"
        verbose_name_plural = "courriels"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.subject

    @property
    def address(self) -> str:
        return self.to

    @property
    def masked_to(self) -> str:
        return masked(self.to)


class Heartbeat(models.Model):
    """When something that should happen again and again last did; ``note``: what is to be said of it."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
    note = models.TextField(blank=True)

    def __str__(self):
        return self.name


def masked(address: str) -> str:
    """« m…@mende.example »: enough to know an address by, too little to write to."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}…@{host}"
