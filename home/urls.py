"""Addresses of the front that are no page."""

from django.urls import path

from home.views import mailbox
from home.views.search import search

urlpatterns = [
    path("recherche/", search, name="search"),
    path("boite-aux-lettres/", mailbox.letters, name="mailbox"),
    path("boite-aux-lettres/<str:key>/", mailbox.letter, name="mailbox-letter"),
    path("boite-aux-lettres/<str:key>/html/", mailbox.html, name="mailbox-html"),
    path("boite-aux-lettres/<str:key>/source/", mailbox.source, name="mailbox-source"),
    path("boite-aux-lettres/<str:key>/piece-jointe/<int:number>/", mailbox.attachment, name="mailbox-attachment"),
]
