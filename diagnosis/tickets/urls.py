from django.urls import URLPattern, path

from diagnosis.tickets import views

urlpatterns: list[URLPattern] = [
    path("diagnose/<slug:token>/ticket/", views.handoff, name="handoff"),
    path("t/<slug:token>/", views.ticket_status, name="ticket_status"),
]
