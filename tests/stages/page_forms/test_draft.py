"""Drafts: what is still empty may stay so, and nothing else."""

from datetime import date

from stages.models import EditionPage, PersonPage, StagePage
from tests.factories import EditForm, EditionPageFactory, PersonIndexPageFactory, StagePageFactory, StagePartnerFactory


def test_draft_may_lack_what_is_required_to_publish(editor, home):
    form = EditForm(editor, model=PersonPage, parent=PersonIndexPageFactory()).fill(title="Camille Martin", slug="cm")
    row = form.add_row("functions", organisation="POLeN")

    assert form.publish().errors == {"family_name": ["Champ requis."], f"{row}-function": ["Champ requis."]}
    assert form.save_draft().was_saved is True
    assert (PersonPage.objects.get().live, PersonPage.objects.get().functions.get().function) == (False, "")


def test_draft_of_a_live_page_changes_nothing_that_is_published(editor):
    stage = StagePageFactory(timed=True)
    StagePartnerFactory(stage=stage)
    form = EditForm(editor, stage).fill(title="", summary="Nouveau résumé", ends_on="2014-10-10")
    assert form.save_draft().errors == {"title": ["Champ requis."]}
    form.fill(title="Mende").remove_row("partner_roles-0")
    form.add_row("programme_items", start_time="10:00")

    assert form.save_draft().was_saved is True
    stage.refresh_from_db()
    assert (stage.summary, stage.ends_on, stage.partner_roles.count(), stage.programme_items.count()) == (
        "",
        None,
        1,
        0,
    )


def test_draft_with_an_unnamed_moment_is_told_of_it_when_published(editor):
    stage = StagePageFactory(published=True)
    form = EditForm(editor, stage)
    row = form.add_row("programme_items", start_time="10:00")
    assert form.save_draft().was_saved is True

    assert EditForm(editor, stage).publish().errors == {f"{row}-title": ["Champ requis."]}


def test_autosave_keeps_a_draft_that_holds(editor):
    stage = StagePageFactory(published=True)
    form = EditForm(editor, stage).fill(summary="Nouveau résumé")
    row = form.add_row("programme_items", title="Exposé")
    form.add_row(f"{row}-participations", name="Camille Martin")

    answer = form.autosave()

    assert (answer.status_code, answer.json()["success"]) == (200, True)
    kept = StagePage.objects.get().get_latest_revision_as_object()
    assert kept.summary == "Nouveau résumé"
    assert [[part.name for part in item.participations.all()] for item in kept.programme_items.all()] == [
        ["Camille Martin"]
    ]


def test_autosave_of_a_new_page_makes_a_draft(editor, home):
    edition = EditionPageFactory()
    form = EditForm(editor, model=StagePage, parent=edition).fill(title="Mende", slug="mende", date_kind="unknown")
    form.add_row("programme_items", title="Exposé", start_time="10:00")

    answer = form.autosave()

    assert (answer.status_code, answer.json()["success"]) == (200, True)
    stage = StagePage.objects.get()
    assert (stage.live, [item.title for item in stage.programme_items.all()]) == (False, ["Exposé"])


def test_date_typed_as_the_french_write_it_is_understood(editor):
    stage = StagePageFactory()

    assert EditForm(editor, stage).fill(date_kind="exact", starts_on="09/10/2014").publish().was_saved is True
    stage.refresh_from_db()
    assert stage.starts_on == date(2014, 10, 9)


def test_new_edition_is_published_from_its_form(editor, home):
    form = EditForm(editor, model=EditionPage, parent=home).fill(title="Tour 2014", slug="tour-2014", year=2014)

    assert form.publish().was_saved is True
    assert (EditionPage.objects.get().live, EditionPage.objects.get().url) == (True, "/tour-2014/")
