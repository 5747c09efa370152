"""Wagtail's database search, made to read French.

PostgreSQL uses the text search configuration ``french_unaccent`` (made by a migration of this app:
French stemming after accents are folded), also to complete a word being typed. SQLite's own index folds accents;
words are compared by their beginnings there.
"""

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseSearchBackend


def SearchBackend(params):  # noqa: N802 (Wagtail looks for this name)
    """The backend for the database in use; ``SEARCH_CONFIG`` names PostgreSQL's configuration."""
    backend = DatabaseSearchBackend(params)
    if connection.vendor == "postgresql":
        backend.autocomplete_config = "simple_unaccent"
    return backend
