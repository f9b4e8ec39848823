"""Error pages. Each one says what to do next and shows the help-desk phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

# What was wrong a moment ago may be right when the person tries again.
unkept = cache_control(no_store=True)


@unkept
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@unkept
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@unkept
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@unkept
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


@unkept
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
