"""Deeds with all they take: done by who may, refused to everybody else whatever id they guess."""

import logging

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.admin.models import EditingSession, FormState
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import Revision

from tests.factories import EditForm
from tests.permissions.browser import Browser, outcome, secrets_in
from tests.permissions.deeds import client_of
from tests.permissions.rights import ROLES
from tour.models import TourDocument, TourImage

#: Kept of every request: not what a deed is.
ASIDE = {"django_session", "wagtailadmin_editingsession", "wagtailusers_userprofile"}
#: Who may not do what is of A's.
ATTACKERS = [name for name in ROLES if name not in ("organiser A", "national", "superuser")]


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL + 1)


def test_deeds_are_done_by_who_may(world, deeds):
    """Otherwise a refusal below would prove nothing: the body might be wrong."""
    undone = []
    for deed in deeds:
        browser = Browser(world.cookies[deed.by])
        response = browser.post(deed.address, deed.body)
        ping = {"wagtailadmin_editingsession"} & browser.written if "ping" in deed.name else set()
        if outcome(response) not in ("answered", "turned away") or not (browser.written - ASIDE | ping):
            undone.append((deed.what, response.status_code, response.headers.get("Location"), sorted(browser.written)))

    assert "\n".join(map(str, undone)) == ""


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_deeds_are_refused_to_others(world, deeds, attacker):
    role, browser = ROLES[attacker], Browser(world.cookies.get(attacker, ""))
    wrong = []
    for deed in deeds:
        if deed.by == attacker:
            continue
        response = browser.post(deed.address, deed.body)
        allowed = {"login"} if role.kind == "outsider" else {"refused"}
        if (
            outcome(response) not in allowed
            or browser.written - {"django_session"}
            or secrets_in(response) - role.knows
        ):
            wrong.append((deed.what, response.status_code, sorted(browser.written), secrets_in(response) - role.knows))

    assert "\n".join(map(str, wrong)) == ""


def test_what_is_done_to_others_by_ones_own_page_is_refused(world):
    """The page in the address is one's own, what is done to it is another team's."""
    a, b = world.holdings["A"], world.holdings["B"]
    form = EditForm(client_of(world, "organiser B"), b.page).data
    browser = Browser(world.cookies["organiser B"])
    pages = "wagtailadmin_pages:"
    addresses = [
        (f"{pages}revisions_view", [b.page.pk, a.revision.pk]),
        (f"{pages}revisions_revert", [b.page.pk, a.revision.pk]),
        (f"{pages}revisions_unschedule", [b.page.pk, a.scheduled.pk]),
        (f"{pages}revisions_compare", [b.page.pk, a.revision.pk, a.latest.pk]),
        (f"{pages}workflow_history_detail", [b.in_review.pk, a.workflow_state.pk]),
        (f"{pages}workflow_preview", [b.in_review.pk, a.task.pk]),
        (f"{pages}workflow_action", [b.in_review.pk, "approve", a.task_state.pk]),
        ("tour_team_leave_out", [b.team.pk, a.mate.pk]),
        ("tour_team_invite_again", [b.team.pk, a.invitation.pk]),
        ("tour_team_revoke", [b.team.pk, a.invitation.pk]),
        *((f"stages_reminder_{deed}", [b.page.pk, a.rule.pk]) for deed in ("edit", "delete", "switch", "trial")),
        *((f"stages_reminder_{view}", [b.page.pk, a.rule.pk]) for view in ("preview", "preview_html")),
    ]
    wrong = []
    for name, arguments in addresses:
        for method in ("get", "post"):
            address = reverse(name, args=arguments)
            response = getattr(browser, method)(address, **({"data": form} if method == "post" else {}))
            refused = outcome(response) == "refused" or response.status_code == 405
            if not refused or browser.written - {"django_session"}:
                wrong.append((name, method, response.status_code, sorted(browser.written)))
            if secrets_in(response) - ROLES["organiser B"].knows:
                wrong.append((name, method, "leak"))

    assert "\n".join(map(str, wrong)) == ""


def test_reviewer_decides_of_a_task_by_its_own_page_only(world):
    a, b = world.holdings["A"], world.holdings["B"]
    browser = Browser(world.cookies["reviewer"])

    response = browser.post(
        reverse("wagtailadmin_pages:workflow_action", args=[a.in_review.pk, "approve", b.task_state.pk])
    )

    assert (outcome(response), browser.written) == ("refused", set())


def test_revision_of_another_is_not_written_over(world):
    a, b = world.holdings["A"], world.holdings["B"]
    client = client_of(world, "organiser B")
    form, before = EditForm(client, b.page).data, Revision.objects.get(pk=a.latest.pk).content

    client.post(reverse("wagtailadmin_pages:edit", args=[b.page.pk]), {**form, "overwrite_revision_id": a.latest.pk})

    assert Revision.objects.get(pk=a.latest.pk).content == before


@pytest.mark.parametrize(
    ("name", "file", "model"),
    [
        ("wagtailimages:add", "image", TourImage),
        ("wagtailimages:add_multiple", "image", TourImage),
        ("wagtaildocs:add", "document", TourDocument),
        ("wagtaildocs:add_multiple", "document", TourDocument),
    ],
)
def test_upload_does_not_land_in_the_collection_of_another(world, name, file, model):
    a = world.holdings["A"]
    before = model.objects.filter(collection__path__startswith=a.team.collection.path).count()
    content = get_test_image_file_jpeg().read() if file == "image" else b"%PDF-1.4"
    extension = "jpg" if file == "image" else "pdf"
    sent = SimpleUploadedFile(f"pris.{extension}", content)

    client_of(world, "organiser B").post(
        reverse(name),
        {"title": "Pris", "collection": str(a.collection.pk), "file": sent, "files[]": sent, "description": "x"},
        headers={"x-requested-with": "XMLHttpRequest"} if "multiple" in name else {},
    )

    assert model.objects.filter(collection__path__startswith=a.team.collection.path).count() == before


def test_session_of_another_on_a_page_is_not_ended(world):
    session = world.holdings["A"].session

    client_of(world, "organiser B").post(reverse("wagtailadmin_editing_sessions:release", args=[session.pk]))

    assert EditingSession.objects.filter(pk=session.pk).exists()


def test_preview_of_another_is_not_shown(world):
    """What somebody types is kept for their own preview: a colleague's shows what she typed herself."""
    a = world.holdings["A"]
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[a.page.pk])
    typed = EditForm(client_of(world, "national"), a.page).fill(summary="En train d’écrire bergamote").data
    client_of(world, "national").post(address, typed)

    shown = client_of(world, "organiser A").get(address)

    assert FormState.objects.filter(content_type=ContentType.objects.get_for_model(a.page)).count() == 1
    assert "bergamote" not in shown.content.decode()
