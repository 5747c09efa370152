"""Rows of revisions whose links are broken since."""

import pytest

from stages.models import StagePage
from tests.factories import (
    EditForm,
    ParticipationFactory,
    PartnerPageFactory,
    PersonPageFactory,
    ProgrammeItemFactory,
    SourceFactory,
    StagePageFactory,
)

pytestmark = pytest.mark.django_db


def draft(editor, stage, relation, **typed):
    """Save a draft of ``stage`` with one more row."""
    form = EditForm(editor, stage)
    form.add_row(relation, **typed)
    assert form.save_draft().was_saved is True


def test_draft_without_a_partner_deleted_since_opens_and_is_published(editor):
    stage, partner = StagePageFactory(published=True), PartnerPageFactory()
    draft(editor, stage, "partner_roles", partner=partner, role="host")
    partner.delete()

    assert EditForm(editor, stage).publish().was_saved is True
    assert stage.partner_roles.count() == 0


def test_scheduled_draft_without_a_partner_deleted_since_is_published(editor):
    stage, partner = StagePageFactory(published=True), PartnerPageFactory()
    draft(editor, stage, "partner_roles", partner=partner, role="host")
    partner.delete()

    StagePage.objects.get().get_latest_revision().publish()

    assert (StagePage.objects.get().has_unpublished_changes, stage.partner_roles.count()) == (False, 0)


@pytest.mark.parametrize(
    ("typed", "left"), [({}, []), ({"name": "Camille Martin"}, ["Camille Martin"]), ({"function": "maire"}, ["maire"])]
)
def test_participation_whose_person_is_deleted_since_keeps_its_name_or_function(editor, typed, left):
    item = ProgrammeItemFactory(stage=StagePageFactory(published=True))
    person = PersonPageFactory()
    draft(editor, item.stage, "programme_items-0-participations", person=person, **typed)
    person.delete()

    assert EditForm(editor, item.stage).publish().was_saved is True
    assert [part.shown_name for part in item.participations.all()] == left


def test_citation_whose_source_is_deleted_since_asks_for_one(editor):
    stage, source = StagePageFactory(published=True), SourceFactory()
    draft(editor, stage, "citations", statement="Date", claim="Le 9 octobre", source=source)
    source.delete()

    assert EditForm(editor, stage).publish().errors == {
        "citations-0-source": ["Indiquez la source, ou choisissez « À confirmer » si aucune ne l’établit."]
    }


def test_old_version_with_a_person_deleted_since_is_shown_again(editor):
    part = ParticipationFactory(with_page=True, item__stage=StagePageFactory(published=True))
    stage, person = part.item.stage, part.person
    assert EditForm(editor, stage).publish().was_saved is True
    with_person = StagePage.objects.get().get_latest_revision()
    assert EditForm(editor, stage).remove_row("programme_items-0-participations-0").publish().was_saved is True
    person.delete()

    old = with_person.as_object()

    assert [item.participations.count() for item in old.programme_items.all()] == [0]
