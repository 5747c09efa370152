"""Requirements: what an edition starts with, and what its form refuses."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from stages.domain.requirements import CHECKS, USUAL
from stages.enums import RequirementKind
from stages.models import EditionPage, Requirement
from tests.factories import EditForm, EditionPageFactory, RequirementFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db


def kinds(edition):
    return list(edition.requirements.values_list("kind", flat=True))


def test_every_kind_is_checked():
    assert set(CHECKS) == set(RequirementKind)


def test_new_edition_requires_what_is_usual():
    edition = EditionPageFactory()

    assert list(edition.requirements.values_list("kind", "days")) == [(kind.value, days) for kind, days in USUAL]


def test_edition_that_lost_a_requirement_does_not_get_it_back():
    edition = EditionPageFactory(published=True)
    edition.requirements.filter(kind="photo").delete()
    edition = EditionPage.objects.get()
    edition.requirements.remove(edition.requirements.get(kind="date"))
    edition.save_revision().publish()
    EditionPage.objects.get().save()

    assert kinds(EditionPage.objects.get()) == [
        kind.value for kind, _days in USUAL if kind not in (RequirementKind.PHOTO, RequirementKind.DATE)
    ]


def test_form_of_a_new_edition_opens_with_what_is_usual_and_keeps_what_is_left(editor, home):
    form = EditForm(editor, model=EditionPage, parent=home).fill(title="Tour 2014", slug="tour-2014", year=2014)
    assert form.data["requirements-TOTAL_FORMS"] == [str(len(USUAL))]
    form.fill_row("requirements-0", days="-90", note="Dès que possible")
    form.remove_row("requirements-7")

    assert form.publish().was_saved is True
    edition = EditionPage.objects.get()
    assert kinds(edition) == [kind.value for kind, _days in USUAL if kind != RequirementKind.PHOTO]
    first = edition.requirements.first()
    assert (first.kind, first.days, first.note) == ("date", -90, "Dès que possible")


def test_requirement_named_twice_is_refused_at_its_field(editor):
    form = EditForm(editor, EditionPageFactory(requirements=[Requirement(kind="photo", days=-14)]))
    row = form.add_row("requirements", kind="photo", days="-7")

    assert form.publish().errors == {f"{row}-kind": ["Cette exigence figure déjà plus haut."]}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Champ requis."),
        ("J-60", "Saisissez un nombre entier."),
        ("-367", "Au plus tôt un an avant l’étape : −366."),
        ("99999999999", "Au plus tard un an après l’étape : 366."),
    ],
)
def test_days_out_of_bounds_are_refused_at_their_field(editor, typed, message):
    form = EditForm(editor, EditionPageFactory(requirements=[Requirement(kind="photo", days=-14)]))
    answer = form.fill_row("requirements-0", days=typed).publish()

    assert answer.form_errors == {"requirements-0-days": [message]}
    assert answer.lost(form) == {}


def test_two_requirements_may_exchange_their_kinds(editor):
    listed = [("photo", -14), ("date", -60)]
    edition = EditionPageFactory(
        requirements=[Requirement(kind=kind, days=days, sort_order=rank) for rank, (kind, days) in enumerate(listed)]
    )
    form = EditForm(editor, edition)
    form.fill_row("requirements-0", kind="date").fill_row("requirements-1", kind="photo")

    assert form.publish().was_saved is True
    assert list(edition.requirements.values_list("kind", "days")) == [("date", -14), ("photo", -60)]


def test_database_holds_one_of_a_kind_within_a_year():
    edition = EditionPageFactory(requirements=[Requirement(kind="photo", days=-14)])

    for made in ({"kind": "photo", "days": 1}, {"kind": "date", "days": 367}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequirementFactory(edition=edition, **made)
    assert errors_of(Requirement(edition=edition, kind="date", days=400))["days"] == [
        "Au plus tard un an après l’étape : 366."
    ]


@pytest.mark.parametrize(("kind", "days", "said"), [("date", -60, "Date (J−60)"), ("results", 7, "Restitution (J+7)")])
def test_requirement_says_its_kind_and_deadline(kind, days, said):
    assert str(Requirement(kind=kind, days=days)) == said


def test_editions_of_before_get_what_is_usual_once():
    migration = import_module("stages.migrations.0010_usual_requirements")
    before, chosen = (
        EditionPageFactory(),
        EditionPageFactory(year=2012, requirements=[Requirement(kind="photo", days=0)]),
    )
    before.requirements.all().delete()
    Requirement.objects.filter(edition=before).delete()

    for _ in range(2):
        migration.require_the_usual(apps, None)

    assert list(before.requirements.values_list("kind", "days")) == [(kind.value, days) for kind, days in USUAL]
    assert kinds(chosen) == ["photo"]


def test_days_are_typed_as_the_board_prints_them(editor):
    edition = EditionPageFactory(requirements=[Requirement(kind="photo", days=-14)])

    EditForm(editor, edition).fill_row("requirements-0", days="−60").publish()

    assert Requirement.objects.get(edition=edition).days == -60
