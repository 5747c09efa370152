"""The accounts of the demonstration."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import CommandError
from PIL import Image
from wagtail.models import Collection

from home import demo
from partners.models import PartnerPage
from stages.models import StagePage
from tests.home.documented_tour import db, documented_tour, during_demo, edition
from tour.models import TourDocument, TourImage

#: Its fixtures, which hold for the whole module.
__all__ = ["db", "documented_tour", "during_demo"]


def test_accounts_are_made_once_and_keep_their_password(during_demo):
    said = demo.run(accounts=True)
    assert [line.strip() for line in said.splitlines()[1:4]] == [
        "équipe nationale\u00a0: nationale@tour.example / etape-2014-demo",
        "organisatrice de Mende\u00a0: mende@tour.example / etape-2014-demo",
        "ZeVillage\u00a0: zevillage@tour.example / etape-2014-demo",
    ]
    user = get_user_model().objects.get(email="mende@tour.example")
    assert user.check_password("etape-2014-demo")
    user.set_password("un-autre-mot-de-passe")
    user.save()

    demo.run(accounts=True)

    assert get_user_model().objects.get(pk=user.pk).check_password("un-autre-mot-de-passe")
    assert get_user_model().objects.count() == 3


def test_accounts_that_were_deleted_or_renamed_do_not_come_back(during_demo):
    demo.run(accounts=True)
    get_user_model().objects.get(email="zevillage@tour.example").delete()
    Group.objects.filter(name="Étape de Mende").update(name="Mende 2014")
    groups = Group.objects.count()

    said = demo.run(accounts=True)

    assert "zevillage@tour.example" not in said
    assert (get_user_model().objects.count(), Group.objects.count()) == (2, groups)


def test_accounts_edit_their_page_and_no_other(during_demo):
    demo.run(accounts=True)
    mende, paris = (StagePage.objects.child_of(edition(2014)).get(slug=slug) for slug in ("mende", "paris"))
    zevillage = PartnerPage.objects.get(slug="zevillage")
    pages = [mende, paris, zevillage]

    def may_edit(email):
        user = get_user_model().objects.get(email=f"{email}@tour.example")
        return [page.permissions_for_user(user).can_edit() for page in pages]

    assert may_edit("nationale") == [True, True, True]
    assert may_edit("mende") == [True, False, False]
    assert may_edit("zevillage") == [False, False, True]


@pytest.mark.parametrize("email", ["nationale", "mende", "zevillage"])
def test_accounts_add_images_and_documents_to_what_is_theirs(during_demo, client, settings, tmp_path, email):
    settings.MEDIA_ROOT = tmp_path
    demo.run(accounts=True)
    client.force_login(get_user_model().objects.get(email=f"{email}@tour.example"))
    collection = {"nationale": "Root", "mende": "Mende – Tour 2014", "zevillage": "ZeVillage"}[email]
    typed = {"title": "La salle", "collection": Collection.objects.get(name=collection).pk}
    picture = ContentFile(b"", name="salle.png")
    Image.new("RGB", (40, 30)).save(picture, "png")
    picture.seek(0)

    client.post("/admin/images/add/", {**typed, "file": picture})
    client.post("/admin/documents/add/", {**typed, "file": ContentFile(b"%PDF-1.4", name="programme.pdf")})

    assert [image.collection.name for image in TourImage.objects.all()] == [collection]
    assert [document.collection.name for document in TourDocument.objects.all()] == [collection]


def test_accounts_are_refused_where_the_clock_is_the_real_one(settings):
    settings.TOUR_CLOCK_START = ""
    with pytest.raises(CommandError, match="horloge de démonstration"):
        demo.run(accounts=True)
    assert get_user_model().objects.count() == 0
