"""Wagtail's database search, made to read French.

PostgreSQL uses the text search configuration ``french_unaccent`` (made by a migration of this app:
French stemming after accents are folded), also to complete a word being typed. SQLite's own index folds accents
and compares whole words.
"""

import re
import unicodedata

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseSearchBackend


class WordsOnly:
    """A backend that looks for the words of what is typed: SQLite takes some signs for orders, and fails on others."""

    def search(self, query, *args, **kwargs):
        return super().search(words_of(query), *args, **kwargs)

    def autocomplete(self, query, *args, **kwargs):
        return super().autocomplete(words_of(query), *args, **kwargs)


def words_of(query):
    """``query`` without the signs between its words, when it is a text (it may be one of Wagtail's query objects)."""
    if not isinstance(query, str):
        return query
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", query)))


def SearchBackend(params):  # noqa: N802 (Wagtail looks for this name)
    """The backend for the database in use; ``SEARCH_CONFIG`` names PostgreSQL's configuration."""
    backend = DatabaseSearchBackend(params)
    backend.__class__ = type("SearchBackend", (WordsOnly, type(backend)), {})
    if connection.vendor == "postgresql":
        backend.autocomplete_config = "simple_unaccent"
    return backend
