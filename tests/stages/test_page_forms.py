"""What editors of editions and stages are told, at the field, when what they typed does not hold.

Everything goes through the real edit form. Publishing, saving a draft and the editor's own saving are held to the
same rules: only what is still empty may stay so in a draft.
"""

from datetime import date

import pytest

from stages.models import EditionPage, PersonPage, StagePage
from tests.factories import (
    EditForm,
    EditionPageFactory,
    ParticipationFactory,
    PartnerPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    ProgrammeItemFactory,
    SourceFactory,
    StagePageFactory,
    StagePartnerFactory,
)


def assert_refused(form, errors):
    """The form comes back with these errors and all that was typed, whichever way it is sent."""
    published = form.publish()
    assert published.errors == errors
    assert published.lost(form) == {}
    assert form.save_draft().form_errors == published.form_errors
    autosaved = form.autosave()
    assert (autosaved.status_code, autosaved.json()["error_code"]) == (400, "validation_error")


# --- The date and the place of a stage ------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "ends_on": "2014-10-08"},
            {"ends_on": ["L’étape finit avant de commencer."]},
        ),
        (
            {"date_kind": "exact", "ends_on": "2014-10-09"},
            {"starts_on": ["Indiquez le premier jour, ou choisissez « Date inconnue »."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "closing_time": "18:00"},
            {"opening_time": ["Indiquez aussi l’heure d’ouverture, ou videz l’heure de fin."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-10-09", "opening_time": "18:00", "closing_time": "09:00"},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "2014-03-30", "opening_time": "02:30", "closing_time": "03:15"},
            {"closing_time": ["L’étape finit avant d’ouvrir : corrigez l’une des deux heures."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-05-01"},
            {"ends_on": ["Une période a un premier et un dernier jour : indiquez le dernier."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-06-30", "ends_on": "2014-05-01"},
            {"ends_on": ["La période finit avant de commencer."]},
        ),
        (
            {"date_kind": "period", "starts_on": "2014-05-01", "ends_on": "2014-06-30", "opening_time": "09:00"},
            {"opening_time": ["Une période n’a pas d’horaires : videz ce champ, ou indiquez une date exacte."]},
        ),
        (
            {"date_kind": "unknown", "starts_on": "2014-10-09"},
            {"starts_on": ["La date est dite inconnue : videz ce champ, ou choisissez une autre précision."]},
        ),
        (
            {"date_kind": "exact", "starts_on": "0214-10-09"},
            {"starts_on": ["Cette date est hors de notre calendrier : vérifiez l’année."]},
        ),
        (
            {"date_kind": "period", "starts_on": "0001-01-01", "ends_on": "9999-12-31"},
            {
                "starts_on": ["Cette date est hors de notre calendrier : vérifiez l’année."],
                "ends_on": ["Cette date est hors de notre calendrier : vérifiez l’année."],
            },
        ),
        (
            {"date_kind": "exact", "starts_on": "31/02/2014"},
            {
                "starts_on": [
                    "Saisissez une date valide. Indiquez le premier jour, ou choisissez « Date inconnue ».",
                ]
            },
        ),
        ({"latitude": "90.1", "longitude": "3.5"}, {"latitude": ["Une latitude va de −90 à 90 degrés."]}),
        ({"latitude": "44.5", "longitude": "-180.1"}, {"longitude": ["Une longitude va de −180 à 180 degrés."]}),
        (
            {"latitude": "44.5"},
            {"longitude": ["La latitude et la longitude vont ensemble : complétez ou videz les deux."]},
        ),
        ({"position": "0"}, {"position": ["La première étape a le rang 1."]}),
        ({"day_count": "400"}, {"day_count": ["Une étape dure moins d’un an."]}),
        ({"registration_url": "http://"}, {"registration_url": ["Saisissez une URL valide."]}),
    ],
)
def test_stage_is_refused_at_its_field(editor, typed, errors):
    form = EditForm(editor, StagePageFactory()).fill(**typed)

    assert_refused(form, errors)


def test_position_taken_is_refused_at_its_field(editor):
    StagePageFactory(title="Bordeaux", position=3)
    form = EditForm(editor, StagePageFactory()).fill(position=3)

    assert_refused(form, {"position": ["Ce rang est déjà celui de l’étape « Bordeaux »."]})


def test_position_taken_is_refused_to_a_new_stage(editor):
    taken = StagePageFactory(title="Bordeaux", position=3)
    form = EditForm(editor, model=StagePage, parent=taken.get_parent()).fill(title="Mende", slug="mende", position=3)

    assert_refused(form, {"position": ["Ce rang est déjà celui de l’étape « Bordeaux »."]})


def test_position_of_another_edition_or_of_itself_is_free(editor):
    StagePageFactory(parent=EditionPageFactory(year=2012), position=3)
    stage = StagePageFactory(parent=EditionPageFactory(year=2014), position=3)

    assert EditForm(editor, stage).publish().was_saved is True


def test_prose_that_was_typed_comes_back_with_the_error(editor):
    stage = StagePageFactory(body=[("heading", "Un intertitre tout neuf")])
    answer = EditForm(editor, stage).fill(position=0).publish()

    assert "Un intertitre tout neuf" in answer.html


# --- The programme --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"start_time": "10:00", "end_time": "09:00"}, {"end_time": ["La fin doit venir après le début."]}),
        ({"start_time": "10:00", "end_time": "10:00"}, {"end_time": ["La fin doit venir après le début."]}),
        ({"end_time": "10:00"}, {"start_time": ["Indiquez aussi le début, ou videz la fin."]}),
        (
            {"is_all_day": True, "start_time": "10:00"},
            {"is_all_day": ["Un moment de toute la journée n’a pas d’horaires : décochez, ou videz-les."]},
        ),
        ({"day": "0"}, {"day": ["Le premier jour de l’étape est le jour 1."]}),
        ({"day": "2"}, {"day": ["L’étape dure un jour : ce moment est en dehors."]}),
        ({"day": "32767"}, {"day": ["Une étape dure moins d’un an."]}),
        ({"day": ""}, {"day": ["Champ requis."]}),
    ],
)
def test_programme_item_is_refused_at_its_field(editor, typed, errors):
    form = EditForm(editor, StagePageFactory(exact=True))
    row = form.add_row("programme_items", title="Exposé", **typed)

    assert_refused(form, {f"{row}-{name}": messages for name, messages in errors.items()})


def test_programme_item_is_judged_by_the_date_being_typed(editor):
    stage = StagePageFactory()
    ProgrammeItemFactory(stage=stage, day=2)
    form = EditForm(editor, stage).fill(date_kind="exact", starts_on="2014-10-09")

    assert_refused(form, {"programme_items-0-day": ["L’étape dure un jour : ce moment est en dehors."]})


def test_stage_that_is_shortened_tells_which_moments_are_left_out(editor):
    stage = StagePageFactory(several_days=True)
    for day in (1, 2, 3):
        ProgrammeItemFactory(stage=stage, day=day)
    form = EditForm(editor, stage).fill(ends_on="2014-10-10")

    assert_refused(form, {"programme_items-2-day": ["L’étape dure 2 jours : ce moment est en dehors."]})


def test_stage_that_is_lengthened_takes_a_moment_of_its_new_day(editor):
    form = EditForm(editor, StagePageFactory(exact=True)).fill(ends_on="2014-10-10")
    form.add_row("programme_items", title="Lendemain", day=2)

    assert form.publish().was_saved is True


def test_moment_left_out_may_be_removed_as_the_stage_is_shortened(editor):
    stage = StagePageFactory(several_days=True)
    ProgrammeItemFactory(stage=stage, day=3)
    form = EditForm(editor, stage).fill(ends_on="").remove_row("programme_items-0")

    assert form.publish().was_saved is True
    assert stage.programme_items.count() == 0


@pytest.mark.parametrize(("made", "day"), [({"unknown": True}, 5), ({"period": True}, 5), ({"several_days": True}, 3)])
def test_moment_of_a_stage_of_unknown_length_may_be_on_any_day(editor, made, day):
    form = EditForm(editor, StagePageFactory(**made))
    form.add_row("programme_items", title="Exposé", day=day)

    assert form.publish().was_saved is True


def test_length_in_days_bounds_the_programme_of_a_period(editor):
    form = EditForm(editor, StagePageFactory(period=True)).fill(day_count=2)
    row = form.add_row("programme_items", title="Exposé", day=3)

    assert_refused(form, {f"{row}-day": ["L’étape dure 2 jours : ce moment est en dehors."]})


# --- Who takes part: rows in rows -----------------------------------------------------------------


def test_participation_of_nobody_is_refused_at_its_field(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations", organisation="Préfecture")

    assert_refused(form, {f"{row}-name": ["Indiquez une personne, un nom, ou au moins une fonction (« le préfet »)."]})


def test_participation_of_nobody_in_a_new_moment_is_refused_at_its_field(editor):
    form = EditForm(editor, StagePageFactory())
    item = form.add_row("programme_items", title="Exposé")
    row = form.add_row(f"{item}-participations", attendance="present")

    assert_refused(form, {f"{row}-name": ["Indiquez une personne, un nom, ou au moins une fonction (« le préfet »)."]})


@pytest.mark.parametrize("typed", [{"name": "Camille Martin"}, {"function": "le préfet"}])
def test_participation_of_a_name_or_a_function_is_accepted(editor, typed):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    form.add_row("programme_items-0-participations", **typed)

    assert form.publish().was_saved is True
    assert [part.shown_name for part in item.participations.all()] == list(typed.values())


def test_participation_of_a_person_is_accepted(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    form.add_row("programme_items-0-participations", person=PersonPageFactory(title="Camille Martin"))

    assert form.publish().was_saved is True
    assert [part.shown_name for part in item.participations.all()] == ["Camille Martin"]


def test_row_that_was_added_and_left_empty_is_a_participation_of_nobody(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations")

    assert list(form.publish().errors) == [f"{row}-name"]


def test_alternate_to_nobody_is_refused_at_its_field(editor):
    item = ProgrammeItemFactory()
    form = EditForm(editor, item.stage)
    row = form.add_row("programme_items-0-participations", name="Camille Martin", is_alternate=True)

    assert_refused(form, {f"{row}-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]})


def test_alternate_whose_predecessor_is_removed_is_refused(editor):
    first = ParticipationFactory()
    ParticipationFactory(item=first.item, alternate=True)
    form = EditForm(editor, first.item.stage).remove_row("programme_items-0-participations-0")

    assert_refused(
        form,
        {"programme_items-0-participations-1-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]},
    )


def test_alternate_moved_to_the_first_place_is_refused(editor):
    first = ParticipationFactory()
    ParticipationFactory(item=first.item, alternate=True)
    form = EditForm(editor, first.item.stage)
    form.fill_row("programme_items-0-participations-0", ORDER="2").fill_row(
        "programme_items-0-participations-1", ORDER="1"
    )

    assert form.publish().errors == {
        "programme_items-0-participations-1-is_alternate": ["Personne ne précède : « ou » n’a pas de sens ici."]
    }


def test_alternate_to_somebody_is_accepted(editor):
    first = ParticipationFactory()
    form = EditForm(editor, first.item.stage)
    form.add_row("programme_items-0-participations", name="Camille Martin", is_alternate=True)

    assert form.publish().was_saved is True


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


# --- Drafts: what is still empty may stay so ------------------------------------------------------


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
