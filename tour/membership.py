"""Who is in a team: people are invited by mail, and taken out."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.log_actions import log

from tour import clock, mail
from tour.addresses import absolute
from tour.models import Invitation, Team, User

#: How long an invitation holds.
VALIDITY = timedelta(days=14)
#: How many invitations a team may send within a day, new links for old ones included.
MOST_A_DAY = 20
SALT = "tour.invitation"


def members(team: Team):
    return team.group.user_set.order_by("last_name", "first_name", "email")


def may_manage(user: User, team: Team) -> bool:
    """Whether ``user`` may invite people to ``team`` and take them out of it."""
    if user.conducts_the_tour:
        return True
    return team.page_id is not None and team.may_invite and user.is_active and members(team).filter(pk=user.pk).exists()


@transaction.atomic
def invite(team: Team, *, email: str, by: User) -> Invitation:
    """Send a link with which whoever reads ``email`` joins ``team``.

    Raises ValidationError, in French, if that person is in it already or has an invitation that holds, or if the team
    has sent as many as it may; whoever conducts the Tour sends as many as need be.
    """
    email = email.strip().lower()
    team = Team.objects.select_for_update().get(pk=team.pk)
    if members(team).filter(email__iexact=email).exists():
        raise ValidationError("Cette personne fait déjà partie de l’équipe.")
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise ValidationError("Le compte de cette personne est désactivé\u00a0: l’équipe nationale peut le réactiver.")
    now = clock.now()
    sent_today = team.invitations.filter(created_at__gt=now - timedelta(days=1))
    if sent_today.count() >= MOST_A_DAY and not by.conducts_the_tour:
        raise ValidationError(
            f"Votre équipe a envoyé {MOST_A_DAY} invitations depuis hier\u00a0: réessayez demain, "
            "ou demandez à l’équipe nationale."
        )
    waiting = team.invitations.filter(email__iexact=email, accepted_at=None, revoked_at=None)
    if waiting.filter(expires_at__gt=now).exists():
        raise ValidationError("Cette adresse a déjà une invitation en attente\u00a0: vous pouvez la renvoyer.")
    waiting.update(revoked_at=now)
    invitation = Invitation.objects.create(
        team=team, email=email, created_at=now, created_by=by, expires_at=now + VALIDITY
    )
    send(invitation)
    note(team, "tour.invite", by, email)
    return invitation


def send(invitation: Invitation):
    """Queue the mail that holds the invitation's link."""
    context = {"invitation": invitation, "team": invitation.team, "link": link(invitation)}
    subject = render_to_string("tour/email/invitation_subject.txt", context)
    mail.queue(to=invitation.email, subject=subject, text=render_to_string("tour/email/invitation.txt", context))


def link(invitation: Invitation) -> str:
    token = signing.dumps(invitation.pk, salt=SALT)
    return absolute(reverse("invitation", args=[token]))


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link, whatever has become of it; None if the link is not one of ours."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("team__page", "team__group", "created_by").filter(pk=key).first()


def holds(invitation: Invitation) -> bool:
    return invitation.accepted_at is None and invitation.revoked_at is None and clock.now() < invitation.expires_at


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> bool:
    """Let ``user`` into the invitation's team; False, and nothing done, if it was used meanwhile or holds no more."""
    now = clock.now()
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now).update(
        accepted_at=now, accepted_by=user
    )
    if not taken:
        return False
    user.groups.add(invitation.team.group)
    note(invitation.team, "tour.join", user, str(user))
    return True


@transaction.atomic
def revoke(invitation: Invitation, *, by: User):
    """Let the invitation's link hold no more."""
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
    if taken:
        note(invitation.team, "tour.revoke_invitation", by, invitation.email)


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User) -> Invitation:
    """A new link in place of the invitation's, which holds no more; raises what ``invite`` raises."""
    revoke(invitation, by=by)
    return invite(invitation.team, email=invitation.email, by=by)


@transaction.atomic
def leave_out(team: Team, *, user: User, by: User):
    """Take ``user`` out of ``team``: from the next request on, whatever page they have open."""
    user.groups.remove(team.group)
    note(team, "tour.leave_out", by, str(user))


def note(team, action, user, who):
    """Keep what was done to a team in the history of its page, or of its group."""
    log(instance=team.page.specific if team.page else team.group, action=action, user=user, data={"who": who})


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: User):
    """Close an account, or open it again; what its owner has open ends with the next request."""
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    log(instance=user, action="tour.open_account" if is_active else "tour.close_account", user=by)
