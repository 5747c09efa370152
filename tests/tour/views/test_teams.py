"""The screens of teams and mails in the admin."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from tests.factories import EditionPageFactory, StagePageFactory, UserFactory
from tour import mail, membership, teams
from tour.models import Invitation, MailState, QueuedMail


@pytest.fixture
def team(db):
    return StagePageFactory(title="Mende").team


@pytest.fixture
def organiser(team):
    user = UserFactory(first_name="Marie", last_name="Martin")
    team.group.user_set.add(user)
    return user


@pytest.fixture
def mende(client, organiser):
    client.force_login(organiser)
    return client


def test_organiser_invites_a_colleague(mende, team):
    page = f"/admin/equipes/{team.pk}/"
    assert "Marie Martin" in mende.get(page).content.decode()

    sent = mende.post(page, {"email": "paul@mende.example"}, follow=True)

    assert "L’invitation part à paul@mende.example." in sent.content.decode()
    # Whoever has the link makes an account of that address: it is for its owner, and for the national team to pass on.
    assert membership.link(Invitation.objects.get()) not in sent.content.decode()
    assert QueuedMail.objects.get().to == "paul@mende.example"


@pytest.mark.parametrize("typed", ["", "pas une adresse", "a@b", "x" * 300 + "@mende.example", "a@mende.example\x00"])
def test_bad_address_is_told_and_kept(mende, team, typed):
    refused = mende.post(f"/admin/equipes/{team.pk}/", {"email": typed})
    assert refused.status_code == 200
    assert refused.context["form"].errors["email"]
    assert Invitation.objects.count() == 0


def test_invitation_already_waiting_is_told_where_it_was_typed(mende, team):
    for _time in range(2):
        answer = mende.post(f"/admin/equipes/{team.pk}/", {"email": "paul@mende.example"})
    assert answer.context["form"].errors["email"] == [
        "Cette adresse a déjà une invitation en attente\u00a0: vous pouvez la renvoyer."
    ]


def test_leaving_ones_own_team_is_asked_twice(mende, team):
    team.group.user_set.add(UserFactory(first_name="Paul", last_name="Petit"))
    shown = mende.get(f"/admin/equipes/{team.pk}/").content.decode()
    others = re.findall(r'Retirer<span class="w-sr-only"> (\w+)', shown)
    assert (others, "Oui, quitter l’équipe" in shown) == (["Paul"], True)


def test_invitation_that_cannot_be_sent_again_says_why_and_stays(mende, team):
    invited = UserFactory(email="paul@mende.example")
    mende.post(f"/admin/equipes/{team.pk}/", {"email": invited.email})
    invited.is_active = False
    invited.save()
    invitation = Invitation.objects.get()

    answer = mende.post(f"/admin/equipes/{team.pk}/renvoyer/{invitation.pk}/", follow=True)

    assert "Le compte de cette personne est désactivé" in answer.content.decode()
    assert (Invitation.objects.get(), Invitation.objects.get().revoked_at) == (invitation, None)


def test_organiser_who_may_not_invite_sees_the_team_and_changes_nothing(mende, team, organiser):
    team.may_invite = False
    team.save()
    shown = mende.get(f"/admin/equipes/{team.pk}/").content.decode()
    assert ("Marie Martin" in shown, "Inviter une personne" in shown) == (True, False)
    assert mende.post(f"/admin/equipes/{team.pk}/", {"email": "paul@mende.example"}).status_code == 404
    assert mende.post(f"/admin/equipes/{team.pk}/retirer/{organiser.pk}/").status_code == 404
    assert (Invitation.objects.count(), membership.members(team).count()) == (0, 1)


def test_other_teams_do_not_exist(mende, national):
    other = StagePageFactory(title="Bordeaux").team
    invitation = membership.invite(other, email="paul@bordeaux.example", by=national)
    user = UserFactory()
    other.group.user_set.add(user)
    page = f"/admin/equipes/{other.pk}/"
    answers = [
        mende.get(page),
        mende.post(page, {"email": "moi@mende.example"}),
        mende.post(f"{page}retirer/{user.pk}/"),
        mende.post(f"{page}renvoyer/{invitation.pk}/"),
        mende.post(f"{page}annuler/{invitation.pk}/"),
        mende.post(f"/admin/comptes/{user.pk}/"),
        mende.get("/admin/equipes/"),
        mende.get("/admin/courriels/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert membership.holds(Invitation.objects.get())
    assert list(membership.members(other)) == [user]


def test_invitation_of_another_team_is_not_reached_through_ones_own(mende, team, national):
    other = membership.invite(StagePageFactory().team, email="paul@bordeaux.example", by=national)
    for deed in ("renvoyer", "annuler"):
        assert mende.post(f"/admin/equipes/{team.pk}/{deed}/{other.pk}/").status_code == 404
    assert membership.holds(Invitation.objects.get())


def test_invitation_that_may_not_be_sent_again_says_why_and_stays(mende, team, organiser):
    invitation = membership.invite(team, email="paul@mende.example", by=organiser)
    UserFactory(email="paul@mende.example", is_active=False)

    answer = mende.post(f"/admin/equipes/{team.pk}/renvoyer/{invitation.pk}/", follow=True)

    assert "Le compte de cette personne est désactivé" in answer.content.decode()
    assert list(Invitation.objects.values_list("pk", "revoked_at")) == [(invitation.pk, None)]


def test_national_team_may_pass_the_link_on(editor, team, national):
    link = membership.link(membership.invite(team, email="paul@mende.example", by=national))
    assert link in editor.get(f"/admin/equipes/{team.pk}/").content.decode()


def test_national_team_takes_a_person_out_in_one_click(editor, team, organiser):
    editor.post(f"/admin/equipes/{team.pk}/retirer/{organiser.pk}/")
    assert membership.members(team).count() == 0


def test_national_team_closes_and_opens_accounts_but_no_superusers(editor, team, organiser):
    superuser = UserFactory(is_superuser=True)
    for typed, is_active in (({}, False), ({"open": ""}, True)):
        shown = BeautifulSoup(editor.get(f"/admin/equipes/{team.pk}/").content, "html.parser")
        button = shown.find("form", action=f"/admin/comptes/{organiser.pk}/").button
        assert ({button["name"]: ""} if button.has_attr("name") else {}) == typed
        for _press in range(2):
            editor.post(f"/admin/comptes/{organiser.pk}/", {"team": team.pk, **typed})
            organiser.refresh_from_db()
            assert organiser.is_active == is_active
    assert editor.post(f"/admin/comptes/{superuser.pk}/").status_code == 404


@pytest.mark.parametrize("typed", ["", "²", "9" * 30, "9" * 5000, "a\x00"])
def test_team_to_come_back_to_may_be_anything(editor, organiser, typed):
    answer = editor.post(f"/admin/comptes/{organiser.pk}/", {"team": typed})
    assert answer.headers["Location"] == "/admin/equipes/"


def test_national_team_is_listed_first_whatever_the_database(editor):
    teams.national_team(Group.objects.create(name="Équipe nationale"))
    edition = EditionPageFactory()
    for title in ("Mende", "Bordeaux"):
        StagePageFactory(parent=edition, title=title)
    listed = editor.get("/admin/equipes/").context["teams"]
    assert [str(team) for team in listed] == ["Équipe nationale", "Mende", "Bordeaux"]


def test_list_of_teams_in_a_fixed_number_of_queries(editor, django_assert_max_num_queries):
    StagePageFactory()
    editor.get("/admin/equipes/")
    for _time in range(2):
        with django_assert_max_num_queries(25) as queries:
            editor.get("/admin/equipes/")
        first = len(queries.captured_queries)
        StagePageFactory.create_batch(3)
        with django_assert_max_num_queries(25) as queries:
            editor.get("/admin/equipes/")
        assert len(queries.captured_queries) == first


@pytest.mark.parametrize(("asked", "is_found"), [("marie@", True), ("MARIE@mende.example", True), ("@ailleurs", False)])
def test_team_of_an_address_is_found_without_the_address_in_any_address(editor, team, asked, is_found):
    team.group.user_set.add(UserFactory(email="marie@mende.example"))
    shown = editor.post("/admin/equipes/", {"q": asked})
    assert (shown.status_code, f"/admin/equipes/{team.pk}/" in shown.content.decode()) == (200, is_found)
    assert f"/admin/equipes/{team.pk}/" not in editor.get("/admin/equipes/", {"q": "marie@"}).content.decode()


def test_name_of_a_team_makes_an_address_to_keep(editor, team):
    assert editor.post("/admin/equipes/", {"q": "Saint-Étienne"}).url == "/admin/equipes/?q=Saint-%C3%89tienne"


@pytest.mark.parametrize("asked", ["?q=mende", "?q=nulle%00part", "?q=" + "x" * 5000])
def test_teams_are_sought(editor, team, asked):
    shown = editor.get(f"/admin/equipes/{asked}")
    assert shown.status_code == 200
    assert (f"/admin/equipes/{team.pk}/" in shown.content.decode()) == (asked == "?q=mende")


def test_failed_mail_is_seen_and_sent_again(editor):
    row = mail.queue(to="mairie@mende.example", subject="Bonjour", text="Le texte.")
    QueuedMail.objects.update(state=MailState.FAILED, reason="550 inconnu")
    listed = editor.post("/admin/courriels/", {"etat": "failed", "q": "mairie@mende.example"}).content.decode()
    assert ("m…@mende.example" in listed, "mairie@mende.example</td>" in listed) == (True, False)
    assert "550 inconnu" in editor.get(f"/admin/courriels/{row.pk}/").content.decode()

    editor.post(f"/admin/courriels/{row.pk}/renvoyer/")

    row.refresh_from_db()
    assert row.state == MailState.DUE
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(row)] == ["tour.send_mail_again"]


@pytest.mark.parametrize(("state", "is_doubtful"), [(MailState.FAILED, False), (MailState.UNCERTAIN, True)])
def test_mail_is_settled_without_being_sent(editor, state, is_doubtful):
    row = mail.queue(to="mairie@mende.example", subject="Bonjour", text="Le texte.")
    QueuedMail.objects.update(state=state, reason="550 inconnu")
    page, deed = f"/admin/courriels/{row.pk}/", f'action="/admin/courriels/{row.pk}/classer/"'
    shown = editor.get(page).content.decode()
    assert (deed in shown, "Il est peut-être arrivé" in shown) == (True, is_doubtful)

    for _ in range(2):
        editor.post(f"{page}classer/")

    row.refresh_from_db()
    assert (row.state, row.reason) == (MailState.SETTLED, "550 inconnu")
    assert [entry.action for entry in ModelLogEntry.objects.for_instance(row)] == ["tour.settle_mail"]
    shown = editor.get(page).content.decode()
    assert (deed in shown, "Envoyer à nouveau" in shown) == (False, True)


def test_page_leads_to_its_team(mende, editor, national, organiser, team):
    link = f'href="/admin/equipes/{team.pk}/"'
    for user in (organiser, national):
        mende.force_login(user)
        assert link in mende.get(f"/admin/pages/{team.page_id}/edit/").content.decode()


def test_mails_to_an_address_are_found_without_the_address_in_any_address(editor):
    for number in range(51):
        mail.queue(to="mairie@mende.example", subject=f"Courriel {number}", text="Le texte.")
    mail.queue(to="mairie@millau.example", subject="Un autre", text="Le texte.")
    asked = {"q": "Mairie@mende.example", "etat": "due"}

    pages = [editor.post("/admin/courriels/", {**asked, "p": page}).context["mails"] for page in (1, 2)]
    assert [len(page) for page in pages] == [50, 1]
    assert {row.to for page in pages for row in page} == {"mairie@mende.example"}
    shown = BeautifulSoup(editor.post("/admin/courriels/", asked).content, "html.parser")
    assert [link["href"] for link in shown.find_all("a", href=True) if "mairie@" in link["href"].lower()] == []
    following = {tag["name"]: tag["value"] for tag in shown.select("nav form :is(input, button)")}
    assert {name: following[name] for name in ("q", "etat", "p")} == {**asked, "p": "2"}

    assert editor.post("/admin/courriels/", {"etat": "due", "q": ""}).url == "/admin/courriels/?etat=due"
    assert len(editor.get("/admin/courriels/", {"q": "mairie@millau.example"}).context["mails"]) == 50


@pytest.mark.parametrize("asked", ["?p=99", "?p=x", "?etat=nope", "?q=%00"])
def test_mails_take_any_question(editor, asked):
    assert editor.get(f"/admin/courriels/{asked}").status_code == 200


def test_nobody_leaves_the_national_team_alone(editor, national):
    team = teams.national_team(Group.objects.create(name="Équipe nationale"))
    national.groups.add(team.group)
    editor.post(f"/admin/equipes/{team.pk}/retirer/{national.pk}/")
    assert list(membership.members(team)) == [national]


@pytest.mark.parametrize("typed", ["9" * 25, "9" * 5000, "²", ""])
def test_account_is_closed_whatever_team_the_form_names(editor, organiser, typed):
    answer = editor.post(f"/admin/comptes/{organiser.pk}/", {"team": typed})

    organiser.refresh_from_db()
    assert (answer.headers["Location"], organiser.is_active) == ("/admin/equipes/", False)
