"""What logs keep of the addresses that open something."""

import logging
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from gunicorn.config import Config

from stages.domain import follow_links
from tests.factories import SubscriptionFactory
from tour.logs import Formatter, without_keys


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /suivre/ma-page/MQ:1x:y-_/?fait HTTP/1.1", "GET /suivre/ma-page/…/?fait HTTP/1.1"),
        ("/suivre/ma-page/MQ:1x:y/effacer/", "/suivre/ma-page/…/effacer/"),
        ("/suivre/confirmer/MQ:1x:y", "/suivre/confirmer/…"),
        ("/suivre/partir/MQ:y/ /suivre/partir/Mg:z/", "/suivre/partir/…/ /suivre/partir/…/"),
        ("https://tour.example/relances/arreter/WzE:y/", "https://tour.example/relances/arreter/…/"),
        ("/invitation/abc/", "/invitation/…/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/admin/password_reset/confirm/MQ/…/"),
        ("/suivre/merci/", "/suivre/merci/"),
        ("/invitation/", "/invitation/"),
    ],
)
def test_keys_are_left_out(line, kept):
    assert without_keys(line) == kept


@pytest.mark.django_db
def test_site_tells_no_key_of_what_it_refuses(client, home, caplog):
    path = follow_links.access_path(SubscriptionFactory())
    client.put(path)
    (record,) = [record for record in caplog.records if record.name == "django.request"]

    assert path in record.getMessage()
    line = Formatter(settings.LOGGING["formatters"]["line"]["format"]).format(record)
    assert line.endswith("Method Not Allowed (PUT): /suivre/ma-page/…/")
    console = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, Formatter)]
    assert len(console) == 1


def test_web_server_tells_no_key_either():
    recipe = (settings.BASE_DIR / "Dockerfile").read_text(encoding="utf-8")
    logger = import_string(re.search(r"--logger-class=([\w.]+)", recipe)[1])(Config())
    response = SimpleNamespace(status="200 OK", sent=1, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/suivre/ma-page/MQ:1x:y/",
        "PATH_INFO": "/suivre/ma-page/MQ:1x:y/",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "https://tour.example/suivre/confirmer/Mg:1x:z/",
    }
    line = SimpleNamespace(headers=[])
    atoms = logger.atoms(response, line, environ, SimpleNamespace(seconds=0, microseconds=1))

    assert (atoms["r"], atoms["f"]) == (
        "GET /suivre/ma-page/…/ HTTP/1.1",
        "https://tour.example/suivre/confirmer/…/",
    )
    assert [value for value in atoms.values() if "1x:" in str(value)] == []
