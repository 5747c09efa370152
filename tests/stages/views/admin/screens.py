"""The admin's screens as their tests read them, and who reads them."""

from bs4 import BeautifulSoup
from django.urls import reverse

from tests.factories import UserFactory
from tour.models import Team


def member(page):
    user = UserFactory()
    user.groups.add(Team.objects.get(page=page).group)
    return user


def text(node):
    return plain(node.get_text(" "))


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def said(response):
    """What is said on the screen that follows."""
    assert response.status_code == 200
    return [plain(str(message)) for message in response.context["messages"]]


def plain(words):
    return " ".join(words.split())


def screen(client, name, *args, **query):
    return soup(client.get(reverse(name, args=args), query))


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data, follow=True)
