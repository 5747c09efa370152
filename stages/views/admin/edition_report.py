"""What the reports on an edition have in common: the choice of the edition."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.admin.views.reports import ReportView

from stages.models import EditionPage
from stages.views.admin.spreadsheet import TextSpreadsheet
from tour.access import is_national, pages_of


class EditionReport(TextSpreadsheet, ReportView):
    """A report on the edition ``?edition=`` (its key), the newest by default; 404 for one that is not the user's.

    A subclass says which editions a member of a team sees; whoever conducts the Tour sees them all.
    """

    paginate_by = None

    def get_editions(self) -> QuerySet[EditionPage]:
        raise NotImplementedError

    @cached_property
    def is_for_all(self) -> bool:
        return is_national(self.request.user)

    @cached_property
    def pages(self):
        return pages_of(self.request.user)

    @cached_property
    def editions(self) -> list[EditionPage]:
        editions = EditionPage.objects.all() if self.is_for_all else self.get_editions()
        return list(editions.newest_first().defer("body"))

    @cached_property
    def edition(self) -> EditionPage | None:
        """None when there is no edition to show at all."""
        wanted = self.request.GET.get("edition")
        if wanted is None:
            return self.editions[0] if self.editions else None
        for edition in self.editions:
            if str(edition.pk) == wanted:
                return edition
        raise Http404("Aucune édition à vous à cette adresse.")

    def get_page_subtitle(self):
        return self.edition.title if self.edition else ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, edition=self.edition, editions=self.editions)

    def get_filename(self):
        return f"{self.export_filename}-{self.edition.slug}" if self.edition else self.export_filename
