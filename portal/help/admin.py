"""Articles and questions in the admin. Saving renders the Markdown; the rendered text is shown below it."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from diagnosis.catalogue.content_admin import ContentAdmin, EditedFilter
from portal.help.export import zipped
from portal.help.models import Article, FaqEntry


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    identity = "slug"
    list_display = ("title", "is_published", "reviewed_on", "edited", "page")
    list_filter = ("is_published", EditedFilter)
    search_fields = ("title", "summary", "body")
    search_help_text = _("Words of the title, the summary or the text.")
    prepopulated_fields = {"slug": ("title",)}
    readonly_fields = ("preview", "updated_at")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body", "is_published")}),
        (_("As readers see it"), {"fields": ("preview",), "description": _("Renewed each time you save.")}),
        (_("Where it comes from"), {"fields": ("source", "reviewed_on", "updated_at")}),
    )

    @admin.display(description=_("page"))
    def page(self, article: Article) -> str:
        return format_html('<a href="{}">{}</a>', reverse("help_article", args=[article.slug]), article.slug)

    @admin.display(description=_("Preview"))
    def preview(self, article: Article) -> str:
        return render_to_string("help/preview.html", {"blocks": article.blocks})

    def get_urls(self) -> list[URLPattern]:
        export = path("export/", self.admin_site.admin_view(self.export_view), name="help_article_export")
        return [export, *super().get_urls()]

    @method_decorator(require_GET)
    def export_view(self, request: HttpRequest) -> HttpResponse:
        """All content, the catalogue's too: only here both can be reached."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="content.zip"'}
        return HttpResponse(zipped(), content_type="application/zip", headers=headers)


@admin.register(FaqEntry)
class FaqEntryAdmin(ContentAdmin):
    identity = "slug"
    list_display = ("question", "position", "is_published", "reviewed_on", "edited")
    list_filter = ("is_published", EditedFilter, "causes")
    search_fields = ("question", "answer")
    search_help_text = _("Words of the question or the answer.")
    prepopulated_fields = {"slug": ("question",)}
    formfield_overrides: ClassVar = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    readonly_fields = ("preview",)
    fieldsets = (
        (None, {"fields": ("question", "slug", "answer", "causes", "position", "is_published")}),
        (_("As readers see it"), {"fields": ("preview",), "description": _("Renewed each time you save.")}),
        (_("Where it comes from"), {"fields": ("source", "reviewed_on")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FaqEntry]:
        return super().get_queryset(request).prefetch_related("causes")

    @admin.display(description=_("Preview"))
    def preview(self, entry: FaqEntry) -> str:
        return render_to_string("help/preview.html", {"blocks": [{"kind": "html", "html": entry.answer_html}]})
