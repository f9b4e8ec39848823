"""Asks the browser which device it runs on. Chromium answers from its second request on, over HTTPS only."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

# Names from the WICG's User-Agent Client Hints; Firefox and Safari send none.
CLIENT_HINTS = "Sec-CH-UA-Platform-Version, Sec-CH-UA-Model, Sec-CH-UA-Full-Version-List"


def asks_for_device(view: View) -> View:
    @wraps(view)
    def asking(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Accept-CH"] = CLIENT_HINTS
        return response

    return asking
