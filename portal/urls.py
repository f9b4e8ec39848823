from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import health, site

urlpatterns = [
    path("", include("portal.help.urls")),
    path("", include("diagnosis.reports.urls")),
    path("", include("diagnosis.tickets.urls")),
    path("accounts/", include("portal.accounts.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", site.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
