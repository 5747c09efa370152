"""Press releases, their contacts, and what was published."""

from datetime import date

import pytest
from wagtail.rich_text import RichText

from stages.models import PressContact, PressReleasePage
from tests.factories import DocumentFactory, PressContactFactory, PressReleasePageFactory
from tests.factories.errors import errors_of

pytestmark = pytest.mark.django_db

FROZEN = "Ce communiqué est diffusé\u00a0: son texte ne change plus. Publiez un rectificatif."

PROSE = [
    ("heading", "Une étape rurale"),
    ("paragraph", '<p>Le <em>Tour</em> fait <strong>étape</strong> <a href="https://example.org/">en Lozère</a>.</p>'),
    ("quote", {"text": "Une phrase.\nUne autre.", "author": "Nom", "context": ""}),
    ("callout", {"title": "À savoir", "text": "<p>Accueil à 8 h 30.</p><ul><li>café</li></ul>"}),
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Autre titre"),
        ("body", [*PROSE, ("heading", "Un mot de plus")]),
        ("body", PROSE[1:]),
        ("body", [PROSE[1], PROSE[0], *PROSE[2:]]),
        ("body", [PROSE[0], ("paragraph", "<p>Le Tour fait étape en Lozère.</p>"), *PROSE[2:]]),
        ("body", [*PROSE[:3], ("callout", {"title": "À savoir", "text": "<p>Accueil à 9 h.</p>"})]),
        ("issued_on", date(2014, 9, 26)),
        ("issued_on", None),
        ("footnote", "<p>Une note.</p>"),
    ],
)
def test_issued_release_is_frozen(name, value):
    release = PressReleasePageFactory(issued=True, body=PROSE)
    setattr(release, name, value)

    assert errors_of(release) == {name: [FROZEN]}


def test_issued_release_stays_so():
    release = PressReleasePageFactory(issued=True)
    release.is_issued = False
    release.title = "Autre titre"

    assert errors_of(release) == {
        "title": [FROZEN],
        "is_issued": ["Ce communiqué est diffusé\u00a0: cela ne se reprend pas. Publiez un rectificatif."],
    }


def test_issued_release_is_frozen_while_it_is_unpublished():
    release = PressReleasePageFactory(issued=True, published=True)
    release.unpublish()
    release.title = "Autre titre"

    assert errors_of(release) == {"title": [FROZEN]}


def test_file_as_it_was_sent_is_added_later_and_not_changed():
    release = PressReleasePageFactory(issued=True)
    release.document = DocumentFactory()
    release.full_clean()
    release.save()
    release.document = DocumentFactory()

    assert errors_of(release) == {"document": [FROZEN]}


def test_day_of_an_issued_release_is_told_once_known():
    release = PressReleasePageFactory(is_issued=True)
    release.issued_on = date(2014, 9, 20)
    release.full_clean()

    assert release.issued_on == date(2014, 9, 20)


def test_copy_of_an_issued_release_is_not_issued():
    release = PressReleasePageFactory(issued=True, published=True)
    copy = release.copy(update_attrs={"slug": "copie"})

    assert (copy.is_issued, copy.issued_on) == (False, None)
    assert copy.get_latest_revision_as_object().is_issued is False


def test_issued_release_keeps_what_is_not_its_text_open():
    release = PressReleasePageFactory(issued=True, body=PROSE)
    release.summary = "En bref"
    release.document = DocumentFactory()
    release.search_description = "Un communiqué"
    release.save_revision().publish()

    assert PressReleasePage.objects.get().summary == "En bref"


def test_issued_release_written_again_by_an_editor_is_the_same_text():
    """An editor's script gives paragraphs a key, writes <b> for <strong>, and ends lines as browsers do."""
    release = PressReleasePageFactory(issued=True, body=PROSE, footnote="<p>Une <em>note</em>.</p>")
    release.body = [
        ("heading", "Une étape rurale"),
        (
            "paragraph",
            '<p data-block-key="a1b2c">Le <i>Tour</i> fait <b>étape</b> '
            '<a href="https://example.org/">en Lozère</a>.</p>',
        ),
        ("quote", {"text": "Une phrase.\r\nUne autre.", "author": "Nom", "context": ""}),
        (
            "callout",
            {
                "title": "À savoir",
                "text": '<p data-block-key="d3e4f">Accueil à 8 h 30.</p><ul><li data-block-key="g5h6i">café</li></ul>',
            },
        ),
    ]
    release.footnote = '<p data-block-key="j7k8l">Une <i>note</i>.</p>'
    release.full_clean()

    assert isinstance(release.body[1].value, RichText)


@pytest.mark.parametrize("made", [{}, {"issued": True, "draft": True}])
def test_release_not_issued_or_not_published_may_change(made):
    release = PressReleasePageFactory(**made)
    release.title = "Autre titre"
    release.full_clean()

    assert release.title == "Autre titre"


def test_release_may_be_undated():
    assert PressReleasePageFactory(is_issued=True).issued_on is None


def test_contact_is_shown_only_while_it_is_public():
    release = PressReleasePageFactory()
    PressContactFactory(press_release=release, name="Montrée", sort_order=0)
    PressContactFactory(press_release=release, name="Cachée", sort_order=1, is_public=False)

    assert [contact.name for contact in release.public_contacts] == ["Montrée"]


def test_contact_is_hidden_by_default():
    assert PressContact(name="Dominique Durand").is_public is False


def test_contact_of_an_issued_release_may_be_hidden():
    contact = PressContactFactory(press_release=PressReleasePageFactory(issued=True))
    release = contact.press_release
    release.contacts = [contact]
    contact.is_public = False
    release.save_revision().publish()

    assert PressReleasePage.objects.get().public_contacts == []


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("04 66 45 33 00", "+33466453300"),
        ("04.66.45.33.00", "+33466453300"),
        ("+33 4 66 45 33 00", "+33466453300"),
        ("+262 262 00 00 00", "+262262000000"),
        ("3939", "3939"),
        ("", ""),
    ],
)
def test_contact_phone_as_a_link_takes_it(phone, number):
    assert PressContact(phone=phone).phone_number == number
