"""Articles and frequent questions: Markdown that is rendered and sanitised when it is saved."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.content_row import ContentRow
from diagnosis.catalogue.models import Cause, CodeCause
from portal.help.rendering import CATALOGUE_KINDS, Heading, render_answer, render_article, unknown_markers

CODES_PER_CAUSE = 4


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        return self.filter(is_published=True)

    def starting_with(self, slug: str) -> "ArticleQuerySet":
        """By title, after the one article most people come for."""
        return self.order_by(models.Case(models.When(slug=slug, then=0), default=1), "title")


class Article(ContentRow):
    content_fields = ("title", "summary", "body", "source", "reviewed_on")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, help_text=_("One or two sentences for lists and search engines."))
    body = models.TextField(
        help_text=_(
            "Markdown. A line with only {causes}, {employee-steps} or {admin-steps} is replaced by what the "
            "catalogue says about the common causes of error 53003."
        )
    )
    blocks = models.JSONField(default=list, editable=False, help_text=_("The rendered body, made on save."))
    source = models.CharField(max_length=300)
    reviewed_on = models.DateField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if names := unknown_markers(self.body):
            message = _("{%(name)s} is no catalogue block. Use {causes}, {employee-steps} or {admin-steps}.")
            raise ValidationError({"body": message % {"name": names[0]}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.blocks = render_article(self.body)
        super().save(*args, **kwargs)

    @property
    def headings(self) -> list[Heading]:
        """The table of contents: second-level headings in order."""
        return [heading for block in self.blocks for heading in block.get("headings", ())]

    @property
    def needs_catalogue(self) -> bool:
        return any(block["kind"] in CATALOGUE_KINDS for block in self.blocks)


class FaqQuerySet(models.QuerySet["FaqEntry"]):
    def published(self) -> "FaqQuerySet":
        return self.filter(is_published=True)

    def about(self, causes: list[Cause]) -> "FaqQuerySet":
        return self.filter(causes__in=causes).distinct()

    def with_causes(self) -> "FaqQuerySet":
        """Published causes, each with the first few codes that people see for it on their screen."""
        return self.prefetch_related(models.Prefetch("causes", with_shown_codes(Cause.objects.published())))


def with_shown_codes(causes: models.QuerySet[Cause]) -> models.QuerySet[Cause]:
    """Each cause gets `shown_links`: its few strongest links to reviewed codes that people see."""
    shown = {"is_published": True, "is_reviewed": True, "is_user_visible": True}
    links = (
        CodeCause.objects.filter(**{f"error_code__{name}": value for name, value in shown.items()})
        .select_related("error_code")
        .order_by("error_code__is_client", "-weight", Length("error_code__code"), "error_code__code")[:CODES_PER_CAUSE]
    )
    return causes.prefetch_related(models.Prefetch("code_links", links, to_attr="shown_links"))


class FaqEntry(ContentRow):
    content_fields = ("question", "answer", "position", "source", "reviewed_on")

    slug = models.SlugField(max_length=80, unique=True)
    question = models.CharField(max_length=200)
    answer = models.TextField(help_text=_("Markdown, a few sentences."))
    answer_html = models.TextField(editable=False)
    causes = models.ManyToManyField(Cause, blank=True, related_name="faq_entries")
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=300)
    reviewed_on = models.DateField()

    objects = FaqQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ")

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.answer_html = render_answer(self.answer)
        super().save(*args, **kwargs)

    def values(self) -> Mapping[str, Any]:
        causes = [cause.slug for cause in self.causes.all()] if self.pk else []
        return {**super().values(), "causes": sorted(causes)}
