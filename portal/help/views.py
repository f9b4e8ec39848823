from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "help/home.html")


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/home.html")


@require_safe
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "help/home.html")


@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    return render(request, "help/home.html")


@require_safe
def code_page(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "help/home.html")
