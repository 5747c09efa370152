"""What the tests of following say in short, of Marie who follows Mende."""

import re

from django.core import signing
from django.utils.html import strip_tags

from stages.domain import follow_links
from stages.forms import following as forms
from stages.models import Consent, Delivery, Follow, Subscription
from tour import clock
from tour.addresses import base_url

MARIE = "marie@mende.example"


def of(stage):
    return f"stage:{stage.pk}"


def confirmation(consent):
    return follow_links.confirmation_url(consent).removeprefix(base_url())


def personal(subscription):
    return follow_links.access_path(subscription)


def leaving(subscription):
    return follow_links.leaving_path(subscription)


def words_of(response):
    html = response.content.decode()
    return " ".join(strip_tags(html[html.index("<main") : html.index("</main>")]).split()).replace("\u00a0", " ")


def words(client, path):
    return words_of(client.get(path))


def filled_in(*targets, email=MARIE, seconds=30, **others):
    """What a browser sends of a form that was shown ``seconds`` ago."""
    shown = signing.dumps(clock.now().timestamp() - seconds, salt=forms.SHOWN)
    return {"email": email, "targets": targets, "site_web": "", "shown": shown, **others}


def ticked(response):
    return re.findall(r'value="([^"]+)"[^>]* checked', response.content.decode())


def kept():
    return {model: list(model.objects.values()) for model in (Subscription, Consent, Follow, Delivery)}
