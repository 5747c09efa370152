from django.core.management import BaseCommand

from home import demo


class Command(BaseCommand):
    help = "Charge le Tour documenté (éditions 2012 et 2014) dans un site qui n’a jamais eu d’édition."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts",
            action="store_true",
            help="crée aussi les comptes de démonstration (horloge de démo seulement)",
        )

    def handle(self, *, accounts, **options):
        self.stdout.write(demo.run(accounts=accounts))
