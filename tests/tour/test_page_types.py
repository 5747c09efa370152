"""Every page type in the admin: made, previewed, changed, taken back, scheduled, copied, moved, unpublished."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from wagtail.models import get_page_models

from home.models import EditorialPage, HomePage
from partners.models import PartnerIndexPage, PartnerPage, PlaceIndexPage, PlacePage
from stages.models import (
    EditionPage,
    Participation,
    PersonIndexPage,
    PersonPage,
    PressReleasePage,
    ProgrammeItem,
    StagePage,
)
from tests.factories import (
    EditForm,
    EditionPageFactory,
    EditorialPageFactory,
    ParticipationFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PlaceIndexPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    home_page,
)
from tour.models import BasePage
from tour.page_forms import PageForm
from tour.tasks import publish_scheduled

#: Model: (factory, what must be typed besides title and slug).
TYPES = {
    EditorialPage: (EditorialPageFactory, {}),
    EditionPage: (EditionPageFactory, {"year": 2014}),
    StagePage: (StagePageFactory, {}),
    PressReleasePage: (PressReleasePageFactory, {}),
    PersonIndexPage: (PersonIndexPageFactory, {}),
    PersonPage: (PersonPageFactory, {"family_name": "Martin"}),
    PartnerIndexPage: (PartnerIndexPageFactory, {}),
    PartnerPage: (PartnerPageFactory, {"kind": "company"}),
    PlaceIndexPage: (PlaceIndexPageFactory, {}),
    PlacePage: (PlacePageFactory, {"kind": "venue"}),
}
each_type = pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
each_copyable_type = pytest.mark.parametrize(
    "model", [model for model in TYPES if model.max_count is None], ids=lambda model: model.__name__
)


def make(model, **fields):
    factory, _ = TYPES[model]
    return factory(published=True, **fields)


def blank_form(editor, model):
    factory, typed = TYPES[model]
    form = EditForm(editor, model=model, parent=factory.default_parent())
    form.fill(title="Une page neuve", slug="une-page-neuve", **typed)
    if model is PressReleasePage:
        form.fill_stream("body", model(body=[("heading", "Le Tour en Lozère")]).body)
    return form


def admin(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def test_every_page_type_is_tried_here():
    assert {*TYPES, HomePage} == {model for model in get_page_models() if model is not BasePage}


# --- Made and shown -------------------------------------------------------------------------------


@each_type
def test_page_is_made_previewed_and_published(editor, home, model):
    form = blank_form(editor, model)

    assert "Une page neuve" in form.preview().content.decode()
    assert form.publish().was_saved is True
    page = model.objects.get(slug="une-page-neuve")
    assert (page.live, page.has_unpublished_changes, page.live_revision is not None) == (True, False, True)
    assert "Une page neuve" in editor.get(page.url).content.decode()


@each_type
def test_page_is_made_as_a_draft_that_only_its_editors_see(editor, client, home, model):
    form = blank_form(editor, model)

    assert form.save_draft().was_saved is True
    page = model.objects.get(slug="une-page-neuve")
    assert page.live is False
    assert editor.get(page.url).status_code == 404
    assert "Une page neuve" in editor.get(admin("view_draft", page.pk)).content.decode()


@each_type
def test_change_is_previewed_before_it_is_published(editor, home, model):
    page = make(model)
    form = EditForm(editor, page).fill(title="Un titre changé")

    assert "Un titre changé" in form.preview().content.decode()
    assert "Un titre changé" not in editor.get(page.url).content.decode()
    assert form.publish().was_saved is True
    assert "Un titre changé" in editor.get(page.url).content.decode()


def test_home_page_is_changed_and_previewed(editor, home):
    form = EditForm(editor, home).fill(headline="Le travail prend la route")

    assert "Le travail prend la route" in form.preview().content.decode()
    assert form.publish().was_saved is True
    assert HomePage.objects.get().headline == "Le travail prend la route"


def test_there_is_one_home_page_and_one_of_each_index(editor, home):
    for model in (PartnerIndexPage, PlaceIndexPage, PersonIndexPage):
        make(model)
        assert editor.get(admin("add", model._meta.app_label, model._meta.model_name, home.pk)).status_code == 302
    root = BasePage.get_first_root_node()
    assert HomePage.can_create_at(root) is False


def test_pages_are_made_where_they_belong_only(home):
    belongs = {
        model.__name__: sorted(child.__name__ for child in model.allowed_subpage_models())
        for model in (*TYPES, HomePage)
    }

    assert belongs == {
        "HomePage": ["EditionPage", "EditorialPage", "PartnerIndexPage", "PersonIndexPage", "PlaceIndexPage"],
        "EditorialPage": ["EditorialPage"],
        "EditionPage": ["PressReleasePage", "StagePage"],
        "StagePage": ["PressReleasePage"],
        "PressReleasePage": [],
        "PersonIndexPage": ["PersonPage"],
        "PersonPage": [],
        "PartnerIndexPage": ["PartnerPage"],
        "PartnerPage": [],
        "PlaceIndexPage": ["PlacePage"],
        "PlacePage": [],
    }


# --- Versions -------------------------------------------------------------------------------------


@each_type
def test_version_is_taken_back(editor, home, model):
    page = make(model, title="Premier titre")
    first = page.live_revision
    assert EditForm(editor, page).fill(title="Deuxième titre").publish().was_saved is True

    assert editor.get(admin("history", page.pk)).status_code == 200
    compared = editor.get(admin("revisions_compare", page.pk, first.pk, "latest")).content.decode()
    assert "Deuxième" in compared
    assert EditForm(editor, page, revision=first).publish().was_saved is True
    assert model.objects.get(pk=page.pk).title == "Premier titre"


def test_version_of_a_stage_is_taken_back_with_its_rows(editor, home):
    stage = StagePageFactory(timed=True, published=True)
    part = ParticipationFactory(item__stage=stage, item__timed=True)
    StagePartnerFactory(stage=stage)
    assert EditForm(editor, stage).publish().was_saved is True
    full = StagePage.objects.get().live_revision
    form = EditForm(editor, stage).remove_row("programme_items-0").remove_row("partner_roles-0")
    assert form.fill(date_kind="unknown", starts_on="", opening_time="", closing_time="").publish().was_saved is True
    assert (ProgrammeItem.objects.count(), Participation.objects.count()) == (0, 0)

    assert EditForm(editor, stage, revision=full).publish().was_saved is True

    stage.refresh_from_db()
    assert stage.starts_at.isoformat() == "2014-10-09T07:00:00+00:00"
    assert [[row.name for row in item.participations.all()] for item in stage.programme_items.all()] == [[part.name]]
    assert stage.partner_roles.count() == 1


# --- At its hour ----------------------------------------------------------------------------------


@each_type
def test_page_is_published_and_expires_at_its_hour(editor, home, model, clock_at):
    clock_at("2026-03-01T09:00")
    form = blank_form(editor, model).fill(go_live_at="2026-03-02 08:00", expire_at="2026-03-03 08:00")
    assert form.publish().was_saved is True
    page = model.objects.get(slug="une-page-neuve")
    states = []
    for at in ("2026-03-02T07:59", "2026-03-02T08:01", "2026-03-03T07:59", "2026-03-03T08:01"):
        clock_at(at)
        publish_scheduled()
        page = model.objects.get(pk=page.pk)
        states.append((page.live, page.expired))

    assert states == [(False, False), (True, False), (True, False), (False, True)]


def test_change_of_a_live_stage_waits_for_its_hour(editor, home, clock_at):
    clock_at("2026-03-01T09:00")
    stage = make(StagePage, title="Mende")
    form = EditForm(editor, stage).fill(title="Mende, en Lozère", go_live_at="2026-03-02 08:00")
    form.add_row("programme_items", title="Exposé")
    assert form.publish().was_saved is True

    shown = []
    for at in ("2026-03-02T07:59", "2026-03-02T08:01"):
        clock_at(at)
        publish_scheduled()
        stage = StagePage.objects.get()
        shown.append((stage.title, stage.live, stage.programme_items.count()))

    assert shown == [("Mende", True, 0), ("Mende, en Lozère", True, 1)]


def test_hours_of_publication_are_those_of_paris(editor, home, clock_at):
    clock_at("2026-07-01T09:00")
    form = blank_form(editor, EditorialPage).fill(go_live_at="2026-07-02 08:00")
    form.publish()

    assert EditorialPage.objects.get().go_live_at == datetime(2026, 7, 2, 8, tzinfo=ZoneInfo("Europe/Paris"))


# --- Unpublished, copied, moved -------------------------------------------------------------------


@each_type
def test_page_is_unpublished_and_published_again(editor, home, model):
    page = make(model)
    editor.post(admin("unpublish", page.pk))

    assert model.objects.get().live is False
    assert editor.get(page.url).status_code == 404
    assert EditForm(editor, page).publish().was_saved is True
    assert model.objects.get().live is True


def copy(editor, page, **options):
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": page.get_parent().pk, **options}
    answer = editor.post(admin("copy", page.pk), data)
    assert answer.status_code == 302
    return type(page).objects.get(slug="copie")


@each_copyable_type
def test_page_is_copied(editor, home, model):
    original = make(model)
    copied = copy(editor, original)

    assert (copied.title, copied.live) == ("Copie", False)
    assert EditForm(editor, copied).publish().was_saved is True
    assert model.objects.live().count() == 2


def test_copied_stage_has_rows_of_its_own_and_no_rank(editor, home):
    stage = StagePageFactory(title="Mende", position=5, timed=True, published=True)
    item = ProgrammeItemFactory(stage=stage, title="Table ronde")
    ParticipationFactory(item=item, name="Camille Martin")
    StagePartnerFactory(stage=stage)
    assert EditForm(editor, stage).publish().was_saved is True

    copied = copy(editor, stage)
    assert EditForm(editor, copied).publish().was_saved is True

    assert (StagePage.objects.get(pk=copied.pk).position, StagePage.objects.get(pk=stage.pk).position) == (None, 5)
    rows = Participation.objects.order_by("item__stage__path").values_list("item__stage__title", "item__title", "name")
    assert list(rows) == [("Mende", "Table ronde", "Camille Martin"), ("Copie", "Table ronde", "Camille Martin")]
    assert (stage.partner_roles.count(), copied.partner_roles.count()) == (1, 1)


def test_copied_stage_published_at_once_has_rows_of_its_own(editor, home):
    stage = StagePageFactory(title="Mende", position=5, timed=True, published=True)
    ParticipationFactory(item__stage=stage, name="Camille Martin")
    assert EditForm(editor, stage).publish().was_saved is True

    copied = copy(editor, stage, publish_copies="on")

    assert (copied.live, copied.position) == (True, None)
    assert Participation.objects.values_list("item__stage__title", flat=True).distinct().count() == 2


def test_edition_copied_with_its_stages_is_another_edition(editor, home):
    stage = StagePageFactory(title="Mende", position=5, timed=True, published=True)
    ParticipationFactory(item__stage=stage, name="Camille Martin")
    assert EditForm(editor, stage).publish().was_saved is True

    copied = copy(editor, EditionPage.objects.get(), copy_subpages="on", publish_copies="on")

    (other,) = StagePage.objects.child_of(copied)
    assert EditForm(editor, other).publish().was_saved is True
    assert [part.name for part in stage.programme_items.get().participations.all()] == ["Camille Martin"]
    assert [part.name for part in other.programme_items.get().participations.all()] == ["Camille Martin"]


@pytest.mark.parametrize("position", [1, None])
def test_stage_is_moved_to_another_edition(editor, home, position):
    old, new = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    stage = StagePageFactory(parent=old, title="Mende", position=position, timed=True)
    StagePageFactory(parent=new, title="Bordeaux", position=2)

    editor.post(admin("move_confirm", stage.pk, new.pk))

    stage = StagePage.objects.get(pk=stage.pk)
    assert (stage.get_parent().specific, stage.url) == (new, "/tour-2014/mende/")


def test_stage_is_not_moved_where_its_rank_is_taken(editor, home):
    old, new = EditionPageFactory(year=2012), EditionPageFactory(year=2014)
    stage = StagePageFactory(parent=old, title="Mende", position=1)
    StagePageFactory(parent=new, title="Bordeaux", position=1)

    answer = editor.post(admin("move_confirm", stage.pk, new.pk), follow=True)

    assert StagePage.objects.get(pk=stage.pk).get_parent().specific == old
    assert "le rang 1 est déjà celui de «\u00a0Bordeaux\u00a0»" in answer.content.decode()


def test_page_is_not_moved_where_it_does_not_belong(editor, home):
    stage = StagePageFactory()
    index = PartnerIndexPageFactory()

    assert editor.post(admin("move_confirm", stage.pk, index.pk)).status_code == 302
    assert StagePage.objects.get().get_parent().specific == EditionPage.objects.get()


def test_alias_of_a_stage_is_kept_like_it(editor, home):
    stage = StagePageFactory(title="Mende", position=5, timed=True, published=True)
    ParticipationFactory(item__stage=stage, name="Camille Martin")
    assert EditForm(editor, stage).publish().was_saved is True
    other = copy(editor, stage, alias="on", new_parent_page=EditionPageFactory(year=2012).pk)

    assert EditForm(editor, stage).fill(summary="Résumé").publish().was_saved is True

    other = StagePage.objects.get(pk=other.pk)
    assert (other.summary, other.live) == ("Résumé", True)
    assert [part.name for part in stage.programme_items.get().participations.all()] == ["Camille Martin"]
    assert [part.name for part in other.programme_items.get().participations.all()] == ["Camille Martin"]
    assert home_page().get_children().type(EditionPage).count() == 2


@each_type
def test_form_of_a_page_is_ours(model):
    assert issubclass(model.get_edit_handler().get_form_class(), PageForm)
