"""Addresses of the Tour that are no page. What belongs to one stage hangs below the address of its page."""

urlpatterns = []
