"""The reminders of a stage: what leaves when, for its team and for those who conduct the Tour."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View
from django.views.generic.edit import FormMixin, ProcessFormView
from wagtail.admin import messages

from stages.domain import delivery_figures, reminder_forecast, reminder_rules, trials
from stages.domain.audience import followers_of
from stages.domain.planning import Outcome
from stages.enums import DateKind, StageStatus
from stages.forms.reminder import MOST_OF_A_STAGE, TOO_MANY, ReminderForm
from stages.models import ReminderRule, StagePage, StageReminders
from stages.views.admin.kept_stage import kept_stage
from tour import clock, french
from tour.access import is_national
from tour.screens import Screen

#: A mail is shown as it is, in a frame that may do nothing but show it.
LETTER_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


class OfAStage:
    """A view below the reminders of the stage ``page_id``; 404 for whoever does not keep it, whatever they ask."""

    def dispatch(self, request, page_id, **kwargs):
        self.stage = kept_stage(request.user, page_id)
        return super().dispatch(request, page_id=page_id, **kwargs)


class StageScreen(OfAStage, Screen):
    header_icon = "mail"

    def get_page_subtitle(self):
        return self.stage.get_admin_display_title()

    def get_breadcrumbs_items(self):
        name = self.stage.get_admin_display_title()
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_pages:edit", args=[self.stage.pk]), "label": name},
            *self.get_way_here(),
            {"url": "", "label": self.get_page_title(), "sublabel": name},
        ]

    def get_way_here(self):
        return [{"url": reverse("stages_reminders", args=[self.stage.pk]), "label": "Rappels"}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(stage=self.stage, **kwargs)


class StageRemindersView(StageScreen):
    """What leaves when for a stage."""

    template_name = "stages/admin/reminders.html"
    page_title = "Rappels"

    def get_way_here(self):
        return []

    def get_context_data(self, **kwargs):
        forecast = reminder_forecast.of_stage(self.stage)
        own = [one for one in forecast.reminders if one.rule.stage_id]
        return super().get_context_data(
            forecast=forecast,
            too_many=TOO_MANY if len(own) >= MOST_OF_A_STAGE else "",
            followers=followers_of([self.stage])[self.stage.pk],
            is_online=is_online(self.stage),
            is_for_all=is_national(self.request.user),
            **kwargs,
        )


class ReminderFormView(FormMixin, ProcessFormView, StageScreen):
    """A rule of the stage's own: a new one, or the one of ``rule_id``."""

    template_name = "stages/admin/reminder_form.html"
    form_class = ReminderForm

    def dispatch(self, request, page_id, rule_id=None):
        self.rule_id = rule_id
        return super().dispatch(request, page_id)

    def get_page_title(self):
        return "Modifier le rappel" if self.rule_id else "Ajouter un rappel"

    def get_form_kwargs(self):
        rule = own_rule(self.stage, self.rule_id) if self.rule_id else ReminderRule(stage=self.stage)
        return {**super().get_form_kwargs(), "instance": rule, "stage": self.stage}

    def form_valid(self, form):
        outcome = reminder_rules.save(form.instance, by=self.request.user)
        messages.success(self.request, f"Le rappel est enregistré. {in_words(outcome)}")
        return redirect("stages_reminders", self.stage.pk)


class DeleteReminderView(StageScreen):
    """Asks first; POST deletes a rule of the stage's own."""

    template_name = "stages/admin/reminder_delete.html"
    page_title = "Supprimer le rappel"

    def get_context_data(self, **kwargs):
        return super().get_context_data(rule=own_rule(self.stage, kwargs.pop("rule_id")), **kwargs)

    def post(self, request, page_id, rule_id):
        outcome = reminder_rules.delete(own_rule(self.stage, rule_id), by=request.user)
        messages.success(request, f"Le rappel est supprimé. {in_words(outcome)}")
        return redirect("stages_reminders", self.stage.pk)


class SuspensionView(StageScreen):
    """Says what stops and how many wait; POST suspends the stage's mails (``suspendre``: « oui ») or resumes them."""

    template_name = "stages/admin/suspension.html"

    @cached_property
    def is_suspended(self) -> bool:
        return StageReminders.objects.filter(stage=self.stage, is_suspended=True).exists()

    def get_page_title(self):
        return "Reprendre les envois" if self.is_suspended else "Suspendre les envois"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            is_suspended=self.is_suspended,
            waiting=delivery_figures.waiting(self.stage),
            back_url=reverse("stages_reminders", args=[self.stage.pk]),
            **kwargs,
        )

    def post(self, request, **kwargs):
        say_suspended(request, self.stage)
        return redirect("stages_reminders", self.stage.pk)


class PreviewView(StageScreen):
    """A reminder as it would leave now, with what is published of the stage."""

    template_name = "stages/admin/reminder_preview.html"
    page_title = "Aperçu du rappel"

    def get_context_data(self, **kwargs):
        rule = rule_of(self.stage, kwargs.pop("rule_id"))
        letter = trials.sample(self.stage, rule)
        return super().get_context_data(rule=rule, letter=letter, is_online=is_online(self.stage), **kwargs)


class PreviewHtmlView(OfAStage, View):
    """The HTML of a reminder alone: it is framed, and may neither run nor fetch anything."""

    def get(self, request, page_id, rule_id):
        letter = trials.sample(self.stage, rule_of(self.stage, rule_id))
        return HttpResponse(letter.html, headers={"Content-Security-Policy": LETTER_POLICY})


class TrialView(OfAStage, View):
    """POST sends a reminder to oneself."""

    def post(self, request, page_id, rule_id):
        rule = rule_of(self.stage, rule_id)
        if not is_online(self.stage):
            text = "La page de l’étape n’est pas en ligne\u00a0: l’aperçu montre le courriel, l’essai attendra."
            messages.error(request, text)
        elif trials.send(rule, stage=self.stage, to=request.user):
            messages.success(request, f"L’essai part dans la minute, à votre adresse {request.user.email}.")
        else:
            messages.info(request, "Cet essai est déjà en route\u00a0: il arrive dans la minute.")
        return redirect("stages_reminders", self.stage.pk)


class SwitchView(OfAStage, View):
    """POST does without a national rule, or has it again (``actif``: « oui »)."""

    def post(self, request, page_id, rule_id):
        rule = get_object_or_404(ReminderRule.objects.national(), pk=rule_id)
        is_on = request.POST.get("actif") == "oui"
        say_switched(request, lambda: reminder_rules.switch(rule, stage=self.stage, is_on=is_on, by=request.user))
        return redirect("stages_reminders", self.stage.pk)


def rule_of(stage: StagePage, key: int) -> ReminderRule:
    """A national rule, or one of the stage's own; else 404."""
    return get_object_or_404(ReminderRule, Q(stage=None) | Q(stage=stage.pk), pk=key)


def own_rule(stage: StagePage, key: int) -> ReminderRule:
    return get_object_or_404(ReminderRule, stage=stage.pk, pk=key)


def is_online(stage: StagePage) -> bool:
    return StagePage.objects.visible().filter(pk=stage.pk).exists()


def say_who_is_told(request, stage: StagePage):
    """After a publication: that followers are going to be told what changed, while there is time to correct it."""
    count, is_suspended = delivery_figures.notices_waiting(stage)
    if not count:
        return
    people = "1 personne qui suit l’étape va" if count == 1 else f"{count} personnes qui suivent l’étape vont"
    when = (
        "quand les envois, qui sont suspendus, reprendront"
        if is_suspended
        else "dix minutes après votre dernière correction, une demi-heure au plus après la première"
    )
    button = messages.button(reverse("stages_reminders", args=[stage.pk]), "Rappels")
    messages.info(request, f"{people} apprendre par e-mail ce qui a changé, {when}.", buttons=[button])


def warn_of_a_day_put_off(request, stage: StagePage):
    """After a publication: that nobody is reminded of the day to come of a stage that is said to be postponed."""
    if stage.status == StageStatus.POSTPONED and stage.date_kind == DateKind.EXACT and stage.starts_at > clock.now():
        messages.warning(
            request,
            "Aucun rappel ne part tant que l’étape est «\u00a0Reportée\u00a0»\u00a0; si la nouvelle date est fixée, "
            "remettez «\u00a0Confirmée\u00a0».",
        )


def say_suspended(request, stage: StagePage | None):
    """Suspend or resume what a form asks for, and say so."""
    wanted = request.POST.get("suspendre") == "oui"
    if not reminder_rules.suspend(stage, is_suspended=wanted, by=request.user):
        messages.info(request, "C’était déjà fait\u00a0: rien n’a changé.")
    elif wanted:
        messages.warning(
            request, "Les envois sont suspendus\u00a0: plus rien ne part jusqu’à ce que vous les repreniez."
        )
    else:
        messages.success(request, "Les envois reprennent\u00a0: ce qui attendait part dans les minutes qui viennent.")


def say_switched(request, switch: Callable[[], Outcome | None]):
    """Switch a rule off or on, and say what came of it."""
    try:
        outcome = switch()
    except reminder_rules.TakenError as error:
        messages.error(request, str(error))
        return
    if outcome is None:
        messages.info(request, "C’était déjà fait\u00a0: rien n’a changé.")
    else:
        messages.success(request, f"C’est noté. {in_words(outcome)}")


def in_words(outcome: Outcome) -> str:
    """« Courriels : 12 prévus, 3 annulés. »; what is said when nothing changed."""
    said = [
        f"{count} {word}{'s' if count > 1 else ''}"
        for word, count in (
            ("prévu", outcome.planned + outcome.reopened),
            ("déplacé", outcome.rescheduled),
            ("annulé", outcome.cancelled),
        )
        if count
    ]
    return f"Courriels{french.NBSP}: {', '.join(said)}." if said else "Aucun courriel prévu n’a changé."
