"""Panels of the edit form of a stage."""

from django.forms.widgets import Media, Script

from tour.panels import RowsPanel


class ProgrammePanel(RowsPanel):
    """The moments of a programme, below a line in which one is typed whole, and the timetable they make."""

    class BoundPanel(RowsPanel.BoundPanel):
        template_name = "stages/admin/programme_panel.html"

        @property
        def media(self):
            return super().media + Media(
                css={"all": ["css/admin/programme.css"]}, js=[Script("js/admin/programme.js", type="module")]
            )
