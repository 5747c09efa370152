"""The reminders of the whole Tour: national rules, what leaves next, what became of it, and the kill switch."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormMixin, ProcessFormView
from wagtail.admin import messages

from stages.domain import delivery_figures, reminder_forecast, reminder_rules
from stages.forms.reminder import ReminderForm
from stages.models import EditionPage, ReminderRule, ReminderSettings
from stages.views.admin.reminders import in_words, say_suspended, say_switched
from tour.access import is_national
from tour.screens import Screen


class NationalScreen(Screen):
    """For who conducts the Tour; to others it is not there."""

    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not is_national(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class BelowNationalReminders(NationalScreen):
    def get_breadcrumbs_items(self):
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("stages_reminders_national"), "label": "Rappels"}, here]


class NationalRemindersView(NationalScreen):
    """Statistics are those of the edition ``?edition=`` (its key), the newest by default."""

    template_name = "stages/admin/national_reminders.html"
    page_title = "Rappels"

    @cached_property
    def editions(self):
        return list(EditionPage.objects.newest_first().defer("body"))

    @cached_property
    def edition(self) -> EditionPage | None:
        wanted = self.request.GET.get("edition")
        if wanted is None:
            return self.editions[0] if self.editions else None
        for edition in self.editions:
            if str(edition.pk) == wanted:
                return edition
        raise Http404("Aucune édition à cette adresse.")

    def get_context_data(self, **kwargs):
        coming = reminder_forecast.coming()
        return super().get_context_data(
            settings=ReminderSettings.current(),
            to_look_at=delivery_figures.to_look_at(),
            coming=coming,
            recipients=sum(one.recipients for one in coming),
            days_ahead=reminder_forecast.DAYS_AHEAD,
            statistics=delivery_figures.statistics(self.edition),
            headings=[label for label, _state in delivery_figures.HEADINGS],
            example=reminder_forecast.example(),
            editions=self.editions,
            edition=self.edition,
            **kwargs,
        )


class NationalRuleView(FormMixin, ProcessFormView, BelowNationalReminders):
    """A national rule: what it becomes holds for every stage that did not switch it off."""

    template_name = "stages/admin/reminder_form.html"
    form_class = ReminderForm
    page_title = "Modifier un rappel national"

    def get_form_kwargs(self):
        rule = get_object_or_404(ReminderRule.objects.national(), pk=self.kwargs["rule_id"])
        return {**super().get_form_kwargs(), "instance": rule, "stage": None}

    def form_valid(self, form):
        outcome = reminder_rules.save(form.instance, by=self.request.user)
        messages.success(self.request, f"Le rappel est enregistré pour toutes les étapes. {in_words(outcome)}")
        return redirect("stages_reminders_national")


class NationalSuspensionView(BelowNationalReminders):
    """The kill switch: says what stops and how many wait; POST suspends (``suspendre``: « oui ») or resumes."""

    template_name = "stages/admin/suspension.html"

    @cached_property
    def is_suspended(self) -> bool:
        return ReminderSettings.current().is_suspended

    def get_page_title(self):
        return "Reprendre tous les envois" if self.is_suspended else "Suspendre tous les envois"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_suspended=self.is_suspended,
            waiting=delivery_figures.waiting(None),
            back_url=reverse("stages_reminders_national"),
            **kwargs,
        )

    def post(self, request):
        say_suspended(request, None)
        return redirect("stages_reminders_national")


@require_POST
def switch_national(request, rule_id):
    """Put a national rule in or out of service (``actif``: « oui »)."""
    if not is_national(request.user):
        raise Http404
    rule = get_object_or_404(ReminderRule.objects.national(), pk=rule_id)
    is_on = request.POST.get("actif") == "oui"
    say_switched(request, lambda: reminder_rules.switch_national(rule, is_on=is_on, by=request.user))
    return redirect("stages_reminders_national")


@require_POST
def choose_repeats(request):
    """Choose whether a mail whose fate is not known is sent once more (``renvoyer``: « oui »)."""
    if not is_national(request.user):
        raise Http404
    if reminder_rules.allow_repeats(is_allowed=request.POST.get("renvoyer") == "oui", by=request.user):
        messages.success(request, "Le choix est enregistré\u00a0: il vaut pour les envois qui viennent.")
    else:
        messages.info(request, "C’était déjà fait\u00a0: rien n’a changé.")
    return redirect("stages_reminders_national")
