"""Teams in the admin: who keeps which page, who is invited. One address for each deed, by POST."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from tour import clock, membership
from tour.access import is_national, teams_of
from tour.forms import InviteForm
from tour.models import Invitation, Team, User
from tour.references import as_key
from tour.screens import Screen


class TeamsView(Screen):
    """All the teams, the national one first, with how many people each has: for those who conduct the Tour.

    ``?q=`` narrows to a name. An address, or part of one with its « @ », is sent by POST and answered in place, as
    among the deliveries: it stays out of logs, of the browser's history and of the Referer.
    """

    template_name = "tour/admin/teams.html"
    page_title = "Équipes"
    header_icon = "group"

    def dispatch(self, request):
        if not is_national(request.user):
            raise Http404
        return super().dispatch(request)

    def post(self, request):
        if "@" not in self.sought:
            return redirect(f"{reverse('tour_teams')}?{urlencode({'q': self.sought})}")
        return self.render_to_response(self.get_context_data())

    @property
    def sought(self) -> str:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return sent.get("q", "").strip().replace("\x00", "")

    def get_context_data(self, **kwargs):
        now = clock.now()
        waiting = Q(invitations__accepted_at=None, invitations__revoked_at=None, invitations__expires_at__gt=now)
        teams = (
            Team.objects.select_related("page", "page__content_type", "group")
            .annotate(
                member_count=Count("group__user", filter=Q(group__user__is_active=True), distinct=True),
                invitation_count=Count("invitations", filter=waiting, distinct=True),
            )
            .order_by(F("page__path").asc(nulls_first=True))
        )
        sought = self.sought
        if self.request.method == "POST":
            teams = teams.filter(Q(group__user__email__icontains=sought) | Q(invitations__email__icontains=sought))
        elif sought:
            teams = teams.filter(group__name__icontains=sought)
        return super().get_context_data(teams=teams, sought=sought, **kwargs)


class TeamView(Screen):
    """One team: its members, the invitations that wait, a form to invite."""

    template_name = "tour/admin/team.html"
    header_icon = "group"

    def get_context_data(self, form=None, **kwargs):
        user = self.request.user
        team = team_of(user, kwargs["team_id"])
        may_manage = membership.may_manage(user, team)
        self.page_title = f"Équipe\u00a0: {team}"
        waiting = team.invitations.filter(accepted_at=None, revoked_at=None).select_related("created_by")
        now = clock.now()
        return super().get_context_data(
            team=team,
            members=membership.members(team),
            invitations=[(invitation, invitation.expires_at > now, self.link(invitation)) for invitation in waiting]
            if may_manage
            else [],
            form=form or InviteForm(),
            may_manage=may_manage,
            **kwargs,
        )

    def link(self, invitation):
        """For those who conduct the Tour only: with it one makes an account of an address that is somebody else's."""
        return membership.link(invitation) if is_national(self.request.user) else ""

    def post(self, request, team_id):
        """Invite somebody; the form comes back with what was typed if that cannot be."""
        team = managed_team(request.user, team_id)
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                membership.invite(team, email=form.cleaned_data["email"], by=request.user)
            except ValidationError as error:
                form.add_error("email", error)
            else:
                messages.success(request, f"L’invitation part à {form.cleaned_data['email']}.")
                return redirect("tour_team", team.pk)
        return self.render_to_response(self.get_context_data(form=form, team_id=team_id))


@require_POST
def leave_out(request, team_id, user_id):
    """Take somebody out of a team."""
    team = managed_team(request.user, team_id)
    user = get_object_or_404(membership.members(team), pk=user_id)
    if user == request.user and team.page is None:
        messages.error(request, "Vous ne pouvez pas vous retirer vous-même de l’équipe nationale.")
    else:
        membership.leave_out(team, user=user, by=request.user)
        messages.success(request, f"{user} ne fait plus partie de l’équipe.")
    return back_to(request, team)


@require_POST
def invite_again(request, team_id, invitation_id):
    """A new link for an invitation that was not used."""
    team = managed_team(request.user, team_id)
    invitation = get_object_or_404(Invitation, team=team, pk=invitation_id, accepted_at=None, revoked_at=None)
    try:
        membership.invite_again(invitation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, f"Une nouvelle invitation part à {invitation.email}.")
    return back_to(request, team)


@require_POST
def revoke(request, team_id, invitation_id):
    """Let an invitation hold no more."""
    team = managed_team(request.user, team_id)
    invitation = get_object_or_404(Invitation, team=team, pk=invitation_id)
    membership.revoke(invitation, by=request.user)
    messages.success(request, f"L’invitation de {invitation.email} est annulée.")
    return back_to(request, team)


@require_POST
def account_state(request, user_id):
    """Close an account, or open it again (``open``): for those who conduct the Tour, superusers' accounts apart.

    Not the opposite of what it is: a button pressed twice does what it says.
    """
    if not is_national(request.user):
        raise Http404
    user = get_object_or_404(User, pk=user_id, is_superuser=False)
    if user == request.user:
        messages.error(request, "Vous ne pouvez pas désactiver votre propre compte.")
    else:
        membership.set_active(user, is_active="open" in request.POST, by=request.user)
        messages.success(request, f"Le compte de {user} est {'réactivé' if user.is_active else 'désactivé'}.")
    team = Team.objects.filter(pk=as_key(request.POST.get("team"))).first()
    return redirect("tour_team", team.pk) if team else redirect("tour_teams")


def team_of(user, key) -> Team:
    """A team ``user`` is in, or any for those who conduct the Tour; else 404."""
    teams = Team.objects.select_related("page", "group") if is_national(user) else teams_of(user)
    return get_object_or_404(teams, pk=key)


def managed_team(user, key) -> Team:
    """A team whose people ``user`` chooses; else 404."""
    team = team_of(user, key)
    if not membership.may_manage(user, team):
        raise Http404
    return team


def back_to(request, team):
    """The team's page, or the home page of somebody who has just left it."""
    if is_national(request.user) or teams_of(request.user).filter(pk=team.pk).exists():
        return redirect("tour_team", team.pk)
    return redirect("wagtailadmin_home")
