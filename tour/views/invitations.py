"""Where the link of an invitation leads: to an account, and into the team."""

from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tour import membership
from tour.forms import JoinForm
from tour.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def invitation(request, token):
    """Opening the link changes nothing (programs open the links of mails); the form does.

    Somebody who has no account makes one here; somebody who has one logs in, and says yes.
    """
    found = membership.invitation_of(token)
    if found is None:
        return answer(request, None, status=404)
    if not membership.holds(found):
        return answer(request, found, status=410)
    owner = User.objects.filter(email__iexact=found.email).first()
    if owner is None:
        return register(request, found)
    return join(request, found) if owner.is_active else answer(request, found, status=410)


def join(request, found):
    """For an address that has an account: its owner, logged in, joins."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    is_theirs = request.user.email.lower() == found.email.lower()
    if is_theirs and request.method == "POST":
        return welcome(request) if membership.accept(found, user=request.user) else answer(request, found, status=410)
    return answer(request, found, is_theirs=is_theirs)


def register(request, found):
    """For an address without account: a name and a password make one, and its owner joins."""
    form = JoinForm(request.POST or None, email=found.email)
    if request.method != "POST" or not form.is_valid():
        return answer(request, found, form=form)
    try:
        with transaction.atomic():
            user = form.save()
            if not membership.accept(found, user=user):
                raise IntegrityError
    except IntegrityError:  # the link was used twice at the same time
        return answer(request, found, status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return welcome(request)


def welcome(request):
    return redirect("wagtailadmin_home")


def answer(request, found, *, status=200, **context):
    context |= {"invitation": found, "team": found.team if found else None, "holds": status == 200}
    response = render(request, "tour/invitation.html", context, status=status)
    # The address is a key: no other site is told of it. With "no-referrer", browsers send the form itself as of an
    # unknown origin, and it is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
