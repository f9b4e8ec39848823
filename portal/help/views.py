"""What visitors read. Nobody signs in here and nothing is stored, so every page may be kept and revalidated."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from diagnosis.catalogue.models import Cause
from diagnosis.reports.client_hints import asks_for_device
from diagnosis.reports.methods import takes
from portal.help.codes import find_code, lookup_address, parent_of, safe
from portal.help.guidance import causes_of, code_guidance, core_guidance, who_can_fix
from portal.help.models import Article, FaqEntry, with_shown_codes

FLAGSHIP = "error-code-53003"
ARTICLES_PER_PAGE = 20
CAUSES_ON_HOME = 5
FAQ_ON_HOME = 5
FAQ_ON_CODE_PAGE = 4
FAQ_MOST = 60
CAUSES_MOST = 60

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Browsers keep the page but ask each time: an edit shows at once, an unchanged page costs an empty 304.

    Each of these pages holds the box for an error text, so they all ask which device will post it.
    """
    return takes("GET", "HEAD")(conditional_page(cache_control(public=True, no_cache=True)(asks_for_device(view))))


def flagship() -> str:
    """The slug of the article that tells the common causes in full; "" while it is unpublished."""
    return FLAGSHIP if Article.objects.published().filter(slug=FLAGSHIP).exists() else ""


@public_page
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "article": Article.objects.published().filter(slug=FLAGSHIP).first(),
        "causes": Cause.objects.published().filter(is_core=True)[:CAUSES_ON_HOME],
        "entries": FaqEntry.objects.published()[:FAQ_ON_HOME],
    }
    return render(request, "help/home.html", context)


@public_page
def help_index(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().starting_with(FLAGSHIP).defer("body", "blocks")
    context = {
        "page": Paginator(articles, ARTICLES_PER_PAGE).get_page(request.GET.get("page")),
        "causes": with_shown_codes(Cause.objects.published())[:CAUSES_MOST],
        "flagship": flagship(),
    }
    return render(request, "help/index.html", context)


@public_page
def help_article(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published(), slug=slug)
    context = {"article": article, "guidance": core_guidance() if article.needs_catalogue else []}
    return render(request, "help/article.html", context)


@public_page
def faq(request: HttpRequest) -> HttpResponse:
    entries = FaqEntry.objects.published().with_causes()[:FAQ_MOST]
    return render(request, "help/faq.html", {"entries": entries, "flagship": flagship()})


@public_page
def code_page(request: HttpRequest, code: str) -> HttpResponse:
    found = find_code(code)
    if found is None:
        return render(request, "help/code_unknown.html", {"typed": safe(code), "parent": parent_of(code)}, status=404)
    if found.code != code:
        return redirect("code_page", code=found.code, permanent=True)
    guidance = code_guidance(found)
    context = {
        "code": found,
        "guidance": guidance,
        "others": guidance[1:] if found.is_reviewed else guidance,
        "who_can_fix": who_can_fix(found),
        "lookup": lookup_address(found),
        "entries": FaqEntry.objects.published().about(causes_of(guidance))[:FAQ_ON_CODE_PAGE],
    }
    return render(request, "help/code.html", context)
