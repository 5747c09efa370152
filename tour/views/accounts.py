"""One's own account in the admin."""

from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import AvatarSettingsPanel


class AccountView(WagtailAccountView):
    """Name, address, password and the rest; no portrait, whose file Wagtail checks as good as not."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


account = never_cache(require_admin_access(AccountView.as_view()))
