"""Signed links of followers, who have no account: each serves one purpose, and no other's is taken for it."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from stages.models import Consent, Subscription
from tour.addresses import absolute

#: How long a request to follow may be confirmed, and how long a personal page is open by one link.
CONFIRMATION_VALIDITY = timedelta(days=7)
ACCESS_VALIDITY = timedelta(days=180)
CONFIRMATION, ACCESS, LEAVING = "stages.follow.confirm", "stages.follow.access", "stages.follow.leave"


def confirmation_url(consent: Consent) -> str:
    return absolute(reverse("follow-confirm", args=[signing.dumps(consent.pk, salt=CONFIRMATION)]))


def access_url(subscription: Subscription) -> str:
    """The page on which somebody sees and changes what they follow."""
    return absolute(access_path(subscription))


def access_path(subscription: Subscription) -> str:
    return reverse("follow-manage", args=[signing.dumps(subscription.pk, salt=ACCESS)])


def leaving_url(subscription: Subscription) -> str:
    """Where one click leaves (RFC 8058). It never ceases to hold."""
    return absolute(leaving_path(subscription))


def leaving_path(subscription: Subscription) -> str:
    return reverse("follow-leave", args=[signing.Signer(salt=LEAVING).sign_object(subscription.pk)])


def consent_of(token: str) -> Consent | None:
    """The request that a link confirms; None if the link is not one of ours, or too old."""
    key = read(token, CONFIRMATION, CONFIRMATION_VALIDITY)
    return Consent.objects.select_related("subscription").filter(pk=key).first() if key else None


def subscription_of(token: str) -> Subscription | None:
    """Whose personal page a link opens; None if the link is not one of ours, or too old."""
    key = read(token, ACCESS, ACCESS_VALIDITY)
    return Subscription.objects.filter(pk=key).first() if key else None


def leaver_of(token: str) -> Subscription | None:
    """Who leaves by a link; None if the link is not one of ours, or they are erased."""
    try:
        key = signing.Signer(salt=LEAVING).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return Subscription.objects.filter(pk=key).first()


def is_ours(token: str, purpose: str) -> bool:
    """Whether a link was made here for ``purpose``, however long ago: what it led to may be gone."""
    try:
        if purpose == LEAVING:
            signing.Signer(salt=LEAVING).unsign_object(token)
        else:
            signing.loads(token, salt=purpose)
    except (signing.BadSignature, ValueError):
        return False
    return True


def read(token: str, salt: str, validity: timedelta) -> int | None:
    try:
        return signing.loads(token, salt=salt, max_age=validity)
    except (signing.BadSignature, ValueError):
        return None
