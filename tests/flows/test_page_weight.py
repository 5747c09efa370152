"""What a stage page costs a visitor."""

import gzip

import pytest

pytestmark = pytest.mark.browser

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8


def test_stage_page_is_light(browser, live_site):
    context = browser.new_context()
    page = context.new_page()
    responses = []

    def note(response):
        responses.append(response)

    page.on("response", note)
    page.goto(f"{live_site}/tour-2014/mende/", wait_until="networkidle")
    weights = {
        response.url.removeprefix(live_site): len(gzip.compress(response.body()))
        for response in responses
        if response.request.resource_type in ("document", "stylesheet", "script")
    }
    asked = [(response.status, response.url.removeprefix(live_site)) for response in responses]
    context.close()
    assert [(status, path) for status, path in asked if status != 200 or not path.startswith("/")] == []
    assert len(weights) == 3, "a page, a stylesheet and a script"
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len(asked) <= MOST_REQUESTS, asked
