"""Fixtures of these tests."""

from tests.factories.fixtures import editor, home, national

__all__ = ["editor", "home", "national"]
