"""What one is sent every week, among the settings of one's account."""

from django.forms import ModelForm
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput

from tour.access import is_national
from tour.models import User


class WeeklyMailsForm(ModelForm):
    """Nudges; for those who conduct the Tour also the digest."""

    class Meta:
        model = User
        fields = ["receives_nudges", "receives_digest"]
        widgets = {"receives_nudges": SwitchInput, "receives_digest": SwitchInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_national(self.instance):
            del self.fields["receives_digest"]


class WeeklyMailsPanel(BaseSettingsPanel):
    name = "weekly_mails"
    title = "Messages de la semaine"
    tab = notifications_tab
    order = 200
    form_class = WeeklyMailsForm
