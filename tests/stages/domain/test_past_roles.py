"""Partners of what is over keep the name and the logo they had."""

from datetime import date

import pytest

from partners.enums import PartnerRole
from partners.models import PartnerPage
from stages.domain.past_roles import freeze_past_roles
from stages.domain.roles import roles_by_kind
from stages.models import EditionPage, StagePage
from tests.factories import (
    EditForm,
    EditionPageFactory,
    EditionPartnerFactory,
    ImageFactory,
    PartnerPageFactory,
    StagePageFactory,
    StagePartnerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def autumn_2014(clock_at):
    """Two days after Mende."""
    return clock_at("2014-10-11T09:00")


@pytest.fixture
def edition(home):
    """Mende on 9 October, Millau on 9 December."""
    made = EditionPageFactory(published=True)
    StagePageFactory(parent=made, published=True, title="Mende", exact=True)
    StagePageFactory(parent=made, published=True, title="Millau", exact=True, starts_on=date(2014, 12, 9))
    return made


@pytest.fixture
def partner(edition):
    """« LBMG », with a logo: a partner of the edition and of both stages."""
    made = PartnerPageFactory(published=True, title="LBMG", logo=ImageFactory(title="ancien logo"))
    EditionPartnerFactory(edition=edition, partner=made)
    for stage in StagePage.objects.all():
        StagePartnerFactory(stage=stage, partner=made)
    return made


def publish(page, **changes):
    """Publish a page changed by an editor."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def shown(title):
    """(name, logo's title, monogram) of each partner as the page of that title shows it."""
    page = (StagePage.objects.filter(title=title) or EditionPage.objects.filter(title=title)).get()
    links = [link for group in roles_by_kind(page) for link in group.links]
    return [(link.shown_name, link.shown_logo and link.shown_logo.title, link.shown_monogram) for link in links]


def test_renamed_partner_keeps_its_name_where_the_stage_is_over(partner):
    publish(partner, title="LBMG Worklabs")
    assert shown("Mende") == [("LBMG", "ancien logo", "L")]
    assert shown("Millau") == [("LBMG Worklabs", "ancien logo", "LW")]
    assert shown("Tour 2014") == [("LBMG Worklabs", "ancien logo", "LW")]


def test_partner_keeps_its_logo_where_the_stage_is_over(partner):
    publish(partner, logo=ImageFactory(title="nouveau logo"))
    assert shown("Mende") == [("LBMG", "ancien logo", "L")]
    assert shown("Millau") == [("LBMG", "nouveau logo", "L")]


def test_partner_that_had_no_logo_has_none_where_the_stage_is_over(partner):
    publish(partner, logo=None)
    StagePartnerFactory(stage=StagePage.objects.get(title="Mende"), partner=partner, role=PartnerRole.SUPPORT)
    publish(partner, logo=ImageFactory(title="nouveau logo"))
    assert shown("Mende") == [("LBMG", "ancien logo", "L"), ("LBMG", None, "L")]


def test_only_the_first_change_counts(partner):
    publish(partner, title="LBMG Worklabs")
    publish(partner, title="Worklabs")
    assert shown("Mende") == [("LBMG", "ancien logo", "L")]


def test_name_an_editor_wrote_stays(partner):
    StagePage.objects.get(title="Mende").partner_roles.update(name_then="Le Bureau")
    publish(partner, title="LBMG Worklabs")
    assert shown("Mende") == [("Le Bureau", "ancien logo", "LB")]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"ends_on": date(2014, 10, 10)}, "LBMG"),
        ({"ends_on": date(2014, 10, 11)}, "LBMG Worklabs"),
        ({"year": 2013}, "LBMG"),
    ],
)
def test_partner_keeps_its_name_where_the_edition_has_ended(partner, edition, changes, name):
    EditionPage.objects.filter(pk=edition.pk).update(**changes)
    publish(partner, title="LBMG Worklabs")
    assert shown("Tour 2014")[0][0] == name


def test_partner_keeps_its_name_where_the_last_stage_is_over(partner, clock_at):
    clock_at("2014-12-11T09:00")
    publish(partner, title="LBMG Worklabs")
    assert [shown(title)[0][0] for title in ("Mende", "Millau", "Tour 2014")] == ["LBMG"] * 3


def test_stage_without_date_is_over_with_the_year_of_its_edition(home):
    role = StagePartnerFactory(stage__parent=EditionPageFactory(year=2012), partner=PartnerPageFactory(title="LBMG"))
    publish(role.partner, title="LBMG Worklabs")
    role.refresh_from_db()
    assert (role.name_then, role.is_frozen) == ("LBMG", True)


def test_draft_of_a_partner_changes_nothing(partner):
    page = PartnerPage.objects.get(pk=partner.pk)
    page.title = "LBMG Worklabs"
    revision = page.save_revision()
    assert set(StagePage.objects.values_list("partner_roles__is_frozen", flat=True)) == {False}
    revision.publish()
    assert shown("Mende")[0][0] == "LBMG"


def test_partner_never_published_was_never_shown(edition):
    role = StagePartnerFactory(stage=StagePage.objects.get(title="Mende"), partner=PartnerPageFactory(draft=True))
    publish(role.partner, title="LBMG")
    assert shown("Mende") == [("LBMG", None, "L")]


def test_partner_hidden_for_a_while_keeps_its_name(partner):
    PartnerPage.objects.get(pk=partner.pk).unpublish()
    publish(partner, title="LBMG Worklabs")
    assert shown("Mende")[0][0] == "LBMG"


def test_partner_with_the_longest_title_is_renamed(partner):
    publish(partner, title="L" * 255)
    role = StagePartnerFactory(stage=StagePage.objects.get(title="Mende"), partner=partner, role=PartnerRole.SUPPORT)
    publish(partner, title="LBMG")
    role.refresh_from_db()
    role.full_clean()
    assert role.name_then == "L" * 255


@pytest.mark.parametrize("title", ["Mende", "Tour 2014"])
def test_older_draft_published_later_loses_nothing(partner, client, national, clock_at, title):
    clock_at("2014-12-11T09:00")
    client.force_login(national)
    page = (StagePage.objects.filter(title=title) or EditionPage.objects.filter(title=title)).get()
    page.summary = "Un brouillon d’avant"
    before = page.save_revision()
    publish(partner, title="LBMG Worklabs", logo=ImageFactory(title="nouveau logo"))

    before.publish()
    assert shown(title) == [("LBMG", "ancien logo", "L")]
    assert EditForm(client, page).publish().was_saved is True
    assert shown(title) == [("LBMG", "ancien logo", "L")]


def test_editor_may_write_another_name_or_logo_over_those_kept(partner, editor):
    publish(partner, title="LBMG Worklabs")
    mende = StagePage.objects.get(title="Mende")
    publish(mende)
    form = EditForm(editor, mende).fill_row("partner_roles-0", name_then="", logo_then=None)
    assert form.publish().was_saved is True
    assert shown("Mende") == [("LBMG Worklabs", None, "LW")]


def test_older_draft_with_another_partner_in_the_row_takes_nothing_of_it(partner):
    mende = StagePage.objects.get(title="Mende")
    role = mende.partner_roles.get()
    mende.partner_roles = [role]
    role.partner = PartnerPageFactory(title="Openscop")
    before = mende.save_revision()
    publish(partner, title="LBMG Worklabs")
    before.publish()
    assert shown("Mende") == [("Openscop", None, "O")]


def test_logo_deleted_leaves_the_letters_of_the_name(partner):
    publish(partner, title="LBMG Worklabs", logo=None)
    StagePage.objects.get(title="Mende").partner_roles.get().logo_then.delete()
    assert shown("Mende") == [("LBMG", None, "L")]


def test_past_stage_shows_the_logo_of_then(partner, client):
    publish(
        partner, title="LBMG Worklabs", logo=ImageFactory(title="nouveau", file__width=50, file__filename="nouveau.png")
    )
    old = StagePage.objects.get(title="Mende").partner_roles.get().logo_then
    html = client.get(StagePage.objects.get(title="Mende").url).content.decode()
    card = html[html.index("partner-card") : html.index("</article>")]
    assert old.get_rendition("max-360x160|format-webp").url in card
    assert "nouveau" not in card
    assert ">LBMG</a>" in card


@pytest.mark.parametrize("partners", [1, 3])
def test_partners_with_logos_of_then_take_the_same_queries(edition, partners, django_assert_num_queries):
    mende = StagePage.objects.get(title="Mende")
    for _ in range(partners):
        made = PartnerPageFactory(logo=ImageFactory())
        StagePartnerFactory(stage=mende, partner=made, logo_then=ImageFactory(), is_frozen=True)
    with django_assert_num_queries(3):
        for group in roles_by_kind(mende):
            for link in group.links:
                link.shown_logo.renditions.all()[:]


def test_partner_saved_unchanged_takes_one_query_more(partner, django_assert_num_queries):
    page = PartnerPage.objects.get(pk=partner.pk)
    with django_assert_num_queries(1):
        freeze_past_roles(page)
