"""The screen on which the programme of a stage is looked at once more, then released."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stages.domain import programme_release
from stages.domain.programme_release import Outcome
from stages.views.admin.kept_stage import kept_stage
from tour.references import as_key

SAID = {
    Outcome.PUBLISHED: "Le programme est publié.",
    Outcome.SCHEDULED: "Le programme sera publié avec la page, au jour et à l’heure prévus dans l’onglet Publication.",
    Outcome.SUBMITTED: "Le programme est envoyé en relecture\u00a0: il sera publié dès qu’il aura été approuvé.",
}


class ProgrammeReleaseView(WagtailAdminTemplateMixin, View):
    """GET shows what would be released, POST releases it. 404 for whoever does not keep the stage."""

    template_name = "stages/admin/programme_release.html"
    page_title = "Publier le programme"
    header_icon = "calendar-check"

    def dispatch(self, request, page_id):
        self.stage = kept_stage(request.user, page_id)
        return super().dispatch(request)

    def get(self, request, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, **kwargs):
        seen = as_key(request.POST.get("revision"))
        try:
            outcome = programme_release.release(self.stage, by=request.user, seen=seen)
        except programme_release.RefusedError as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, SAID[outcome])
        return redirect("stages_programme_release", self.stage.pk)

    def get_page_subtitle(self):
        return self.stage.get_admin_display_title()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.stage.get_admin_display_title()},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        found = programme_release.candidate(self.stage)
        permissions = self.stage.permissions_for_user(self.request.user)
        return super().get_context_data(
            stage=self.stage,
            found=found,
            refusal=programme_release.refusal(found, self.request.user),
            edit_url=self.edit_url,
            show_day=any(day.number > 1 for day in found.days),
            can_publish=permissions.can_publish(),
            **kwargs,
        )

    @property
    def edit_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.stage.pk])
