"""How things are typed in the edit forms."""

from datetime import time
from decimal import Decimal

import pytest

from home.models import EditorialPage
from partners.models import PartnerPage
from stages.models import StagePage
from tests.factories import EditForm, EditorialPageFactory, PartnerIndexPageFactory, StagePageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(editor, home):
    return EditForm(editor, StagePageFactory(exact=True, published=True))


@pytest.mark.parametrize(
    ("title", "slug"),
    [("La ruche", "la-ruche"), ("😀", "page"), ("ZeVillage", "zevillage-2")],
)
def test_address_left_empty_is_made_of_the_title(editor, home, title, slug):
    index = PartnerIndexPageFactory()
    EditForm(editor, model=PartnerPage, parent=index).fill(title="ZeVillage", slug="zevillage", kind="media").publish()

    assert (
        EditForm(editor, model=PartnerPage, parent=index).fill(title=title, slug="", kind="media").publish().was_saved
    )
    assert PartnerPage.objects.latest("pk").slug == slug


def test_title_offers_an_address_as_it_is_typed(editor, home):
    html = EditForm(editor, model=PartnerPage, parent=PartnerIndexPageFactory()).html
    assert "w-sync" in html


def test_unknown_theme_is_refused_and_stays_as_typed(form):
    ThemeFactory(name="Ruralité")
    answer = form.fill(themes="ruralité, cowork, nomades").publish()

    assert answer.errors == {
        "themes": ["Inconnu parmi les thèmes : « cowork », « nomades ». Choisissez dans la liste proposée."]
    }
    assert answer.lost(form) == {}


def test_known_themes_are_kept_whatever_their_case(form):
    ThemeFactory(name="Ruralité")

    assert form.fill(themes="ruralité").publish().was_saved is True
    assert [theme.name for theme in StagePage.objects.get().themes.all()] == ["Ruralité"]


@pytest.mark.parametrize("typed", ["44e", "3-5", "quarante"])
def test_number_that_is_none_is_refused_and_stays_as_typed(form, typed):
    answer = form.fill(latitude=typed, position=typed).publish()

    assert answer.errors == {"latitude": ["Saisissez un nombre."], "position": ["Saisissez un nombre entier."]}
    assert answer.lost(form) == {}


def test_browsers_send_what_is_typed_in_a_number_field(form):
    assert 'type="number"' not in form.html


@pytest.mark.parametrize(
    ("typed", "kept"), [("44.5", "44.5"), ("44,5", "44.5"), ("44.5180012345", "44.518"), ("44,518009", "44.51801")]
)
def test_coordinates_are_typed_as_a_map_gives_them(form, typed, kept):
    assert form.fill(latitude=typed, longitude="3,5").publish().was_saved is True
    assert StagePage.objects.get().latitude == Decimal(kept)


def test_key_figure_is_typed_with_a_comma(form):
    form.add_row("key_figures", value="110,5", unit="m²", label="de bureaux", precision="exact")

    assert form.publish().was_saved is True
    assert StagePage.objects.get().key_figures.get().value == Decimal("110.5")


@pytest.mark.parametrize("typed", ["9:15", "09:15", "9h15", "9 h 15", "09:15:00"])
def test_hour_is_typed_as_one_writes_it(form, typed):
    assert form.fill(opening_time=typed).publish().was_saved is True
    assert StagePage.objects.get().opening_time == time(9, 15)


@pytest.mark.parametrize("typed", ["25:00", "9h75", "midi"])
def test_hour_that_is_none_is_refused_with_an_example(form, typed):
    answer = form.fill(opening_time=typed).publish()

    assert answer.errors == {"opening_time": ["Indiquez une heure : 9:15 ou 9h15."]}
    assert answer.lost(form) == {}


def test_dates_are_shown_as_one_writes_them(form):
    assert form.data["starts_on"] == ["09/10/2014"]


@pytest.mark.parametrize("slug", ["recherche", "admin", "sante", "static", "media"])
def test_address_of_another_part_of_the_site_is_refused(editor, home, slug):
    answer = EditForm(editor, model=EditorialPage, parent=home).fill(title="Une page", slug=slug).publish()

    assert answer.errors == {"slug": ["Cette adresse est celle d’une autre partie du site : choisissez-en une autre."]}


def test_address_of_another_part_of_the_site_is_free_further_down(editor, home):
    parent = EditorialPageFactory(title="Le Tour")

    assert (
        EditForm(editor, model=EditorialPage, parent=parent)
        .fill(title="Recherche", slug="recherche")
        .publish()
        .was_saved
    )


@pytest.mark.parametrize("sent", ["{", "[]", '{"blocks": 1}', '{"blocks": [1]}', "du texte"])
def test_prose_that_no_editor_sends_is_refused(editor, home, sent):
    form = EditForm(editor, StagePageFactory()).fill(access=sent)

    assert form.save_draft().response.status_code == 400
