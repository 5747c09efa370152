"""The address that says whether the site can serve."""

import pytest

from tour import mail


@pytest.mark.django_db
def test_health_is_ok_when_the_database_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/sante/")
    assert (response.status_code, response.content) == (200, b"ok\nlast sweep of mails: never\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_tells_a_sweep_that_is_away_and_stays_ok(client, clock_at):
    clock_at("2014-10-09T09:00")
    mail.send_due()
    clock_at("2014-10-09T11:00")
    response = client.get("/sante/")
    assert (response.status_code, response.content) == (200, b"ok\nlast sweep of mails: 7200 s ago\n")


def test_health_in_production_answers_plain_http_and_tells_a_database_that_is_away(process_with_settings):
    process = process_with_settings(
        "production",
        "from django.test import Client\n"
        "client = Client(SERVER_NAME='tour.example')\n"
        "print(client.get('/robots.txt').status_code, client.get('/sante/').status_code)",
        DATABASE_URL="postgres://tour@127.0.0.1:1/nowhere",
    )
    assert process.stdout == "301 503\n"
