"""The partner matrix of an edition."""

from django.db.models import Q
from django.utils.functional import cached_property

from stages.domain.board import editions_with
from stages.domain.partner_matrix import Matrix, partner_matrix
from stages.models import EditionPage, StagePage
from stages.views.admin.edition_report import EditionReport


class PartnerMatrixView(EditionReport):
    """Who does what at which stage: what concerns the user's stages and partners."""

    page_title = "Qui fait quoi"
    header_icon = "table"
    template_name = "stages/admin/partner_matrix.html"
    index_url_name = "stages_partner_matrix"
    export_filename = "partenaires"

    def get_editions(self):
        own = self.pages.values("pk")
        is_public = Q(pk__in=StagePage.objects.visible(), partner_roles__partner__in=own)
        of_stages = editions_with(StagePage.objects.filter(Q(pk__in=own) | is_public))
        of_partners = EditionPage.objects.visible().filter(partner_roles__partner__in=own)
        return EditionPage.objects.filter(Q(pk__in=of_stages.values("pk")) | Q(pk__in=of_partners.values("pk")))

    @cached_property
    def matrix(self) -> Matrix:
        return partner_matrix(self.edition, self.pages) if self.edition else Matrix((), ())

    def get_queryset(self):
        return self.matrix.rows

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, matrix=self.matrix)

    # The columns of the spreadsheet are the partner, the edition, each stage by its rank in the matrix, the gaps.

    @cached_property
    def export_headings(self):
        stages = {str(rank): heading_of(column) for rank, column in enumerate(self.matrix.columns)}
        return {"partner": "Partenaire", "edition": "Toute l’édition", **stages, "gaps": "À compléter"}

    @property
    def list_export(self):
        return list(self.export_headings)

    def to_row_dict(self, item):
        cells = {str(rank): ", ".join(roles) for rank, roles in enumerate(item.cells)}
        return {
            "partner": item.partner.title,
            "edition": ", ".join(item.everywhere),
            **cells,
            "gaps": ", ".join(item.gaps),
        }


def heading_of(column) -> str:
    """« Mende », « Bordeaux (sans hôte) »."""
    gaps = ", ".join(column.gaps).lower()
    return f"{column.stage.title} ({gaps})" if gaps else column.stage.title
