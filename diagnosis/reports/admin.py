"""Reports for staff: everything that was read, nothing that can be changed."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from diagnosis.engine.serialize import from_json
from diagnosis.reports.inbox_admin import InboxAdmin
from diagnosis.reports.models import ContextAnswer, Match, Report, SortedText, StepOutcome
from diagnosis.reports.questions import QUESTIONS, answer_label
from diagnosis.reports.readings import codes_of, device_in_hand, facts_of
from diagnosis.reports.reasons import STAFF_LABELS, words_of

if TYPE_CHECKING:
    # Django's own classes take no parameter when they run.
    ReportModelAdmin = admin.ModelAdmin[Report]
    MatchTable = admin.TabularInline[Match, Report]
    AnswerTable = admin.TabularInline[ContextAnswer, Report]
    OutcomeTable = admin.TabularInline[StepOutcome, Report]
else:
    ReportModelAdmin = admin.ModelAdmin
    MatchTable = AnswerTable = OutcomeTable = admin.TabularInline


class ReadOnly:
    """Staff look; only the visitor's own forms write."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class MatchInline(ReadOnly, MatchTable):
    model = Match
    verbose_name_plural = _("causes, by rank")
    fields = ("rank", "cause", "confidence", "score", "words")
    readonly_fields = ("words",)
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        return super().get_queryset(request).select_related("cause")

    @admin.display(description=_("evidence"))
    def words(self, match: Match) -> SafeString:
        lines = [(STAFF_LABELS[e["kind"]], words_of(e), f"{e['weight']:+.2f}") for e in match.evidence]
        return format_html_join("", "<div>{}: <mark>{}</mark> {}</div>", lines)


class AnswerInline(ReadOnly, AnswerTable):
    model = ContextAnswer
    verbose_name_plural = _("answers to the context questions")
    fields = ("asked", "answered", "answered_at")
    readonly_fields = ("asked", "answered")
    extra = 0

    @admin.display(description=_("question"))
    def asked(self, row: ContextAnswer) -> str:
        return str(QUESTIONS[row.question][0]) if row.question in QUESTIONS else row.question

    @admin.display(description=_("answer"))
    def answered(self, row: ContextAnswer) -> str:
        return answer_label(row.question, row.answer)


class OutcomeInline(ReadOnly, OutcomeTable):
    model = StepOutcome
    verbose_name_plural = _("steps tried")
    fields = ("instruction", "has_worked", "recorded_at")
    extra = 0


@admin.register(Report)
class ReportAdmin(ReadOnly, ReportModelAdmin):
    list_display = ("created_at", "main_code", "is_recognised", "is_held", "is_solved", "has_live_code")
    list_filter = ("is_recognised", "is_held", "has_live_code", ("solved_at", admin.EmptyFieldListFilter))
    search_fields = ("main_code",)
    search_help_text = _("By error code, as in 53003. Tickets are found by their IDs and user ID.")
    inlines = (MatchInline, AnswerInline, OutcomeInline)
    fields = (
        "created_at", "codes_read", "facts_read", "device_read", "text", "masked_count", "has_live_code",
        "is_truncated", "is_recognised", "is_held", "solved_at", "catalogue_version",
    )  # fmt: skip
    readonly_fields = ("codes_read", "facts_read", "device_read")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).defer("text", "reading")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nothing but the filters: a free lookup would tell digests letter by letter, or run any pattern."""
        return lookup.partition("__")[0] in ("is_recognised", "is_held", "has_live_code", "solved_at")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    @admin.display(description=_("solved"), boolean=True)
    def is_solved(self, report: Report) -> bool:
        return report.solved_at is not None

    @admin.display(description=_("codes"))
    def codes_read(self, report: Report) -> SafeString:
        codes = codes_of(from_json(report.text, report.reading))
        return format_html_join("", "<div><b>{}</b> {}</div>", ((code.display, code.note) for code in codes))

    @admin.display(description=_("facts"))
    def facts_read(self, report: Report) -> SafeString:
        facts = facts_of(from_json(report.text, report.reading))
        lines = ((f.label, f.value, f.source, "" if f.is_certain else _("(not certain)")) for f in facts)
        return format_html_join("", "<div>{}: <b>{}</b> – {} {}</div>", lines)

    @admin.display(description=_("device in hand"))
    def device_read(self, report: Report) -> str:
        return device_in_hand(report.device) or "–"


admin.site.register(SortedText, InboxAdmin)
