"""The screens in which the national team prepares the next edition."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import PageLogEntry

from home.bootstrap import give_page
from stages.enums import DateKind
from stages.models import EditionPage, StagePage
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    PartnerPageFactory,
    StagePageFactory,
    StagePartnerFactory,
    UserFactory,
)
from tests.factories.editing import sent_by
from tour.fields import OUT_OF_CALENDAR
from tour.models import BasePage
from tour.teams import let_in


@pytest.fixture
def edition(home):
    """Tour 2014 with Mende, its host and an organiser."""
    made = EditionPageFactory(published=True, title="Tour 2014", slug="tour-2014", ordinal=2)
    mende = StagePageFactory(parent=made, title="Mende", slug="mende", exact=True, published=True)
    StagePartnerFactory(stage=mende, partner=PartnerPageFactory(title="POLeN"), role="host")
    EditionPartnerFactory(edition=made, partner=PartnerPageFactory(title="ZeVillage"))
    return made


@pytest.fixture
def organiser(db):
    """An account that may do everything to a page given to it, and conducts nothing."""
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Mende"))
    let_in(user.groups.get())
    return user


def address(edition):
    return reverse("stages_renewal", args=[edition.pk])


def form_of(response):
    """The form in the page that came back."""
    return BeautifulSoup(response.content.decode(), "html.parser").find(id="w-editor-form")


def opened(client, edition, **typed):
    """What a browser would send of the form, with ``typed`` in it."""
    return {**sent_by(form_of(client.get(address(edition)))), **typed}


def press(client, edition, button, data):
    return client.post(address(edition), {**data, button: ""})


def errors_in(response):
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def everything():
    return BasePage.objects.count(), PageLogEntry.objects.count(), EditionPage.objects.count()


# --- Whose it is -----------------------------------------------------------------------------------


def test_whoever_conducts_the_tour_may(client, edition, organiser):
    organiser.user_permissions.add(Permission.objects.get(codename="run_the_tour"))
    client.force_login(organiser)
    assert form_of(client.get(address(edition))).find(attrs={"name": "preview"}).get_text() == "Voir l’aperçu"


@pytest.mark.parametrize("button", ["preview", "change", "create"])
def test_nobody_else_may_and_nothing_is_written(client, edition, organiser, national, button):
    give_page(organiser.groups.get(), edition.get_parent(), "add", "change", "publish")
    client.force_login(national)
    data = sent_by(form_of(press(client, edition, "preview", opened(client, edition))))
    client.force_login(organiser)
    before = everything()
    assert client.get(address(edition)).status_code == 404
    assert press(client, edition, button, data).status_code == 404
    client.logout()
    assert client.get(address(edition)).url.startswith(reverse("wagtailadmin_login"))
    assert press(client, edition, button, data).url.startswith(reverse("wagtailadmin_login"))
    assert everything() == before


@pytest.mark.parametrize("key", [0, 10**30])
def test_edition_that_does_not_exist_is_not_found(editor, key):
    assert editor.get(reverse("stages_renewal", args=[key])).status_code == 404


def test_stage_has_no_next_edition(editor, edition):
    assert editor.get(address(StagePage.objects.get())).status_code == 404


def test_it_is_among_the_actions_of_an_edition_for_the_national_team(client, edition, organiser, national):
    give_page(organiser.groups.get(), edition, "add", "change")
    screens = [
        reverse("wagtailadmin_pages:edit", args=[edition.pk]),
        reverse("wagtailadmin_explore", args=[edition.pk]),
        reverse("wagtailadmin_explore", args=[edition.get_parent().pk]),
    ]
    stage = reverse("wagtailadmin_pages:edit", args=[StagePage.objects.get().pk])

    def offered(user, screen):
        client.force_login(user)
        return f'href="{address(edition)}"' in client.get(screen).content.decode()

    assert [offered(national, screen) for screen in [*screens, stage]] == [True, True, True, False]
    assert [offered(organiser, screen) for screen in screens[:2]] == [False, False]


# --- The form, its preview, the writing ------------------------------------------------------------


def test_form_proposes_everything_but_dates_and_what_was_cancelled(editor, edition):
    cancelled = StagePageFactory(parent=edition, title="Bordeaux", cancelled=True)
    form = form_of(editor.get(address(edition)))
    data = sent_by(form)
    kept = StagePage.objects.get(title="Mende")
    assert (data["year"], data["title"], data["slug"], data["dates"]) == (["2015"], ["Tour 2015"], [""], ["open"])
    assert data["stages"] == [str(kept.pk)]
    assert data["edition_roles"] == [str(edition.partner_roles.get().pk)]
    assert data["stage_roles"] == [str(kept.partner_roles.get().pk)]
    labels = [label.get_text(" ", strip=True) for label in form.find(id="id_stages").find_all("label")]
    assert labels == ["Mende, jeudi 9\u00a0octobre 2014", "Bordeaux, date inconnue (annulée)"]
    assert cancelled.pk not in map(int, data["stages"])


def test_preview_shows_the_plan_and_writes_nothing(editor, edition):
    before = everything()
    shown = form_of(press(editor, edition, "preview", opened(editor, edition, dates="day")))
    text = " ".join(shown.get_text(" ").split())
    for said in (
        "/tour-2015/",
        "ZeVillage (Organisateur)",
        "jeudi 9 octobre 2014",
        "jeudi 8 octobre 2015 le même jour de la semaine, au plus près de la même date",
        "POLeN (Hôte)",
    ):
        assert said in text
    assert everything() == before


def test_edition_is_created_from_the_preview(editor, edition):
    preview = form_of(press(editor, edition, "preview", opened(editor, edition, dates="day")))
    answer = press(editor, edition, "create", sent_by(preview))
    made = EditionPage.objects.get(year=2015)
    assert answer.url == reverse("wagtailadmin_explore", args=[made.pk])
    stage = StagePage.objects.child_of(made).get()
    assert (made.title, made.slug, made.ordinal, made.live) == ("Tour 2015", "tour-2015", 3, False)
    assert (stage.title, stage.date_kind, str(stage.starts_on), stage.live) == (
        "Mende",
        DateKind.EXACT,
        "2015-10-08",
        False,
    )
    assert [role.partner.title for role in (*made.partner_roles.all(), *stage.partner_roles.all())] == [
        "ZeVillage",
        "POLeN",
    ]
    assert "est prête, en brouillon" in editor.get(answer.url).content.decode()


def test_edition_is_created_once_however_often_it_is_sent(editor, edition):
    data = sent_by(form_of(press(editor, edition, "preview", opened(editor, edition))))
    press(editor, edition, "create", data)
    before = everything()
    again = press(editor, edition, "create", data)
    assert errors_in(again)["year"] == ["L’édition 2015 existe déjà\u00a0: «\u00a0Tour 2015\u00a0»."]
    assert everything() == before


def test_going_back_keeps_what_was_typed(editor, edition):
    typed = {"year": ["2016"], "title": ["Le Tour"], "slug": ["le-tour"], "dates": ["week"]}
    data = opened(editor, edition, **typed)
    del data["stages"], data["edition_roles"]
    preview = sent_by(form_of(press(editor, edition, "preview", data)))
    back = sent_by(form_of(press(editor, edition, "change", preview)))
    del data["csrfmiddlewaretoken"], back["csrfmiddlewaretoken"]
    assert back == data


def test_preview_is_shown_again_when_the_old_edition_has_changed(editor, edition):
    data = sent_by(form_of(press(editor, edition, "preview", opened(editor, edition))))
    StagePage.objects.update(city="Mende")
    before = everything()
    again = press(editor, edition, "create", data)
    assert "a changé entre-temps" in again.content.decode()
    assert everything() == before
    press(editor, edition, "create", sent_by(form_of(again)))
    assert EditionPage.objects.filter(year=2015).count() == 1


def test_creating_without_a_preview_shows_it(editor, edition):
    before = everything()
    shown = form_of(press(editor, edition, "create", opened(editor, edition)))
    assert shown.find(attrs={"name": "fingerprint"}) is not None
    assert everything() == before


@pytest.mark.parametrize("button", ["preview", "change", "create"])
@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"year": ""}, "year", "Champ requis."),
        ({"year": "deux mille"}, "year", "Saisissez un nombre entier."),
        ({"year": "2014"}, "year", "L’édition suivante vient après 2014\u00a0: indiquez une année plus tardive."),
        ({"year": "20155"}, "year", "Année trop lointaine."),
        ({"title": ""}, "title", "Champ requis."),
        ({"title": "a\0b"}, "title", None),
        (
            {"slug": "tour-2014"},
            "slug",
            "«\u00a0tour-2014\u00a0» est déjà l’adresse d’une autre page\u00a0: choisissez-en une autre.",
        ),
        ({"stages": ["999999"]}, "stages", None),
        ({"stages": ["x"]}, "stages", None),
        ({"edition_roles": ["999999"]}, "edition_roles", None),
        ({"stage_roles": ["-1"]}, "stage_roles", None),
        ({"dates": "demain"}, "dates", None),
    ],
)
def test_bad_input_is_said_at_its_field_and_kept(editor, edition, typed, field, said, button):
    before = everything()
    answer = press(editor, edition, button, opened(editor, edition, **typed))
    errors = errors_in(answer)
    assert list(errors) == [field]
    if said:
        assert [text.replace("'", "’") for text in errors[field]] == [said]
        assert sent_by(form_of(answer))[field] == [typed[field]]
    assert everything() == before


def test_edition_without_stages_may_be_followed(editor, home):
    edition = EditionPageFactory()
    preview = form_of(press(editor, edition, "preview", opened(editor, edition)))
    assert "Aucune étape n’est reprise." in preview.get_text()
    press(editor, edition, "create", sent_by(preview))
    assert EditionPage.objects.filter(year=2015).count() == 1


def test_year_beyond_the_calendar_is_refused_in_words(editor, edition):
    """A week that begins in 2100 and ends after it."""
    StagePage.objects.update(starts_on="2014-12-31")
    data = opened(editor, edition, year="2100", slug="le-tour-2100", dates="week")
    preview = sent_by(form_of(press(editor, edition, "preview", data)))
    before = everything()
    refused = press(editor, edition, "create", preview)
    assert errors_in(refused) == {"__all__": [OUT_OF_CALENDAR]}
    assert everything() == before
