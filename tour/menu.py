"""Entries of the admin's menu, for some."""

from wagtail.admin.menu import MenuItem

from tour.access import is_national


class NationalMenuItem(MenuItem):
    """For those who conduct the Tour."""

    def is_shown(self, request):
        return is_national(request.user)


class EditorsMenuItem(MenuItem):
    """For those who keep some pages, and do not conduct the Tour."""

    def is_shown(self, request):
        return not is_national(request.user)
