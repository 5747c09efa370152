"""A stage's team adds somebody who takes part. The page comes under « Intervenants », where nobody but the national
team may add pages, and the team keeps it.
"""

from django.shortcuts import get_object_or_404, redirect
from django.views.generic.edit import FormMixin, ProcessFormView
from wagtail.admin import messages

from stages.domain.persons import add_person
from stages.forms.person import PersonForm
from stages.models import PersonIndexPage
from stages.views.admin.kept_stage import kept_stage
from tour.screens import Screen


class AddPersonView(FormMixin, ProcessFormView, Screen):
    """Name, then straight to the edit form of the new draft."""

    template_name = "stages/admin/person_form.html"
    form_class = PersonForm
    page_title = "Ajouter un intervenant"
    header_icon = "user"

    def dispatch(self, request, page_id):
        self.stage = kept_stage(request.user, page_id)
        self.index = get_object_or_404(PersonIndexPage)
        return super().dispatch(request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(stage=self.stage, **kwargs)

    def form_valid(self, form):
        names = form.cleaned_data
        person = add_person(
            under=self.index,
            kept_by=self.stage,
            given_name=names["given_name"],
            family_name=names["family_name"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            f"La fiche de {person.title} est créée\u00a0: complétez-la, puis citez la personne au programme.",
        )
        return redirect("wagtailadmin_pages:edit", person.pk)
