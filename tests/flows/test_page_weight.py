"""What a stage page costs a visitor, with the static files built as they are served."""

import gzip

import pytest
from django.core.management import call_command

from tests.flows.conftest import Server

pytestmark = pytest.mark.browser

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8


@pytest.fixture
def built_site(demo_content, settings, tmp_path):
    """Address of the site with hashed static files, the stylesheet in one piece."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tour.storage.TourStaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    call_command("collectstatic", interactive=False, verbosity=0)
    with Server() as address:
        yield address


def test_stage_page_is_light(browser, built_site):
    context = browser.new_context()
    page = context.new_page()
    responses = []
    page.on("response", responses.append)
    page.goto(f"{built_site}/tour-2014/mende/", wait_until="networkidle")
    weights = {
        response.url.removeprefix(built_site): len(gzip.compress(response.body()))
        for response in responses
        if response.request.resource_type in ("document", "stylesheet", "script")
    }
    addresses = [response.url for response in responses]
    context.close()
    assert {response.status for response in responses} == {200}
    assert [address for address in addresses if not address.startswith(f"{built_site}/")] == []
    assert len(weights) >= 3, "a page, a stylesheet and a script"
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(addresses) <= MOST_REQUESTS, addresses
