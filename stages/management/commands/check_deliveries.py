from django.core.management import BaseCommand, CommandError

from stages.domain.invariants import findings
from tour.templatetags.french_tags import plural


class Command(BaseCommand):
    help = "Vérifie ce qui doit toujours être vrai des envois\u00a0; échoue si ce ne l’est pas. Ne change rien."

    def handle(self, **options):
        broken = 0
        for finding in findings():
            broken += bool(finding.count)
            verdict = f"ROMPU ({finding.count})" if finding.count else "tenu (0)"
            self.stdout.write(f"{finding.name} {verdict}\u00a0: {finding.words}")
            for key in finding.named:
                self.stdout.write(f"   {key}")
        if broken:
            raise CommandError(f"{broken} invariant{plural(broken)} rompu{plural(broken)}.")
