"""Invitations, and who is in a team."""

import re
from urllib.parse import quote

import pytest
from django.core import signing
from django.core.exceptions import ValidationError

from tests.factories import StagePageFactory, UserFactory
from tour import membership
from tour.models import Invitation, QueuedMail


@pytest.fixture
def team(db):
    return StagePageFactory(title="Mende").team


@pytest.fixture
def invitation(team, national):
    return membership.invite(team, email="Marie@Mende.example ", by=national)


def path_of(invitation):
    return re.search(r"http://[^/]+(/invitation/\S+)", QueuedMail.objects.latest("pk").text)[1]


JOINING = {
    "first_name": "Marie",
    "last_name": "Martin",
    "new_password1": "une phrase assez longue",
    "new_password2": "une phrase assez longue",
}


def test_invited_person_chooses_a_password_and_lands_on_her_page(client, team, invitation):
    path = path_of(invitation)
    opened = client.get(path)
    assert "Mende" in opened.content.decode()
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in opened.headers["Cache-Control"]
    assert membership.members(team).count() == 0

    joined = client.post(path, JOINING)

    assert joined.headers["Location"] == "/admin/"
    (member,) = membership.members(team)
    assert (member.email, member.get_full_name()) == ("marie@mende.example", "Marie Martin")
    assert "Votre étape" in client.get("/admin/").content.decode()


def test_invitation_is_sent_to_its_address_alone(team, invitation):
    mail = QueuedMail.objects.get()
    assert (mail.to, mail.subject) == ("marie@mende.example", "Votre page sur le site du Tour\u00a0: Mende")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_link_that_a_program_opens_is_not_used_up(client, invitation, method):
    getattr(client, method)(path_of(invitation))
    assert membership.holds(Invitation.objects.get())


def test_link_serves_once(client, team, invitation):
    path = path_of(invitation)
    client.post(path, JOINING)
    client.logout()

    again = client.post(path, {**JOINING, "first_name": "Autre"})

    assert again.status_code == 410
    assert membership.members(team).count() == 1


def test_link_is_too_old_after_a_fortnight(client, team, national, clock_at):
    clock_at("2014-09-01T09:00")
    path = path_of(membership.invite(team, email="marie@mende.example", by=national))
    clock_at("2014-09-15T08:59")
    assert client.get(path).status_code == 200
    clock_at("2014-09-15T09:00")
    assert [client.get(path).status_code, client.post(path, JOINING).status_code] == [410, 410]
    assert membership.members(team).count() == 0


def test_revoked_link_lets_nobody_in(client, team, invitation, national):
    membership.revoke(invitation, by=national)
    assert client.post(path_of(invitation), JOINING).status_code == 410
    assert membership.members(team).count() == 0


def test_new_link_replaces_the_old_one(client, team, invitation, national):
    old = path_of(invitation)
    membership.invite_again(invitation, by=national)
    assert [client.get(old).status_code, client.get(path_of(invitation)).status_code] == [410, 200]


def test_altered_links_are_none_of_ours(client, invitation):
    token = path_of(invitation).split("/")[2]
    altered = {token[:at] + chr(ord(token[at]) ^ 1) + token[at + 1 :] for at in range(len(token))}
    altered |= {signing.dumps(invitation.pk, salt="another"), signing.dumps(10**30, salt="x"), token[:-1], token + "A"}
    for other in altered - {token}:
        assert membership.invitation_of(other) is None, other
    assert client.get("/invitation/nimporte-quoi/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"new_password1": "court", "new_password2": "court"}, "new_password2"),
        ({"new_password2": "une autre phrase longue"}, "new_password2"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_refused_form_keeps_what_was_typed_and_the_link(client, team, invitation, changes, field):
    refused = client.post(path_of(invitation), {**JOINING, **changes})

    assert list(refused.context["form"].errors) == [field]
    assert 'value="Martin"' in refused.content.decode()
    assert (membership.members(team).count(), membership.holds(Invitation.objects.get())) == (0, True)


def test_person_with_an_account_logs_in_and_joins_another_team(client, team, national):
    marie = UserFactory(email="marie@mende.example")
    path = path_of(membership.invite(team, email="marie@mende.example", by=national))
    assert client.get(path).headers["Location"] == f"/admin/login/?next={quote(path)}"

    client.force_login(marie)
    assert "Rejoindre l’équipe" in client.get(path).content.decode()
    client.post(path)

    assert list(membership.members(team)) == [marie]


def test_account_that_was_closed_since_does_not_go_round_in_circles(client, team, national):
    path = path_of(membership.invite(team, email="marie@mende.example", by=national))
    UserFactory(email="marie@mende.example", is_active=False)
    shown = client.get(path)
    assert (shown.status_code, "désactivé" in shown.content.decode()) == (410, True)


def test_somebody_else_does_not_join_with_the_link(client, team, national):
    UserFactory(email="marie@mende.example")
    path = path_of(membership.invite(team, email="marie@mende.example", by=national))
    client.force_login(UserFactory(email="paul@mende.example"))

    assert "paul@mende.example" in client.post(path).content.decode()
    assert membership.members(team).count() == 0


def test_whoever_is_in_waits_or_is_closed_out_is_not_invited(team, national):
    team.group.user_set.add(UserFactory(email="paul@mende.example"))
    UserFactory(email="parti@mende.example", is_active=False)
    membership.invite(team, email="marie@mende.example", by=national)
    for email in ("PAUL@mende.example", "marie@mende.example", "parti@mende.example"):
        with pytest.raises(ValidationError):
            membership.invite(team, email=email, by=national)
    assert QueuedMail.objects.count() == 1


def test_person_taken_out_has_nothing_any_more_in_the_open_session(client, team, national):
    marie = UserFactory()
    team.group.user_set.add(marie)
    client.force_login(marie)
    edit = f"/admin/pages/{team.page_id}/edit/"
    assert client.get(edit).status_code == 200

    membership.leave_out(team, user=marie, by=national)

    assert client.get(edit).status_code in (302, 403, 404)
    assert client.get("/admin/").status_code == 302


def test_history_of_the_page_tells_of_the_team(client, team, national, invitation):
    client.force_login(national)
    history = client.get(f"/admin/pages/{team.page_id}/history/").content.decode()
    assert "Invitation envoyée à marie@mende.example" in history


def test_invitation_says_until_when_it_holds_in_french(team, national, clock_at):
    clock_at("2014-09-17T09:05")
    membership.invite(team, email="marie@mende.example", by=national)
    text = QueuedMail.objects.get().text.replace("\N{NO-BREAK SPACE}", " ")
    assert "jusqu’au 1er octobre 2014 à 9 h 05." in text


def test_team_sends_so_many_invitations_a_day(team, national, clock_at):
    clock_at("2014-10-01T09:00")
    organiser = UserFactory()
    team.group.user_set.add(organiser)
    for number in range(membership.MOST_A_DAY - 1):
        membership.invite(team, email=f"{number}@mende.example", by=organiser)
    membership.invite_again(Invitation.objects.first(), by=organiser)

    for deed in (
        lambda: membership.invite(team, email="autre@mende.example", by=organiser),
        lambda: membership.invite_again(Invitation.objects.first(), by=organiser),
    ):
        with pytest.raises(ValidationError, match="20 invitations depuis hier"):
            deed()
    assert QueuedMail.objects.count() == membership.MOST_A_DAY

    membership.invite(team, email="autre@mende.example", by=national)
    clock_at("2014-10-02T09:01")
    membership.invite(team, email="demain@mende.example", by=organiser)
    assert QueuedMail.objects.count() == membership.MOST_A_DAY + 2


def test_name_of_who_joins_stays_on_one_line(client, team, invitation):
    client.post(path_of(invitation), {**JOINING, "first_name": "Marie\r\n\r\nVous avez gagné"})

    assert membership.members(team).get().first_name == "Marie Vous avez gagné"
