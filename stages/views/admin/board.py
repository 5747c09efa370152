"""The board of an edition's stages."""

from stages.domain.board import board, editions_with
from stages.domain.coincidences import coincidences
from stages.models import StagePage
from stages.views.admin.edition_report import EditionReport
from tour.access import pages_kept_by


class BoardView(EditionReport):
    """Where each stage of an edition stands: those of the user."""

    page_title = "Tableau de bord"
    header_icon = "tasks"
    template_name = "stages/admin/board.html"
    index_url_name = "stages_board"
    export_filename = "tableau-de-bord"
    export_headings = {
        "title": "Étape",
        "held_on": "Date",
        "phase": "Phase",
        "met": "Exigences remplies",
        "total": "Exigences",
        "late_names": "En retard",
        "missing_names": "À compléter",
        "next_name": "Prochaine échéance",
        "next_on": "Date de l’échéance",
        "changed_on": "Dernière modification",
        "changed_by": "Modifiée par",
        "publication": "Publication",
        "review_words": "Relecture",
        "followers": "Abonnés",
    }
    list_export = list(export_headings)

    def get_editions(self):
        return editions_with(StagePage.objects.filter(pk__in=self.pages.values("pk")))

    def get_queryset(self):
        return board(self.edition, self.pages, pages_kept_by(self.request.user)) if self.edition else []

    def get_context_data(self, **kwargs):
        met = [] if self.is_export else coincidences(row.stage for row in self.object_list)
        return super().get_context_data(**kwargs, coincidences=met)
