"""Views of what is no page: the calendar, and what a stage is beside its page (a calendar file, a picture)."""
