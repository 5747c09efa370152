"""Screens of editions and stages in Wagtail's admin, one noun a file."""
