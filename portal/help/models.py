"""Articles and frequent questions: Markdown that is rendered and sanitised when it is saved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Cause, ContentRow


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

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


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

    class Meta:
        ordering = ("position", "slug")
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ")

    def __str__(self) -> str:
        return self.question
