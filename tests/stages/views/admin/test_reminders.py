"""The screens of a stage's reminders."""

from datetime import time

import pytest
from django.urls import reverse

from stages.domain import planning
from stages.domain.reminder_rules import TAKEN
from stages.forms.reminder import MOST_OF_A_STAGE, TOO_MANY
from stages.models import Delivery, Follow, ReminderRule, ReminderSettings, StageReminders
from tests.factories import PartnerPageFactory, StagePageFactory
from tests.stages.views.admin.screens import member, plain, post, said, screen, soup, text
from tour import clock
from tour.models import MailState, Team

pytestmark = pytest.mark.django_db
FORM = {"days": "-3", "at": "18h30", "subject": "Vers {etape}", "text": "Un car part de Millau."}


def open_ones(**filters):
    return Delivery.objects.filter(state=MailState.DUE, **filters).count()


def test_stage_sees_what_leaves_when(organiser, followed, week_before):
    StageReminders.objects.get(stage=followed).switched_off.add(ReminderRule.objects.get(days=-1))
    planning.plan([followed])

    page = screen(organiser, "stages_reminders", followed.pk)

    assert [text(one) for one in page.select(".reminder__when")] == [
        "J−7 jeudi 2 octobre 2014 à 9 h demain",
        "J−1 mercredi 8 octobre 2014 à 17 h",
        "J jeudi 9 octobre 2014 à 7 h dans 8 jours",
        "J+3 dimanche 12 octobre 2014 à 9 h dans 11 jours",
    ]
    assert [text(one) for one in page.select(".reminder__what")] == [
        "Rappel national 2 destinataires",
        "Rappel national Écarté pour cette étape : il n’est envoyé à personne.",
        "Rappel national 2 destinataires",
        "Rappel national 2 destinataires Attend que la restitution soit en ligne.",
    ]
    assert "2 personnes suivent cette étape" in text(page)


def test_what_left_and_what_is_to_look_at_are_a_link_away(organiser, followed, week_before):
    mails = list(Delivery.objects.filter(rule=week_before))
    for row, state in zip(mails, (MailState.SENT, MailState.UNCERTAIN), strict=True):
        Delivery.objects.filter(pk=row.pk).update(state=state, sent_at=clock.now() if state == MailState.SENT else None)

    page = screen(organiser, "stages_reminders", followed.pk)

    links = {text(link): link["href"] for link in page.select('.reminders a[href*="envois"]')}
    asked = f"{reverse('stages_deliveries')}?etape={followed.pk}"
    that_day = f"{asked}&nature=reminder&du=2014-10-02&au=2014-10-02"
    assert links == {
        "Envoyé à 1 personne": f"{that_day}&etat=sent",
        "1 à vérifier": f"{that_day}&etat=to_look_at",
        "Voir les envois": asked,
    }
    # Of another reminder something left, too.
    Delivery.objects.exclude(rule=week_before).update(state=MailState.SENT, sent_at=clock.now())
    for link, row in (("Envoyé à 1 personne", mails[0]), ("1 à vérifier", mails[1])):
        assert [one.pk for one in organiser.get(links[link]).context["deliveries"]] == [row.pk]


def test_stage_that_nobody_follows_says_so(organiser, followed, week_before):
    Follow.objects.all().delete()
    assert "Personne ne suit encore cette étape par courriel." in text(
        screen(organiser, "stages_reminders", followed.pk)
    )


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"draft": True}, "La page de l’étape n’est pas en ligne"),
        ({"published": True, "period": True}, "Le jour de l’étape n’est pas fixé"),
        ({"published": True, "timed": True, "cancelled": True}, "L’étape est annulée"),
    ],
)
def test_stage_is_told_why_nothing_leaves(editor, home, traits, sentence):
    stage = StagePageFactory(**traits)
    assert sentence in text(screen(editor, "stages_reminders", stage.pk))


def test_own_reminder_is_added_changed_and_deleted(organiser, followed):
    assert said(post(organiser, "stages_reminder_add", followed.pk, **FORM)) == [
        "Le rappel est enregistré. Courriels : 2 prévus."
    ]
    rule = ReminderRule.objects.get(stage=followed)
    assert (rule.days, rule.at, rule.subject) == (-3, time(18, 30), "Vers {etape}")
    changed = {**FORM, "days": "−2"}
    assert said(post(organiser, "stages_reminder_edit", followed.pk, rule.pk, **changed)) == [
        "Le rappel est enregistré. Courriels : 2 déplacés."
    ]
    assert "déjà parti reste" in text(screen(organiser, "stages_reminder_delete", followed.pk, rule.pk))
    assert said(post(organiser, "stages_reminder_delete", followed.pk, rule.pk)) == [
        "Le rappel est supprimé. Courriels : 2 annulés."
    ]
    assert post(organiser, "stages_reminder_delete", followed.pk, rule.pk).status_code == 404


def test_one_reminder_too_many_is_refused_and_what_was_typed_stays(organiser, stage):
    for days in range(10, 10 + MOST_OF_A_STAGE):
        ReminderRule.objects.create(stage=stage, days=days, at=time(9))

    listed = screen(organiser, "stages_reminders", stage.pk)
    assert plain(TOO_MANY) in text(listed)
    assert listed.select(f'a[href="{reverse("stages_reminder_add", args=[stage.pk])}"]') == []
    page = soup(organiser.post(reverse("stages_reminder_add", args=[stage.pk]), FORM))

    assert plain(TOO_MANY) in text(page)
    assert page.select_one("[name=subject]")["value"] == FORM["subject"]
    assert ReminderRule.objects.filter(stage=stage).count() == MOST_OF_A_STAGE
    kept = ReminderRule.objects.filter(stage=stage).first()
    assert said(post(organiser, "stages_reminder_edit", stage.pk, kept.pk, **FORM))[0].startswith("Le rappel est enre")


@pytest.mark.parametrize(
    ("typed", "field", "error"),
    [
        ({"days": "abc"}, "days", "Indiquez un nombre de jours : -7 pour une semaine avant, 3 pour trois jours après."),
        ({"days": ""}, "days", "Indiquez un nombre de jours : -7 pour une semaine avant, 3 pour trois jours après."),
        ({"days": "400"}, "days", "Au plus tard 90 jours après l’étape."),
        ({"days": "-400"}, "days", "Au plus tôt 90 jours avant l’étape."),
        ({"days": "9" * 30}, "days", "Au plus tard 90 jours après l’étape."),
        (
            {"at": "02:30"},
            "at",
            "Choisissez une heure avant 2 h ou à partir de 3 h : aux changements d’heure, celle-ci manque ou revient "
            "deux fois.",
        ),
        ({"at": "midi"}, "at", "Indiquez une heure : 9:15 ou 9h15."),
        ({"at": ""}, "at", "Indiquez une heure : 9:15 ou 9h15."),
        (
            {"days": "-7", "at": "9:00"},
            "at",
            "Un rappel part déjà ce jour-là à cette heure : choisissez un autre moment.",
        ),
        (
            {"needs_results": "on"},
            "needs_results",
            "Une restitution vient après l’étape : indiquez des jours après.",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_was_typed(organiser, stage, typed, field, error):
    response = organiser.post(reverse("stages_reminder_add", args=[stage.pk]), {**FORM, **typed})

    assert {name: plain(" ".join(said)) for name, said in response.context["form"].errors.items()} == {field: error}
    page = soup(response)
    for name, value in {**FORM, **typed}.items():
        shown = page.select_one(f"[name={name}]")
        assert shown.get("value", shown.get_text().strip()) == value or name == "needs_results"
    assert error in text(page)
    assert ReminderRule.objects.filter(stage=stage).exists() is False


def test_reminder_added_twice_is_kept_once(organiser, stage):
    post(organiser, "stages_reminder_add", stage.pk, **FORM)
    response = organiser.post(reverse("stages_reminder_add", args=[stage.pk]), FORM)
    assert list(response.context["form"].errors) == ["at"]
    assert ReminderRule.objects.filter(stage=stage).count() == 1


def test_moment_of_a_reminder_that_was_switched_off_is_free(organiser, stage, week_before):
    post(organiser, "stages_reminder_switch", stage.pk, week_before.pk, actif="non")
    post(organiser, "stages_reminder_add", stage.pk, days="-7", at="9:00")
    assert ReminderRule.objects.filter(stage=stage, days=-7).count() == 1


def test_national_reminder_is_switched_off_and_on(organiser, followed, week_before):
    address = ("stages_reminder_switch", followed.pk, week_before.pk)
    assert said(post(organiser, *address, actif="non")) == ["C’est noté. Courriels : 2 annulés."]
    assert said(post(organiser, *address, actif="non")) == ["C’était déjà fait : rien n’a changé."]
    assert said(post(organiser, *address, actif="oui")) == ["C’est noté. Courriels : 2 prévus."]
    assert open_ones(rule=week_before) == 2


def test_national_reminder_does_not_come_back_where_another_took_its_moment(organiser, followed, week_before):
    address = ("stages_reminder_switch", followed.pk, week_before.pk)
    post(organiser, *address, actif="non")
    post(organiser, "stages_reminder_add", followed.pk, **{**FORM, "days": "-7", "at": "9:00"})
    assert said(post(organiser, *address, actif="oui")) == [plain(TAKEN)]
    assert StageReminders.objects.get(stage=followed).switched_off.contains(week_before)


def test_stage_is_suspended_once_it_was_said_what_stops(organiser, followed):
    page = text(screen(organiser, "stages_reminders_suspend", followed.pk))
    stops, _colon, goes_on = page.partition("Continuent de partir")
    assert "d’annulation ou de report." in stops
    assert "les relances d’équipe, le bilan hebdomadaire, et les courriels des comptes (invitations" in goes_on
    assert "8 courriels sont prévus, dont 2 dans les prochaines 24 heures." in page

    post(organiser, "stages_reminders_suspend", followed.pk, suspendre="oui")
    assert StageReminders.objects.get(stage=followed).is_suspended is True
    assert said(post(organiser, "stages_reminders_suspend", followed.pk, suspendre="oui")) == [
        "C’était déjà fait : rien n’a changé."
    ]
    assert "sont suspendus" in text(screen(organiser, "stages_reminders", followed.pk))
    post(organiser, "stages_reminders_suspend", followed.pk, suspendre="non")
    assert StageReminders.objects.get(stage=followed).is_suspended is False


def test_preview_is_the_mail_in_a_frame_that_may_do_nothing(organiser, stage, week_before):
    page = screen(organiser, "stages_reminder_preview", stage.pk, week_before.pk)
    frame = page.find("iframe")
    assert frame["src"] == reverse("stages_reminder_preview_html", args=[stage.pk, week_before.pk])
    assert frame["sandbox"] == []
    assert "Mende" in page.select_one(".reminders__subject").get_text()

    response = organiser.get(frame["src"])
    policy = response["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox"} <= set(policy)
    links = {link["href"] for link in soup(response).find_all("a")}
    assert stage.full_url in links
    assert {link for link in links if "/suivre/" in link} == {"http://127.0.0.1:8000/suivre/"}  # nobody's own page


def test_preview_of_a_draft_needs_no_date(editor, home, week_before):
    draft = StagePageFactory(draft=True, title="Rennes")
    assert "Rennes" in text(screen(editor, "stages_reminder_preview", draft.pk, week_before.pk))


def test_trial_is_sent_to_oneself_once(organiser, stage, week_before):
    address = ("stages_reminder_trial", stage.pk, week_before.pk)
    user = Team.objects.get(page=stage).group.user_set.get()
    assert said(post(organiser, *address)) == [f"L’essai part dans la minute, à votre adresse {user.email}."]
    assert said(post(organiser, *address)) == ["Cet essai est déjà en route : il arrive dans la minute."]
    assert list(Delivery.objects.values_list("kind", "user")) == [("test", user.pk)]


def test_trial_waits_until_the_stage_is_online(editor, home, week_before):
    draft = StagePageFactory(draft=True)
    assert said(post(editor, "stages_reminder_trial", draft.pk, week_before.pk)) == [
        "La page de l’étape n’est pas en ligne : l’aperçu montre le courriel, l’essai attendra."
    ]
    assert Delivery.objects.count() == 0


# --- Whose they are --------------------------------------------------------------------------------


OF_A_RULE = ["edit", "delete", "switch", "preview", "preview_html", "trial"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("whose", ["stage", "partner"])
def test_reminders_of_others_are_not_there(client, stage, method, whose):
    rule = ReminderRule.objects.create(stage=stage, days=-3, at=time(9))
    other = StagePageFactory(published=True) if whose == "stage" else PartnerPageFactory()
    client.force_login(member(other))
    addresses = [
        *(reverse(f"stages_{name}", args=[stage.pk]) for name in ("reminders", "reminder_add", "reminders_suspend")),
        *(reverse(f"stages_reminder_{name}", args=[stage.pk, rule.pk]) for name in OF_A_RULE),
        *(reverse(f"stages_reminder_{name}", args=[other.pk, rule.pk]) for name in OF_A_RULE),
        *(reverse(f"stages_reminders_{name}") for name in ("national", "suspend_all", "repeats")),
        *(reverse(f"stages_reminders_national_{name}", args=[rule.pk]) for name in ("edit", "switch")),
    ]
    answers = {address: getattr(client, method)(address, {"suspendre": "oui"}).status_code for address in addresses}

    # A deed is only posted, and a preview only looked at, also below one's own page.
    own = {address for address in addresses if whose == "stage" and f"/{other.pk}/" in address}
    assert {code for address, code in answers.items() if address not in own} == {404}
    assert {answers[address] for address in own} <= {404, 405}
    assert ReminderRule.objects.filter(pk=rule.pk).exists() is True
    assert ReminderSettings.current().is_suspended is False


def test_national_rule_is_not_a_stages_to_change(organiser, stage, week_before):
    for name in ("edit", "delete"):
        assert post(organiser, f"stages_reminder_{name}", stage.pk, week_before.pk, **FORM).status_code == 404


def test_reminders_are_linked_from_where_the_team_works(organiser, stage):
    address = reverse("stages_reminders", args=[stage.pk])
    for name, args in (("wagtailadmin_home", []), ("wagtailadmin_pages:edit", [stage.pk])):
        assert screen(organiser, name, *args).find("a", href=address) is not None


def test_menu_offers_reminders_to_those_who_conduct_the_tour(organiser, stage, national):
    addresses = [reverse("stages_reminders_national"), reverse("stages_deliveries")]
    home = organiser.get(reverse("wagtailadmin_home")).content.decode()
    assert [address for address in addresses if f'"{address}"' in home] == []
    organiser.force_login(national)
    home = organiser.get(reverse("wagtailadmin_home")).content.decode()
    assert [address for address in addresses if f'"{address}"' in home] == addresses
