from django.core.management import BaseCommand

from stages.domain import ledger, reminders
from stages.models import Delivery
from tour import clock, mail
from tour.delivery import INTERRUPTED, TOO_LATE
from tour.templatetags.french_tags import plural

HELD = "Les envois du Tour, ou de cette étape, sont suspendus."


class Command(BaseCommand):
    help = "Envoie ce qui est prévu, comme le fait le planificateur chaque minute\u00a0: pour une minuterie du système."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, et n’envoie rien")

    def handle(self, *, dry_run, **options):
        if not dry_run:
            try:
                reminders.plan_if_due()
            finally:  # what cannot be planned keeps nothing from leaving
                count = send_all()
                self.stdout.write(f"{count} courriel{plural(count)} accepté{plural(count)} par le serveur.")
            return
        now = clock.now()
        due = Delivery.objects.open().filter(next_try_at__lte=now)
        leaving = set(due.not_suspended().values_list("pk", flat=True))
        rows = list(due.select_related("subscription", "user").order_by("next_try_at", "pk"))
        for start in range(0, len(rows), 100):
            some = rows[start : start + 100]
            obstacles = ledger.obstacles(some)
            for row in some:
                said = f"{row.due_at:%Y-%m-%d %H:%M} {row.key} ({row.masked_address})"
                self.stdout.write(f"{said}\u00a0: {fate(row, obstacles, leaving, now)}")


def fate(row: Delivery, obstacles: dict, leaving: set, now) -> str:
    """What the next sweep would do with it; ``leaving``: what no kill switch holds back."""
    if row.handed_at:
        return INTERRUPTED
    if row.not_after and row.not_after <= now:
        return TOO_LATE
    if row.pk not in leaving:
        return HELD
    return obstacles[row.pk].reason if row.pk in obstacles else "part"


def send_all() -> int:
    """Both kinds of mail: what stops the one does not stop the other. Alerts of the first leave with the second."""
    try:
        count = ledger.send_due()
    finally:
        to_accounts = mail.send_due()
    return count + to_accounts
