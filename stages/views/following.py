"""Following the Tour by e-mail, without an account: a form for all, and pages that only a link of our mails opens."""

from functools import wraps

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from stages.domain import follow_links, follow_offers, following, personal_data
from stages.domain.forecast import forecast
from stages.enums import Moment
from stages.forms.following import WORDING, FollowForm, LostLinkForm, ManageForm
from tour import suppressions
from tour.addresses import mailbox_of
from tour.sign_in import place_of
from tour.tries import FOLLOW, MAILBOX

readable_or_sent = require_http_methods(["GET", "HEAD", "POST"])


def by_link(view):
    """A page whose address is a key: nobody keeps it, no other site is told of it.

    With "no-referrer" browsers would send its forms as of an unknown origin, and they would be refused.
    """

    @wraps(view)
    @never_cache
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return answer


# --- For everybody ----------------------------------------------------------------------------------------------


@readable_or_sent
@never_cache
@sensitive_post_parameters("email")
def follow(request):
    """``etape``, ``edition``, ``theme`` and ``region`` say what is ticked first. Whatever address is given, known or
    not, the answer is the same.
    """
    stages = follow_offers.upcoming()
    groups = follow_offers.offers(stages)
    if request.method != "POST":
        preset = follow_offers.preset(request.GET, stages, groups)
        form = FollowForm(groups=groups, initial={"targets": preset.targets})
        return render_form(request, form, notes=preset.notes)
    form = FollowForm(request.POST, groups=groups)

    def ask():
        following.ask(
            email=form.cleaned_data["email"],
            targets=form.cleaned_data["targets"],
            page=request.path,
            wording=WORDING,
            ip=place_of(request),
        )

    return answer_the_same(request, form, ask, "stages/following/form.html")


@readable_or_sent
@never_cache
@sensitive_post_parameters("email")
def access(request):
    """For who lost the link of their page."""
    if request.method != "POST":
        return render_form(request, LostLinkForm(), template="stages/following/lost_link.html")
    form = LostLinkForm(request.POST)
    return answer_the_same(
        request,
        form,
        lambda: following.send_access(form.cleaned_data["email"]),
        "stages/following/lost_link.html",
        query="?page",
    )


def answer_the_same(request, form, deed, template, *, query=""):
    """Do ``deed`` if ``form`` is filled in by somebody, and not too often from there; lead to the same page always.

    A mailbox that had enough gets nothing more, and nobody is told.
    """
    place = following.network_of(place_of(request), following.CONNECTION)
    if not form.is_valid():
        return render_form(request, form, template=template)
    if FOLLOW.is_reached(place):
        return render_form(request, form, template=template, status=429, has_tried_too_often=True)
    FOLLOW.count(place)
    mailbox = mailbox_of(form.cleaned_data["email"])
    if not form.is_robot and not MAILBOX.is_reached(mailbox):
        MAILBOX.count(mailbox)
        deed()
    return redirect(reverse("follow-thanks") + query)


def render_form(request, form, *, template="stages/following/form.html", status=200, **context):
    context |= {"form": form, "wording": WORDING, "page_title": "Suivre par e-mail"}
    return render(request, template, context, status=status)


@require_safe
def thanks(request):
    """``?page``: for who asked for the link of their page, not to follow."""
    context = {"page_title": "Regardez votre boîte", "is_for_page": "page" in request.GET}
    return render(request, "stages/following/thanks.html", context)


# --- By a link of a mail ----------------------------------------------------------------------------------------


@by_link
@readable_or_sent
def confirm(request, token):
    """Opening the link changes nothing (programs open the links of mails); the button does."""
    consent = follow_links.consent_of(token)
    if consent is None or consent.subscription is None or consent.withdrawn_at:
        return gone(request, token, follow_links.CONFIRMATION)
    if request.method == "POST":
        following.confirm(consent)
        return redirect(request.path)
    subscription = consent.subscription
    follows = subscription.follows.confirmed() if consent.confirmed_at else consent.follows.all()
    follows = list(follows.select_related("stage", "theme"))
    context = {
        "page_title": "Confirmer ma demande",
        "consent": consent,
        "subscription": subscription,
        "follows": follows,
        "forecast": forecast(follows, subscription),
        "manage_url": follow_links.access_path(subscription) if consent.confirmed_at else "",
    }
    return render(request, "stages/following/confirm.html", context)


@by_link
@readable_or_sent
def manage(request, token):
    """What somebody follows, and when they are written to. A button is named by its deed."""
    subscription = follow_links.subscription_of(token)
    if subscription is None:
        return gone(request, token, follow_links.ACCESS)
    deed = {"pause": following.pause, "resume": following.resume}.get(request.POST.get("deed"))
    if deed is not None:
        deed(subscription)
        return redirect(f"{request.path}?fait")
    follows = list(subscription.follows.confirmed().select_related("stage", "theme"))
    groups = follow_offers.with_followed(follow_offers.offers(follow_offers.upcoming()), follows)
    initial = {
        "targets": [follow.target for follow in follows],
        "moments": [moment for moment in Moment.values if subscription.wants(moment)],
    }
    form = ManageForm(request.POST if request.method == "POST" else None, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid() and not subscription.left_at:
        following.change(
            subscription,
            targets=form.cleaned_data["targets"],
            declined=form.declined,
            page="/suivre/ma-page/",
            wording=WORDING,
            ip=place_of(request),
        )
        return redirect(f"{request.path}?fait")
    context = {
        "page_title": "Ma page",
        "subscription": subscription,
        "follows": follows,
        "form": form,
        "wording": WORDING,
        "forecast": forecast(follows, subscription),
        "suppression": suppressions.suppression_of(subscription.email),
        "token": token,
        "leaving_url": follow_links.leaving_path(subscription),
        "is_done": "fait" in request.GET,
    }
    return render(request, "stages/following/manage.html", context)


@by_link
@require_safe
def data(request, token):
    """All that is kept of somebody, as a file."""
    subscription = follow_links.subscription_of(token)
    if subscription is None:
        return gone(request, token, follow_links.ACCESS)
    response = JsonResponse(personal_data.data_of(subscription), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return response


@by_link
@readable_or_sent
def erase(request, token):
    subscription = follow_links.subscription_of(token)
    if subscription is None:
        return gone(request, token, follow_links.ACCESS)
    if request.method == "POST":
        personal_data.erase(subscription)
        subscription = None
    context = {"page_title": "Effacer mes données", "subscription": subscription, "token": token}
    return render(request, "stages/following/erase.html", context)


@csrf_exempt
@by_link
@readable_or_sent
def leave(request, token):
    """One click (RFC 8058): mail programs send the form themselves, without cookie. Opening the link shows a button."""
    subscription = follow_links.leaver_of(token)
    if subscription is None and not follow_links.is_ours(token, follow_links.LEAVING):
        return gone(request, token, follow_links.LEAVING)
    if subscription is not None and request.method == "POST":
        following.leave(subscription)
        subscription = follow_links.leaver_of(token)
    has_left = subscription is None or subscription.left_at is not None
    context = {"page_title": "Ne plus rien recevoir", "subscription": subscription, "has_left": has_left}
    return render(request, "stages/following/leave.html", context)


def gone(request, token, purpose):
    """The link is none of ours (404), or what it led to is past (410)."""
    was_ours = follow_links.is_ours(token, purpose)
    context = {"page_title": "Lien", "was_ours": was_ours}
    context["is_confirmation"] = purpose == follow_links.CONFIRMATION
    return render(request, "stages/following/broken_link.html", context, status=410 if was_ours else 404)
