from django.urls import path

from portal.help import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_index, name="help_index"),
    path("help/<slug:slug>/", views.help_article, name="help_article"),
    path("faq/", views.faq, name="faq"),
    path("e/<str:code>/", views.code_page, name="code_page"),
]
