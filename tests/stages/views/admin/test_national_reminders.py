"""The screens of the nation's reminders."""

from datetime import date, time

import pytest
from django.urls import reverse

from stages.domain import planning
from stages.domain.reminder_rules import TAKEN
from stages.models import Delivery, ReminderRule, ReminderSettings, StageReminders
from tests.factories import StagePageFactory, SubscriptionFactory
from tests.stages.views.admin.screens import plain, post, said, screen, text
from tour import clock
from tour.models import MailState

pytestmark = pytest.mark.django_db
FORM = {"days": "-3", "at": "18h30", "subject": "Vers {etape}", "text": "Un car part de Millau."}


def open_ones(**filters):
    return Delivery.objects.filter(state=MailState.DUE, **filters).count()


def test_nation_sees_the_next_days_and_their_sum(editor, followed):
    StagePageFactory(published=True, timed=True, title="Saint-Denis", time_zone="Indian/Reunion")

    table = screen(editor, "stages_reminders_national").find(attrs={"aria-labelledby": "next-days"})

    rows = [text(row) for row in table.select("tbody tr")]
    assert rows[:2] == [
        "jeudi 2 octobre 2014 9 h La Réunion Saint-Denis J−7 0",
        "jeudi 2 octobre 2014 9 h Mende J−7 2",
    ]
    assert text(table.find("tfoot")) == "En tout : 8 rappels 8"


def test_nation_is_told_what_to_look_at(editor, followed):
    rows = list(Delivery.objects.filter(rule__days=-7))
    Delivery.objects.filter(pk=rows[0].pk).update(state=MailState.UNCERTAIN)
    Delivery.objects.filter(pk=rows[1].pk).update(state=MailState.FAILED)

    page = screen(editor, "stages_reminders_national")

    said_of_it = [text(block) for block in page.select(".help-block strong")]
    assert said_of_it == ["1 courriel au sort incertain.", "1 échec depuis trente jours."]
    assert "Rien n’est renvoyé sans vous." in text(page)
    links = {link["href"] for link in page.select(".help-block a")}
    assert links == {f"{reverse('stages_deliveries')}?etat={state}" for state in ("uncertain", "failed")}
    ReminderSettings.objects.create(pk=1, may_repeat=True)
    assert "Rien n’est renvoyé sans vous." not in text(screen(editor, "stages_reminders_national"))


def test_national_rule_is_changed_for_all_stages(editor, followed, week_before):
    page = screen(editor, "stages_reminders_national_edit", week_before.pk)
    assert page.find(attrs={"name": "days"})["value"] == "-7"
    response = post(editor, "stages_reminders_national_edit", week_before.pk, days="-6", at="9:00")
    assert said(response) == ["Le rappel est enregistré pour toutes les étapes. Courriels : 2 déplacés."]


def refused(client, rule, **typed):
    """What is said of ``typed`` at the hour; empty once it is kept."""
    response = post(client, "stages_reminders_national_edit", rule.pk, **typed)
    form = response.context.get("form")
    return plain(" ".join(form.errors["at"])) if form else ""


def test_national_rule_does_not_leave_with_another(editor, followed, week_before):
    taken = "Un rappel part déjà ce jour-là à cette heure : choisissez un autre moment."
    assert refused(editor, week_before, days="-1", at="17:00") == taken
    ReminderRule.objects.filter(days=-1).update(is_active=False)
    assert refused(editor, week_before, days="-1", at="17:00") == ""


def test_national_rule_does_not_leave_with_one_of_a_stage_that_has_both(editor, followed, week_before):
    others = [
        StagePageFactory(published=True, timed=True, title="Rodez"),
        StagePageFactory(exact=True, starts_on=date(2013, 10, 9), title="Lyon"),
    ]
    for stage in (followed, *others):
        ReminderRule.objects.create(stage=stage, days=-3, at=time(18, 30))
    assert refused(editor, week_before, days="-3", at="18:30") == (
        "Un rappel propre à une étape part déjà ce jour-là à cette heure (Mende, Rodez) : choisissez un autre moment."
    )
    StageReminders.objects.get_or_create(stage=others[0])[0].switched_off.add(week_before)
    assert "(Mende)" in refused(editor, week_before, days="-3", at="18:30")
    ReminderRule.objects.filter(stage=followed).update(is_active=False)
    assert refused(editor, week_before, days="-3", at="18:30") == ""


def test_national_rule_goes_out_of_service_and_back(editor, followed, week_before):
    address = ("stages_reminders_national_switch", week_before.pk)
    assert said(post(editor, *address, actif="non")) == ["C’est noté. Courriels : 2 annulés."]
    assert said(post(editor, *address, actif="non")) == ["C’était déjà fait : rien n’a changé."]
    assert said(post(editor, *address, actif="oui")) == ["C’est noté. Courriels : 2 prévus."]


def test_national_rule_does_not_come_back_where_another_took_its_moment(editor, followed, week_before):
    post(editor, "stages_reminders_national_switch", week_before.pk, actif="non")
    ReminderRule.objects.national().filter(days=-1).update(days=week_before.days, at=week_before.at)
    assert said(post(editor, "stages_reminders_national_switch", week_before.pk, actif="oui")) == [plain(TAKEN)]
    assert not ReminderRule.objects.get(pk=week_before.pk).is_active


@pytest.mark.parametrize("name", ["stages_reminders_national_edit", "stages_reminders_national_switch"])
def test_rule_of_a_stage_is_not_a_national_one(editor, stage, name):
    rule = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))
    for key in (rule.pk, 99_999_999, 10**25):
        assert post(editor, name, key, **FORM).status_code == 404


def test_kill_switch_asks_first(editor, followed):
    page = text(screen(editor, "stages_reminders_suspend_all"))
    stops, _colon, goes_on = page.partition("Continuent de partir")
    assert "d’annulation ou de report, ni relance d’équipe, ni bilan hebdomadaire." in stops
    assert "un essai), et les courriels des comptes (invitations, mots de passe, relectures, alertes)." in goes_on
    assert "Plus aucun courriel ne partira, pour aucune étape" in page
    assert "8 courriels sont prévus, dont 2 dans les prochaines 24 heures." in page
    assert ReminderSettings.current().is_suspended is False

    post(editor, "stages_reminders_suspend_all", suspendre="oui")
    assert ReminderSettings.current().is_suspended is True
    page = text(screen(editor, "stages_reminders_suspend_all"))
    assert "Tous les envois du Tour sont suspendus" in page
    assert "Aucun courriel n’attend pour l’instant" in page
    Delivery.objects.filter(rule__days=-7).update(due_at=clock.now())
    assert "À la reprise, 2 courriels dont l’heure est venue partent" in text(
        screen(editor, "stages_reminders_suspend_all")
    )
    post(editor, "stages_reminders_suspend_all", suspendre="non")
    assert ReminderSettings.current().is_suspended is False


def test_nation_chooses_whether_the_uncertain_is_repeated(editor, home):
    post(editor, "stages_reminders_repeats", renvoyer="oui")
    assert ReminderSettings.current().may_repeat is True
    assert "renvoyé une fois" in text(screen(editor, "stages_reminders_national"))
    post(editor, "stages_reminders_repeats", renvoyer="non")
    assert ReminderSettings.current().may_repeat is False


@pytest.mark.parametrize("wanted", ["0", "abc", "9" * 30])
def test_edition_that_is_none_is_not_found(editor, stage, wanted):
    assert editor.get(reverse("stages_reminders_national"), {"edition": wanted}).status_code == 404


def test_site_without_stages_is_told_so(editor, home):
    assert "Aucun rappel ne part dans les 30 prochains jours." in text(screen(editor, "stages_reminders_national"))


@pytest.mark.parametrize("number", [1, 3])
def test_national_screen_takes_the_same_queries(editor, stage, django_assert_num_queries, number):
    for _ in range(number - 1):
        SubscriptionFactory(follows=StagePageFactory(published=True, timed=True))
    planning.plan()
    screen(editor, "stages_reminders_national")
    with django_assert_num_queries(17):
        screen(editor, "stages_reminders_national")
