"""A stage's team adds somebody who takes part. The page comes under « Intervenants », where nobody but the national
team may add pages, and the team keeps it.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.generic.edit import FormMixin, ProcessFormView
from wagtail.admin import messages

from stages.domain.persons import add_person
from stages.forms.person import PersonForm
from stages.models import PersonIndexPage, StagePage
from tour.access import may_work_on
from tour.screens import Screen


class AddPersonView(FormMixin, ProcessFormView, Screen):
    """Name, then straight to the edit form of the new draft."""

    template_name = "stages/admin/person_form.html"
    form_class = PersonForm
    page_title = "Ajouter un intervenant"
    header_icon = "user"

    def dispatch(self, request, page_id):
        self.stage = get_object_or_404(StagePage, id=page_id)  # by ``pk`` too long a number is a 500
        if not may_work_on(request.user, self.stage) or not self.stage.permissions_for_user(request.user).can_edit():
            raise Http404
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
            self.request, f"La fiche de {person.title} est créée : complétez-la, puis citez la personne au programme."
        )
        return redirect("wagtailadmin_pages:edit", person.pk)
