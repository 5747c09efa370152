"""The screens in which the national team changes what mails say."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse

from stages.mail_texts import TEXTS
from stages.models import MailText
from tests.factories import StagePageFactory, UserFactory
from tests.factories.editing import sent_by

EVE = TEXTS["reminder-eve"]


@pytest.fixture
def stage(home, clock_at):
    clock_at("2014-10-01T09:00")
    return StagePageFactory(published=True, timed=True, located=True, title="Mende")


def address(name="reminder-eve"):
    return reverse("stages_mail_text", args=[name])


def page_of(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def opened(client, **typed):
    """What a browser would send of the form, with ``typed`` in it."""
    return {**sent_by(page_of(client.get(address())).find(id="w-editor-form")), **typed}


def letter_in(response):
    """The mail in the preview; None without one."""
    frame = page_of(response).find("iframe")
    return BeautifulSoup(frame["srcdoc"], "html.parser") if frame else None


def states(client):
    rows = page_of(client.get(reverse("stages_mail_texts"))).select("table tbody tr")
    return {row.a.text: [cell.text for cell in row("td")] for row in rows}


@pytest.mark.parametrize("changed", [0, 1, 3])
def test_list_says_what_was_changed(client, editor, stage, changed, django_assert_max_num_queries):
    for name in list(TEXTS)[:changed]:
        MailText.objects.create(name=name, subject=f"Le nôtre {name}", text="x")
    with django_assert_max_num_queries(12):
        listed = states(client)
    assert list(listed) == [said.title for said in TEXTS.values()]
    assert [cells[1] for cells in listed.values()] == ["modifié"] * changed + ["d’origine"] * (len(TEXTS) - changed)
    assert listed["La veille"][0] == ("Le nôtre reminder-eve" if changed > 1 else EVE.subject)


@pytest.mark.parametrize("name", TEXTS)
def test_every_mail_is_shown_with_the_next_stage(client, editor, stage, name):
    letter = letter_in(client.get(address(name)))
    assert letter.h1.text == letter.title.text
    names_it = {"etape", "suivi", "pages"} & set(TEXTS[name].placeholders)
    assert ("Mende" in letter.text) == bool(names_it)


def test_without_a_stage_there_is_nothing_to_show(client, editor, home):
    response = client.get(address())
    assert letter_in(response) is None
    assert "il n’y a pas encore de quoi montrer ce courriel" in response.content.decode()


def test_words_are_kept_shown_and_told_in_the_history(client, editor, stage, clock_at):
    clock_at("2014-10-01T09:05")
    response = client.post(address(), opened(client, subject="Demain, {etape}", text="Venez à **{lieu}**.\r\nMerci."))
    assert response.url == address()
    assert MailText.objects.values_list("name", "subject", "text").get() == (
        "reminder-eve",
        "Demain, {etape}",
        "Venez à **{lieu}**.\nMerci.",
    )
    page = page_of(client.get(address()))
    assert "Texte modifié" in page.find(class_="mail-history").text
    assert "Venez à **{lieu}**." in page.find(class_="mail-history").text
    assert "1er octobre 2014 à 9 h 05" in page.find(class_="mail-history").text


def test_preview_shows_what_is_typed_and_keeps_nothing(client, editor, stage):
    response = client.post(address(), opened(client, subject="Oyez {etape}", text="<script>x</script>", preview=""))
    letter = letter_in(response)
    assert (letter.h1.text, letter.find("script")) == ("Oyez Mende", None)
    assert "<script>x</script>" in letter.text
    assert page_of(response).find("iframe").has_attr("sandbox")
    assert page_of(response).find("textarea").text.strip() == "<script>x</script>"
    assert not MailText.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"subject": "{ville}"}, "« {ville} » ne peut être remplacé par rien."),
        ({"subject": " "}, "Un courriel a un objet : écrivez-en un."),
        ({"subject": "é" * 151}, "Assurez-vous que cette valeur comporte au plus 150 caractères"),
        ({"text": ""}, "Écrivez au moins une phrase."),
        ({"text": "[x](javascript:y)"}, "Le lien vers « javascript:y » n’est pas possible"),
        ({"text": "a {etape"}, "n’est pas fermée"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"preview": ""}])
def test_what_is_refused_is_said_beside_it_and_stays_typed(client, editor, stage, typed, error, button):
    response = client.post(address(), opened(client, **typed, **button))
    page = page_of(response)
    (field,) = typed
    shown = page.find(id=f"id_{field}")
    assert error in shown.find_parent(class_="w-field").find(class_="w-field__errors").text.replace("\u00a0", " ")
    assert (shown.get("value") or shown.text).strip() == typed[field].strip()
    assert letter_in(response) is None
    assert not MailText.objects.exists()


@pytest.mark.parametrize("way", ["button", "typed"])
def test_words_of_the_site_come_back(client, editor, stage, way):
    MailText.objects.create(name="reminder-eve", subject="Le nôtre", text="x")
    typed = {"restore": ""} if way == "button" else {"subject": EVE.subject, "text": EVE.text}
    client.post(address(), opened(client, **typed))
    assert not MailText.objects.exists()
    page = page_of(client.get(address()))
    assert page.find(id="id_subject")["value"] == EVE.subject
    assert "Texte d’origine rétabli" in page.find(class_="mail-history").text


def test_restoring_what_is_not_changed_tells_nothing(client, editor, stage):
    client.post(address(), opened(client, restore=""))
    assert page_of(client.get(address())).find(class_="mail-history") is None


def test_to_others_it_is_not_there(client, stage):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    MailText.objects.create(name="reminder-eve", subject="Le nôtre", text="x")
    for path in (reverse("stages_mail_texts"), address()):
        assert [client.get(path).status_code, client.post(path, {"restore": ""}).status_code] == [404, 404]
    assert MailText.objects.count() == 1


def test_mail_that_the_site_does_not_send_is_not_there(client, editor, stage):
    assert client.get(address("inconnu")).status_code == 404
