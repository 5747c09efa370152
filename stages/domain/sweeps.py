"""Sweeps leave a trace: that one begins is kept; that none did for long, or that one had to mend, is told.

Alerts are mails of the floor (``tour.mail``), not rows of the ledger: they wait behind no thousand late reminders, no
kill switch holds them back, and they leave by the other sweep than the one they mostly tell of.
"""

from datetime import datetime, timedelta
from logging import getLogger

from django.db import DatabaseError, InterfaceError, transaction
from django.urls import reverse

from stages import emails
from stages.domain import health
from stages.domain.planning import Outcome
from tour import clock, french, heartbeat, mail
from tour.access import national_team
from tour.addresses import absolute
from tour.clock import PARIS

logger = getLogger(__name__)

#: How long no sweep ran before it is told.
OUTAGE = timedelta(minutes=6)
#: Between two alerts of one kind.
ONE_DAY = timedelta(hours=24)
#: What did not leave while the sweep of one kind, or of both, was silent: in short, and in full.
SILENT = {
    (health.DELIVERIES, heartbeat.QUEUED_MAIL): ("aucun envoi", "aucun courriel n’est parti"),
    (health.DELIVERIES,): ("aucun envoi aux abonnés", "aucun courriel aux abonnés ni aux équipes n’est parti"),
    (heartbeat.QUEUED_MAIL,): (
        "aucun courriel des comptes",
        "aucun courriel des comptes (invitations, mots de passe) n’est parti",
    ),
}
SWEPT = (health.DELIVERIES, heartbeat.QUEUED_MAIL)


@transaction.atomic
def begin():
    """A sweep of the ledger begins. If none of its kind, or of the floor's, did for long, the national team is told."""
    now = clock.shared()
    last = {name: beat.beat_at for name, beat in heartbeat.last(*SWEPT).items()}
    last[health.DELIVERIES] = heartbeat.beat(health.DELIVERIES)  # of several sweeps one alone is told
    silent = tuple(name for name in SWEPT if last.get(name) and now - last[name] > OUTAGE)
    if silent:
        since = max(last[name] for name in silent)  # of both, what is true of both
        logger.error("Nothing was sent by %s from %s to %s", silent, since, now)
        quietly(tell_outage, silent, since, now)


def tell_outage(silent: tuple[str, ...], since: datetime, until: datetime):
    """``silent``: the sweeps that did not run, of which that of the ledger does again."""
    in_short, in_full = SILENT[silent]
    fact = f"Entre le {moment(since)} et le {moment(until)}, {in_full}."
    if health.DELIVERIES in silent:
        fact += f" Courriels en retard à la reprise\u00a0: {health.health().due}. Ils partent maintenant, "
        fact += "sauf ceux qui arriveraient trop tard."
    tell("outage", {"sujet": f"{in_short} depuis le {moment(since)}", "fait": fact})


def tell_mended(outcome: Outcome):
    """Planning found something that no cause had planned: somebody should find out why."""
    said = (
        f"inscrits\u00a0: {outcome.planned}, rétablis\u00a0: {outcome.reopened}, déplacés\u00a0: {outcome.rescheduled}"
    )
    logger.error("The ledger had to be mended: %s", outcome)
    heartbeat.beat(health.MENDED, said)
    words = {
        "sujet": "des rappels n’étaient pas prévus",
        "fait": "La vérification de chaque heure a trouvé des rappels que rien n’avait prévus à temps "
        f"({said}). Ils le sont maintenant. À signaler à la personne qui entretient le site.",
    }
    quietly(tell, "mended", words)


def tell(kind: str, words: dict[str, str]):
    """Queue an alert to everybody of the national team; of each ``kind`` at most one a day."""
    if not heartbeat.is_due(f"alert:{kind}", ONE_DAY):
        return
    context = {"health_url": absolute(reverse("stages_delivery_health"))}
    letter = emails.write("alert", "alert", words, context)
    for user in national_team():
        mail.queue(to=user.email, subject=letter.subject, text=letter.text)


def quietly(tell, *what):
    """An alert that cannot be written must not keep mails from leaving."""
    try:
        with transaction.atomic():
            tell(*what)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("An alert could not be written")


def moment(instant: datetime) -> str:
    """« 2 octobre 2014 à 9 h 12 », in Paris."""
    there = instant.astimezone(PARIS)
    return f"{french.full_date(there.date())} à {french.clock_time(there.time())}"
