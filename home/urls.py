"""Addresses of the front that are no page."""

from django.urls import path

from home import views

urlpatterns = [
    path("recherche/", views.search, name="search"),
]
