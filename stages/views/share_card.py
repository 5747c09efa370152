"""The share card of a stage, as a picture."""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from stages.domain.itinerary import attach_editions
from stages.domain.share_card import card_of, draw
from stages.views.addresses import of_a_stage

#: Seconds. A card that is no longer asked for is forgotten after that.
KEPT = 30 * 24 * 3600
#: Seconds. Under its own digest an address never shows another picture; any other address follows the stage.
FOR_EVER, SHORTLY = 365 * 24 * 3600, 300


@require_safe
@of_a_stage
def stage_card(request, stage):
    """The PNG of ``stage``. ``?v=`` its card's digest makes it good for a year, in every cache on the way."""
    attach_editions([stage])
    card = card_of(stage, stage.edition.title if stage.edition else "")
    etag = f'"{card.digest}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        picture = cache.get_or_set(f"share-card:{card.digest}", lambda: draw(card), KEPT)
        response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = etag
    if request.GET.get("v") == card.digest:
        patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=SHORTLY)
    return response
