"""Roles, evidence, the press; editions and people, as editors type them."""

import pytest

from tests.factories import (
    EditForm,
    EditionPageFactory,
    PartnerPageFactory,
    PersonPageFactory,
    SourceFactory,
    StagePageFactory,
    StagePartnerFactory,
)
from tests.factories.editing import assert_refused

# --- Roles, evidence, press -----------------------------------------------------------------------


@pytest.mark.parametrize("factory", [StagePageFactory, EditionPageFactory])
def test_role_given_twice_is_refused_at_the_second(editor, factory):
    partner = PartnerPageFactory()
    form = EditForm(editor, factory())
    form.add_row("partner_roles", partner=partner, role="host")
    second = form.add_row("partner_roles", partner=partner, role="host")

    assert_refused(form, {f"{second}-role": ["Ce partenaire a déjà ce rôle plus haut."]})


def test_role_given_again_to_one_who_has_it_is_refused(editor):
    role = StagePartnerFactory()
    form = EditForm(editor, role.stage)
    second = form.add_row("partner_roles", partner=role.partner, role=role.role)

    assert_refused(form, {f"{second}-role": ["Ce partenaire a déjà ce rôle plus haut."]})


def test_role_removed_may_be_given_again(editor):
    role = StagePartnerFactory()
    form = EditForm(editor, role.stage).remove_row("partner_roles-0")
    form.add_row("partner_roles", partner=role.partner, role=role.role)

    assert form.publish().was_saved is True
    assert [row.partner for row in role.stage.partner_roles.all()] == [role.partner]


def test_two_partners_may_exchange_their_roles(editor):
    stage = StagePageFactory()
    first, second = StagePartnerFactory(stage=stage, sort_order=0), StagePartnerFactory(stage=stage, sort_order=1)
    form = EditForm(editor, stage)
    form.fill_row("partner_roles-0", partner=second.partner).fill_row("partner_roles-1", partner=first.partner)

    assert form.publish().was_saved is True
    assert [row.partner for row in stage.partner_roles.all()] == [second.partner, first.partner]
    assert {row.pk for row in stage.partner_roles.all()} == {first.pk, second.pk}


def test_role_without_a_partner_is_refused_at_its_field_even_in_a_draft(editor):
    form = EditForm(editor, StagePageFactory())
    row = form.add_row("partner_roles", role="host")

    assert_refused(form, {f"{row}-partner": ["Champ requis."]})


@pytest.mark.parametrize("standing", ["confirmed", "contradictory"])
def test_citation_without_a_source_is_refused_at_its_field(editor, standing):
    form = EditForm(editor, StagePageFactory())
    row = form.add_row("citations", statement="Date", claim="Le 9 octobre", standing=standing)

    assert_refused(
        form, {f"{row}-source": ["Indiquez la source, ou choisissez « À confirmer » si aucune ne l’établit."]}
    )


def test_citation_with_a_source_is_accepted(editor):
    form = EditForm(editor, StagePageFactory())
    form.add_row("citations", statement="Date", claim="Le 9 octobre", source=SourceFactory())

    assert form.publish().was_saved is True


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "Champ requis."),
        ("beaucoup", "Saisissez un nombre."),
        ("NaN", "Saisissez un nombre."),
        ("1e30", "Assurez-vous qu’il n’y a pas plus de 14 chiffres au total."),
        ("1.234", "Assurez-vous qu’il n’y a pas plus de 2 chiffres après la virgule."),
    ],
)
def test_figure_that_is_no_number_is_refused_at_its_field(editor, value, message):
    form = EditForm(editor, StagePageFactory())
    row = form.add_row("key_figures", value=value, unit="m²", label="surface")

    assert form.publish().errors == {f"{row}-value": [message]}
    assert form.save_draft().form_errors == {f"{row}-value": [message]}


def test_publication_from_another_age_is_refused_at_its_field(editor):
    form = EditForm(editor, StagePageFactory())
    row = form.add_row("publications", title="Article", published_on="0214-10-09")

    assert_refused(form, {f"{row}-published_on": ["Cette date est hors de notre calendrier : vérifiez l’année."]})


# --- Editions and people --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"starts_on": "2014-10-09", "ends_on": "2014-05-06"},
            {"ends_on": ["L’édition ne peut pas finir avant d’avoir commencé."]},
        ),
        ({"year": "14"}, {"year": ["Année trop ancienne."]}),
        ({"year": ""}, {"year": ["Champ requis."]}),
        ({"ordinal": "-1"}, {"ordinal": ["Assurez-vous que cette valeur est supérieure ou égale à 0."]}),
    ],
)
def test_edition_is_refused_at_its_field(editor, typed, errors):
    form = EditForm(editor, EditionPageFactory()).fill(**typed)

    assert_refused(form, errors)


def test_function_that_ends_before_it_starts_is_refused_at_its_field(editor):
    form = EditForm(editor, PersonPageFactory())
    row = form.add_row("functions", function="présidente", from_year=2015, until_year=2014)

    assert_refused(form, {f"{row}-until_year": ["La fonction ne peut pas finir avant de commencer."]})
