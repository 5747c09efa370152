"""What mail providers tell, by their own words and django-anymail's views."""

import hashlib
import hmac
from base64 import b64encode
from importlib import reload

import pytest
from django.urls import clear_url_caches

from tests.tour.bounce_samples import ADDRESS, MESSAGE_ID
from tour import bounces, urls
from tour.models import Bounce, Suppression, SuppressionReason
from tour.suppressions import is_suppressed

SENT = {}
bounces.register(SENT.get)
SECRET = "tour:un-secret-assez-long"
MAILGUN_KEY = "une-clé".encode().hex()


@pytest.fixture
def webhooks(settings, client, db):
    """Return a function that tells the site something as a provider does, and gives the status it answers."""
    settings.ANYMAIL_WEBHOOK_SECRET = SECRET
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}
    reload(urls)
    clear_url_caches()
    SENT[MESSAGE_ID] = ADDRESS

    def tell(provider, body, secret=SECRET):
        headers = {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"} if secret else {}
        client.raise_request_exception = False
        return client.post(
            f"/anymail/{provider}/tracking/", body, content_type="application/json", headers=headers
        ).status_code

    yield tell
    SENT.clear()
    settings.ANYMAIL_WEBHOOK_SECRET = ""
    reload(urls)
    clear_url_caches()


def brevo(event="hard_bounce", reason="550 5.1.1 User unknown", **changes):
    return {
        "event": event,
        "email": ADDRESS,
        "id": 1234,
        "date": "2014-10-01 09:00:12",
        "ts_epoch": 1412146812000,
        "message-id": f"<{MESSAGE_ID}@tour.example>",
        "reason": reason,
        "subject": "Bonjour",
        "sending_ip": "192.0.2.1",
        **changes,
    }


def postmark(**changes):
    return {
        "RecordType": "Bounce",
        "ID": 901542550,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": f"smtp;550 5.1.1 The email account that you tried to reach does not exist. {ADDRESS}",
        "Email": ADDRESS,
        "From": "tour@tour.example",
        "BouncedAt": "2014-10-01T07:00:12Z",
        **changes,
    }


def mailgun(**changes):
    timestamp, token = "1412146812", "a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0"
    signature = hmac.new(MAILGUN_KEY.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": timestamp, "token": token, "signature": signature},
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "timestamp": 1412146812.5,
            "recipient": ADDRESS,
            "delivery-status": {"code": 550, "message": "5.1.1 The account does not exist", "description": ""},
            "message": {"headers": {"message-id": f"{MESSAGE_ID}@tour.example", "to": ADDRESS}},
            **changes,
        },
    }


def reasons():
    return list(Suppression.objects.values_list("reason", flat=True))


@pytest.mark.parametrize(("provider", "body"), [("brevo", brevo()), ("postmark", postmark()), ("mailgun", mailgun())])
def test_refusal_for_good_suspends(webhooks, provider, body):
    assert [webhooks(provider, body), webhooks(provider, body)] == [200, 200]
    assert (is_suppressed(ADDRESS), reasons()) == (True, [SuppressionReason.REFUSED])
    assert "marie" not in Suppression.objects.get().said


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("brevo", brevo("complaint", "")),
        ("postmark", postmark(RecordType="SpamComplaint", Type="SpamComplaint", Details="")),
        ("mailgun", mailgun(event="complained")),
    ],
)
def test_complaint_suspends(webhooks, provider, body):
    assert (webhooks(provider, body), reasons()) == (200, [SuppressionReason.COMPLAINT])


@pytest.mark.parametrize(
    ("provider", "bodies"),
    [
        ("brevo", [brevo("soft_bounce", "mailbox is full", **{"message-id": f"<{n}@x>"}) for n in range(3)]),
        ("brevo", [brevo("blocked", "", **{"message-id": f"<{n}@x>"}) for n in range(3)]),
        ("postmark", [postmark(Type="SoftBounce", Details="", Description="", MessageID=str(n)) for n in range(3)]),
    ],
)
def test_refusal_for_now_suspends_the_third_time(webhooks, provider, bodies):
    told = [(webhooks(provider, body), reasons()) for body in bodies]
    assert told == [(200, []), (200, []), (200, [SuppressionReason.UNREACHABLE])]


@pytest.mark.parametrize(
    ("provider", "body"),
    [
        ("brevo", brevo("deferred")),
        ("brevo", brevo("delivered")),
        ("brevo", brevo("opened")),
        ("brevo", brevo(email=None, **{"message-id": None})),
        ("postmark", postmark(Type="AutoResponder")),
        ("mailgun", mailgun(severity="temporary")),
    ],
)
def test_what_refuses_nothing_suspends_nobody(webhooks, provider, body):
    assert (webhooks(provider, body), reasons(), Bounce.objects.count()) == (200, [], 0)


def test_address_is_that_of_our_mail_if_the_provider_names_it(webhooks):
    webhooks("brevo", brevo(email="autre@mende.example"))
    assert (is_suppressed(ADDRESS), is_suppressed("autre@mende.example")) == (True, False)


@pytest.mark.parametrize("secret", ["", "tour:autre", "tour:", f"x{SECRET}"])
@pytest.mark.parametrize(("provider", "body"), [("brevo", brevo()), ("postmark", postmark()), ("mailgun", mailgun())])
def test_who_has_not_the_secret_is_refused(webhooks, provider, body, secret):
    assert (webhooks(provider, body, secret), reasons()) == (400, [])


def test_signature_of_a_provider_that_signs_is_asked_for_besides(webhooks):
    forged = mailgun()
    forged["signature"]["signature"] = "0" * 64
    assert (webhooks("mailgun", forged), reasons()) == (400, [])


@pytest.mark.parametrize(
    "body", ["", "[]", "{", "null", "3", '{"event": ["x"]}', '{"event": {}, "email": [1]}', "\ud800"]
)
def test_what_cannot_be_read_is_refused_in_peace(webhooks, body):
    body = body.encode(errors="surrogatepass")
    assert [webhooks(provider, body) in (200, 400) for provider in ("brevo", "postmark")] == [True, True]
    assert reasons() == []


def test_surrogates_and_nul_in_what_is_told_are_harmless(webhooks):
    address = "a\\ud800\\u0000@mende.example"
    body = f'{{"event": "hard_bounce", "email": "{address}", "message-id": "\\u0000", "reason": "\\ud800"}}'
    assert (webhooks("brevo", body), reasons()) == (200, [SuppressionReason.REFUSED])


def test_provider_without_its_key_and_mail_that_comes_in_have_no_address(webhooks, client):
    for address in ("mailersend/tracking/", "postal/tracking/", "amazon_ses/tracking/", "brevo/inbound/"):
        assert client.post(f"/anymail/{address}").status_code == 404
    assert client.get("/anymail/brevo/tracking/").status_code == 405


def test_without_a_secret_there_is_no_webhook(client, home):
    assert client.post("/anymail/brevo/tracking/", brevo(), content_type="application/json").status_code == 404
