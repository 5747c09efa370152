from django.core.management import BaseCommand

from stages.domain import ledger, reminders
from stages.models import Delivery
from tour import clock, mail


class Command(BaseCommand):
    help = "Envoie ce qui est prévu, comme le fait le planificateur chaque minute\u00a0: pour une minuterie du système."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait, et n’envoie rien")

    def handle(self, *, dry_run, **options):
        if not dry_run:
            reminders.plan_if_due()
            self.stdout.write(f"{send_all()} courriels acceptés par le serveur.")
            return
        due = Delivery.objects.not_suspended().open().filter(next_try_at__lte=clock.now())
        rows = list(due.select_related("subscription", "user").order_by("next_try_at", "pk"))
        for start in range(0, len(rows), 100):
            some = rows[start : start + 100]
            obstacles = ledger.obstacles(some)
            for row in some:
                obstacle = obstacles.get(row.pk)
                self.stdout.write(
                    f"{row.due_at:%Y-%m-%d %H:%M} {row.key}\u00a0: {obstacle.reason if obstacle else 'part'}"
                )


def send_all() -> int:
    """Both kinds of mail: what stops the one does not stop the other."""
    try:
        count = mail.send_due()
    finally:
        to_followers = ledger.send_due()
    return count + to_followers
