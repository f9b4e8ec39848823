"""How gunicorn serves the portal. Stops on SIGINT and SIGTERM, its workers with it."""

import os
import socket

from portal.environment import number
from portal.settings import LOGGING, PORT


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


# Browsers resolve localhost to either loopback address.
bind = os.environ.get("BIND", "").split() or [f"127.0.0.1:{PORT}", *([f"[::1]:{PORT}"] if _has_ipv6() else [])]
wsgi_app = "portal.wsgi:application"
worker_class = "gthread"
workers = number("WEB_WORKERS", 2, least=1)
threads = number("WEB_THREADS", 4, least=1)
timeout = 120  # on a slow machine a worker that has to learn first takes its time before it answers
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
# No access log: request paths hold capability links. gunicorn's own messages go through the portal's filter.
accesslog = None
logconfig_dict = {
    **LOGGING,
    "loggers": {**LOGGING["loggers"], "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True}},
}


def post_worker_init(worker: object) -> None:
    """Compiles the diagnosis rules before the first visitor comes."""
    from django.db import DatabaseError, connections

    from diagnosis.catalogue import rules

    try:
        rules.current()
    except DatabaseError:
        pass  # not migrated yet: /readyz says so, and the first diagnosis tries again
    finally:
        connections.close_all()
