from django.urls import URLPattern, path

from diagnosis.reports import views

urlpatterns: list[URLPattern] = [
    path("diagnose/", views.diagnose, name="diagnose"),
    path("diagnose/<slug:token>/", views.diagnosis, name="diagnosis"),
    path("diagnose/<slug:token>/solved/", views.diagnosis_solved, name="diagnosis_solved"),
    path("diagnose/<slug:token>/step/", views.diagnosis_step, name="diagnosis_step"),
]
