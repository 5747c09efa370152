from django.core.management import BaseCommand

from home.bootstrap import bootstrap


class Command(BaseCommand):
    help = (
        "Crée ce dont tout site du Tour a besoin\u00a0: arborescence, groupes, vocabulaire. "
        "Sans effet s’il existe déjà."
    )

    def handle(self, **options):
        self.stdout.write(bootstrap())
