import sys

from django.core.management import BaseCommand, CommandError

from tour import bounces
from tour.bounce_reports import MOST_BYTES

#: « Try again later » (sysexits.h): what a mail server does with the message then.
TEMPORARY_FAILURE = 75


class Command(BaseCommand):
    help = (
        "Lit sur l’entrée standard un message revenu à BOUNCE_ADDRESS "
        "(pour le «\u00a0pipe\u00a0» d’un serveur de courriel)."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("recipient", nargs="?", default="", help="l’adresse à laquelle le message est arrivé")

    def handle(self, *, recipient, **options):
        raw = sys.stdin.buffer.read(MOST_BYTES)
        while sys.stdin.buffer.read(MOST_BYTES):
            pass  # who writes to us ends well only if all is read
        try:
            bounces.receive(raw, recipient)
        except Exception as error:
            raise CommandError(str(error), returncode=TEMPORARY_FAILURE) from error
