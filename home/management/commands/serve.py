import sys

from django.core.management import BaseCommand

from home import laptop


class Command(BaseCommand):
    help = "Prépare et sert tout le site sur cette machine (appelée par bin/run\u00a0: «\u00a0make run\u00a0»)."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--fd", type=int, required=True, help="la socket réservée par bin/run")
        parser.add_argument("--mail-fd", type=int, required=True, help="celle de la boîte aux lettres")

    def handle(self, *, fd, mail_fd, **options):
        sys.exit(laptop.serve(fd, mail_fd))
