from argparse import Action, ArgumentError
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import BaseCommand, CommandError

from home import rehearsal, synthetic_tour
from stages.domain import replay
from stages.domain.replay import Event
from tour.templatetags.french_tags import plural


@dataclass
class Asked:
    """What is to happen to a stage; the option ``--at`` behind it says when."""

    deed: Callable
    words: list[str]
    at: str = ""


class Happens(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        namespace.events = [*(namespace.events or []), Asked(self.const, values)]


class At(Action):
    def __call__(self, parser, namespace, values, option_string=None):
        if not namespace.events:
            raise ArgumentError(self, "dit quand a lieu ce qui le précède\u00a0: --move, --cancel…")
        namespace.events[-1].at = values


class Command(BaseCommand):
    help = (
        "Répète la saison 2014\u00a0: l’horloge saute d’un envoi au suivant, et le registre dit ce qui serait parti, "
        "à qui, quand, ou pourquoi non. Rien n’est gardé, rien ne part de cette machine\u00a0; les vrais envois "
        "attendent la fin."
    )

    def add_arguments(self, parser):
        for option, deed, words, text in (
            (
                "--move",
                rehearsal.move,
                ("ÉTAPE", "JOUR"),
                "déplace une étape (son adresse courte)\u00a0: mende 2014-10-16",
            ),
            ("--cancel", rehearsal.cancel, ("ÉTAPE",), "annule une étape"),
            ("--postpone", rehearsal.postpone, ("ÉTAPE",), "reporte une étape"),
            ("--results", rehearsal.publish_results, ("ÉTAPE",), "met en ligne la restitution d’une étape"),
        ):
            parser.add_argument(
                option, dest="events", action=Happens, const=deed, nargs=len(words), metavar=words, help=text
            )
        parser.add_argument(
            "--at", action=At, dest="events", metavar="INSTANT", help="quand, à Paris\u00a0: 2014-10-05T18:00"
        )
        parser.add_argument("--synthetic", type=int, metavar="ÉTAPES", help="une édition imaginaire d’une année")
        parser.add_argument("--followers", type=int, default=200, help="combien de personnes la suivent (200)")
        parser.add_argument("--year", type=int, default=2026, help="l’année où elle commence, en septembre (2026)")
        parser.add_argument("--verbose", action="store_true", help="montre chaque ligne du registre")

    def handle(self, *, events, synthetic, followers, year, verbose, **options):
        if synthetic is None:
            self.show_season(rehearsal.season([self.event(asked) for asked in events or []]), verbose)
        else:
            self.show_comparison(synthetic_tour.rehearse(stages=synthetic, followers=followers, year=year), verbose)

    def event(self, asked: Asked) -> Event:
        try:
            return Event(rehearsal.paris(asked.at), asked.deed(*asked.words))
        except rehearsal.UnknownStageError as error:
            raise CommandError(f"Aucune étape en ligne n’a l’adresse courte «\u00a0{error}\u00a0».") from error
        except ValueError as error:
            raise CommandError(
                f"{' '.join(asked.words)}\u00a0: indiquez un jour (2014-10-16) et, par --at, "
                "un instant (2014-10-05T18:00)."
            ) from error

    def show_season(self, season, verbose):
        for line in replay.account(season.rows):
            self.stdout.write(f"{line.stage} · {line.what}\u00a0: {line.planned} prévu{plural(line.planned)}")
            for minute, count in sorted(line.sent.items()):
                self.stdout.write(f"    {count} envoyé{plural(count)} le {minute}")
            for (state, reason), count in sorted(line.kept.items()):
                self.stdout.write(f"    {count} · {state}{' · ' + reason if reason else ''}")
        for title, reason in season.silent:
            self.stdout.write(f"{title}\u00a0: rien de prévu. {reason}")
        self.show(season.walk, season.rows, verbose)

    def show_comparison(self, found, verbose):
        self.show(found.walk, found.rows, verbose)
        self.stdout.write(
            f"Attendus d’après les règles\u00a0: {found.expected}\u00a0; partis\u00a0: {found.walk.sent}\u00a0; "
            f"manquants\u00a0: {len(found.missing)}\u00a0; en trop\u00a0: {len(found.extra)}."
        )
        for label, lines in (("Manque", found.missing), ("En trop", found.extra)):
            for key, minute in sorted(lines)[:10]:
                self.stdout.write(f"    {label}\u00a0: {key}, {minute}")
        if found.missing or found.extra:
            raise CommandError("Le registre n’est pas ce que les règles demandent.")

    def show(self, walk, rows, verbose):
        if verbose:
            self.stdout.write("\nprévu            | envoyé           | quoi | étape | adresse | état | raison")
        for row in rows if verbose else ():
            sent = replay.local_minute(row, row.sent_at) if row.sent_at else " " * 16
            stage = row.stage.title if row.stage else "–"
            cells = [replay.local_minute(row, row.due_at), sent, replay.what(row), stage, row.address]
            self.stdout.write(" | ".join([*cells, row.get_state_display(), row.reason]))
        self.stdout.write(
            f"\n{walk.days} jours parcourus en {walk.seconds:.1f} s, {walk.instants} instants\u00a0; "
            f"{walk.sent} courriel{plural(walk.sent)} parti{plural(walk.sent)}. "
            f"Le registre a été vérifié {walk.looks} fois\u00a0: {walk.corrected} à corriger."
        )
