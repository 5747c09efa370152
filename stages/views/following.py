"""Following the Tour by e-mail, without an account."""

from django.http import Http404


def confirm(request, token):
    raise Http404


def manage(request, token):
    raise Http404


def leave(request, token):
    raise Http404
