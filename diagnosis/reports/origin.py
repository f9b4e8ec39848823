"""Anonymous posts come from our own pages. They depend on no cookie, so the browser's own headers are what we check.

A post from somewhere else is not carried out, and nothing is lost either: a page shows the words and offers to send
them from here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from diagnosis.engine.mask import mask
from diagnosis.engine.normalize import LIMIT, clean
from diagnosis.reports.posted import read_post
from diagnosis.reports.private import private_page

View = Callable[..., HttpResponse]

KEPT_FIELDS = 24
LINE_LENGTH = 80
LABELS = {
    "text": _("Error text or code"),
    "name": _("Name"),
    "user_id": _("User ID"),
    "occurred_at": _("When it failed"),
    "time_zone": _("Time zone"),
    "device": _("Device"),
    "app": _("App"),
    "contact_email": _("Mail address"),
    "contact_phone": _("Phone"),
    "message": _("Message"),
}


@dataclass(frozen=True, slots=True)
class KeptField:
    name: str
    label: str
    value: str

    @property
    def is_long(self) -> bool:
        return self.name in ("text", "message") or "\n" in self.value or len(self.value) > LINE_LENGTH


def from_here_only(view: View) -> View:
    """For anonymous posts: no CSRF cookie is asked for, and a post from a foreign page is shown, not carried out."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and is_foreign(request):
            return show_words(request)
        return view(request, *args, **kwargs)

    return checked


def is_foreign(request: HttpRequest) -> bool:
    """Absent headers pass: old browsers and scripts send none, and a post carries no authority but its address."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site == "cross-site":
        return True
    origin = request.headers.get("Origin", "")
    if origin == "null":
        # What a privacy setting leaves of our own origin; only the browser itself can say "same-origin" beside it.
        return site != "same-origin"
    return bool(origin) and _host_of(origin) not in _own_hosts(request)


@private_page
def show_words(request: HttpRequest) -> HttpResponse:
    return render(request, "diagnosis/foreign_origin.html", {"fields": list(_kept(request))}, status=403)


def _own_hosts(request: HttpRequest) -> set[str]:
    return {request.get_host().lower(), _host_of(settings.PUBLIC_BASE_URL)}


def _host_of(address: str) -> str:
    """Host and port; "" for what is no address, as an open bracket makes it."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""


def _kept(request: HttpRequest) -> Iterator[KeptField]:
    fields = read_post(request).fields
    left = LIMIT  # for all fields together: each byte costs time
    for name, words in list(fields.items())[:KEPT_FIELDS]:
        cleaned = clean(str(words), limit=left).text
        left -= len(cleaned.encode())
        value = mask(cleaned).text
        if value.strip() and name.isidentifier():
            yield KeptField(name, str(LABELS.get(name, name)), value)
