"""What we know, edited by content owners. What came from a file is unpublished, not deleted: it would come back."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue import drafts
from diagnosis.catalogue.content_admin import (
    ACTORS,
    ActorFilter,
    ActorMixin,
    DraftedAdmin,
    DraftFilter,
    EditedFilter,
    ValuesFilter,
)
from diagnosis.catalogue.content_row import DraftedRow
from diagnosis.catalogue.forms import (
    LINK_ROWS,
    CauseForm,
    ErrorCodeForm,
    ExampleForm,
    LabelForm,
    SignatureForm,
    StepForm,
    StepFormSet,
)
from diagnosis.catalogue.models import Cause, ErrorCode, Example, Label, Signature, Step, Trial
from diagnosis.catalogue.trial_admin import TrialAdmin

SHOWN_LETTERS = 80
POINTS_TO = _("Causes this code points to")


class StepInline(ActorMixin, admin.StackedInline):
    model = Step
    form = StepForm
    extra = 0
    can_delete = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = (
        ("position", "actor", "platform"),
        "instruction",
        "detail",
        "link",
        ("key", "is_hand_off", "is_published"),
    )
    verbose_name = _("step")
    verbose_name_plural = _("Steps, in the order people see them")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Who can't edit reads what is live, here as in the cause itself."""
        can_edit = self.has_change_permission(request, obj)
        return super().get_formset(request, obj, **kwargs, formset=StepFormSet if can_edit else BaseInlineFormSet)


@admin.register(Cause)
class CauseAdmin(ActorMixin, DraftedAdmin):
    identity = "slug"
    form = CauseForm
    inlines = (StepInline,)
    prepopulated_fields = {"slug": ("title",)}
    list_display = ("title", "slug", "acts", "is_core", "position", "is_published", "drafted", "edited", "reviewed_on")
    list_filter = (DraftFilter, "is_published", EditedFilter, "is_core", ("who_acts", ActorFilter))
    search_fields = ("title", "slug", "summary", "meaning", "steps__instruction")
    search_help_text = _("Words of the title, the meaning or a step.")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "is_published")}),
        (_("What people read"), {"fields": ("meaning", "recognise", "who_acts", "it_must_never")}),
        (_("Your organisation"), {"fields": ("local_codes", "waiting_time")}),
        (_("Place and source"), {"fields": ("is_core", "position", "source", "reviewed_on")}),
    )

    def parts(self, row: DraftedRow) -> Iterable[DraftedRow]:
        return [row, *Step.objects.filter(cause=row.pk).select_related("cause")]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for step in formset.save(commit=False):
            drafts.keep(step, by=request.user, now=timezone.now())
        formset.save_m2m()

    @admin.display(description=_("who acts"), ordering="who_acts")
    def acts(self, cause: Cause) -> str:
        return str(ACTORS.get(cause.who_acts, cause.who_acts))


@admin.register(ErrorCode)
class ErrorCodeAdmin(DraftedAdmin):
    identity = "code"
    form = ErrorCodeForm
    list_display = ("code", "symbolic_name", "first_cause", "is_reviewed", "is_published", "drafted", "edited")
    list_filter = (DraftFilter, "is_published", EditedFilter, "is_reviewed", "is_client", ("who_can_fix", ValuesFilter))
    search_fields = ("code", "symbolic_name", "family", "note", "causes__title")
    search_help_text = _("A code without AADSTS, a symbolic name, a family, or words of the note.")
    fieldsets = (
        (None, {"fields": ("code", "is_client", "symbolic_name", "note", "is_published")}),
        (POINTS_TO, {"fields": LINK_ROWS}),
        (_("What it is"), {"fields": ("family", "who_can_fix", "is_user_visible", "is_reviewed", "source")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who can't edit has no form that would fill the rows of causes."""
        shown = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return shown
        return [(title, {"fields": ("pointed_to",)} if title == POINTS_TO else options) for title, options in shown]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ErrorCode]:
        return super().get_queryset(request).prefetch_related("links__cause")

    @admin.display(description=_("causes"))
    def pointed_to(self, code: ErrorCode) -> str:
        return ", ".join(map(str, code.links.all())) or "–"

    @admin.display(description=_("first cause"))
    def first_cause(self, code: ErrorCode) -> str:
        return next((str(link.cause) for link in code.links.all()), "–")


@admin.register(Signature)
class SignatureAdmin(DraftedAdmin):
    form = SignatureForm
    list_display = ("__str__", "cause", "weight", "only_with_codes", "language", "is_published", "drafted", "edited")
    list_filter = (DraftFilter, "is_published", EditedFilter, "kind", "language", "cause")
    search_fields = ("phrase", "key", "field", "value", "only_with_codes", "note")
    search_help_text = _("Words of the phrase, a fact, a code or the note.")
    fieldsets = (
        (None, {"fields": ("key", "cause", "weight", "is_published")}),
        (_("What it looks for"), {"fields": ("kind", "phrase", "field", "value", "only_with_codes", "language")}),
        (_("Where it comes from"), {"fields": ("note",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signature]:
        return super().get_queryset(request).select_related("cause")


@admin.register(Example)
class ExampleAdmin(DraftedAdmin):
    form = ExampleForm
    list_display = ("__str__", "cause", "language", "batch", "is_published", "drafted", "edited")
    list_filter = (DraftFilter, "is_published", EditedFilter, "language", "cause", ("batch", ValuesFilter))
    search_fields = ("text", "key")
    search_help_text = _("Words of the text.")
    fieldsets = (
        (
            None,
            {
                "fields": ("text", "cause", "language", "batch", "is_published", "key"),
                "description": _("The diagnosis learns from examples. Publishing one is checked against all others."),
            },
        ),
    )
    readonly_fields = ("key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Example]:
        return super().get_queryset(request).select_related("cause")

    def save_model(self, request: HttpRequest, obj: Example, form: "ModelForm[Example]", change: bool) -> None:
        if not obj.key:
            obj.key = drafts.new_key(obj.text, timezone.now())
        super().save_model(request, obj, form, change)


@admin.register(Label)
class LabelAdmin(DraftedAdmin):
    form = LabelForm
    list_display = ("key", "language", "field", "first_names", "is_published", "drafted", "edited")
    list_filter = (DraftFilter, "is_published", EditedFilter, "language", "field")
    search_fields = ("names", "key", "note")
    search_help_text = _("A name as a page shows it, or the key.")
    fieldsets = (
        (None, {"fields": ("key", "language", "field", "names", "is_published")}),
        (_("Where it comes from"), {"fields": ("note",)}),
    )

    @admin.display(description=_("names"))
    def first_names(self, label: Label) -> str:
        return Truncator(", ".join(label.names.splitlines())).chars(SHOWN_LETTERS)


admin.site.register(Trial, TrialAdmin)
