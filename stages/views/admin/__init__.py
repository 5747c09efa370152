"""Views of the stages in Wagtail's admin: each shows what is its user's, and 404 for what is not."""
