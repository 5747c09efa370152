"""`manage.py replay_tour`: the season of 2014, and an edition that never was."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stages.models import Delivery, EditionPage, ReminderSettings
from tests.home.documented_tour import db, documented_tour

__all__ = ["db", "documented_tour"]


def replay(*words):
    """The lines that the command prints."""
    out = StringIO()
    call_command("replay_tour", *words, stdout=out)
    return out.getvalue().replace("\xa0", " ").splitlines()


def test_season_tells_what_leaves_when_and_why_not():
    lines = replay()
    assert lines[:17] == [
        "Mende · J−7, 09:00 : 7 prévus",
        "    7 envoyés le 2014-10-02 09:00",
        "Mende · J−1, 17:00 : 7 prévus",
        "    5 envoyés le 2014-10-08 17:00",
        "    2 · Annulé · Le destinataire ne suit plus rien, ou a mis ses messages en pause.",
        "Mende · J, 07:00 : 8 prévus",
        "    5 envoyés le 2014-10-09 07:00",
        "    1 envoyé le 2014-10-09 08:10",
        "    2 · Annulé · Le destinataire ne suit plus rien, ou a mis ses messages en pause.",
        "Mende · J+3, 09:00 : 10 prévus",
        "    8 envoyés le 2014-10-12 09:00",
        "    2 · Annulé · Le destinataire ne suit plus rien, ou a mis ses messages en pause.",
        "Saint-Étienne : rien de prévu. La date de l’étape n’est plus fixée.",
        "Strasbourg : rien de prévu. La date de l’étape n’est plus fixée.",
        "Bordeaux : rien de prévu. La date de l’étape n’est plus fixée.",
        "Paris La Défense : rien de prévu. La date de l’étape n’est plus fixée.",
        "",
    ]
    assert lines[17].startswith("364 jours parcourus en ")
    assert lines[17].endswith(" : 0 à corriger.")
    assert Delivery.objects.count() == 0


def test_cancellation_is_told_to_all_and_each_line_can_be_seen():
    lines = replay("--cancel", "mende", "--at", "2014-10-07T09:00", "--verbose")
    told = [line for line in lines if " | Annulation | " in line]
    assert len(told) == 7
    assert told[0] == "2014-10-07 09:10 | 2014-10-07 09:10 | Annulation | Mende | ada@example.org | Envoyé | "


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cancel", "nulle-part", "--at", "2014-10-07T09:00"], "Aucune étape en ligne n’a l’adresse courte"),
        (["--cancel", "mende"], "mende : indiquez un jour"),
        (["--cancel", "mende", "--at", "demain"], "mende : indiquez un jour"),
        (["--move", "mende", "bientôt", "--at", "2014-10-07T09:00"], "mende bientôt : indiquez un jour"),
        (["--at", "2014-10-07T09:00"], "dit quand a lieu ce qui le précède"),
    ],
)
def test_what_cannot_be_rehearsed_is_said(words, said):
    with pytest.raises(CommandError) as refused:
        replay(*words)
    assert said in str(refused.value).replace("\xa0", " ")


@pytest.mark.parametrize("year", [2014, 2026])
def test_edition_over_both_changes_of_clocks_sends_what_the_rules_ask(year):
    lines = replay("--synthetic", "16", "--followers", "10", "--year", str(year))
    assert lines[-1].endswith("; manquants : 0 ; en trop : 0.")
    assert not lines[-1].startswith("Attendus d’après les règles : 0 ")
    assert not EditionPage.objects.filter(slug="repetition").exists()


def test_ledger_that_is_not_what_the_rules_ask_fails():
    ReminderSettings.objects.create(pk=1, is_suspended=True)
    with pytest.raises(CommandError, match="Le registre n’est pas ce que les règles demandent"):
        replay("--synthetic", "2", "--followers", "3")
