"""Two bare words for monitors: alive, and ready to serve."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """`ready`, or 503: `database` (no answer) or `migrations` (some are missing). Staff see which ones."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        has_detail = bool(missing) and request.user.is_staff
    except DatabaseError:
        return HttpResponse("database", content_type="text/plain", status=503)
    if not missing:
        return HttpResponse("ready", content_type="text/plain")
    names = "".join(f"\n{migration}" for migration, _ in missing) if has_detail else ""
    return HttpResponse(f"migrations{names}", content_type="text/plain", status=503)
