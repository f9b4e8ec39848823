"""Which methods a page takes. A refusal is a page as well: a blank one would leave a visitor stranded."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]


def takes(*methods: str) -> Callable[[View], View]:
    """Django's `require_http_methods` with a 405 that says what to do next."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in methods:
                return view(request, *args, **kwargs)
            refusal = render(request, "405.html", status=405)
            refusal.headers["Allow"] = ", ".join(methods)
            return refusal

        return checked

    return decorate
