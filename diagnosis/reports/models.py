"""One submitted text, what was read in it, and how the causes ranked."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Cause, Example, Signature, Step


class Report(models.Model):
    """What was detected; it never changes after intake. Answers and outcomes are rows of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_index=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    link_key_id = models.CharField(max_length=8, editable=False)
    link_generation = models.PositiveSmallIntegerField(default=1)

    text = models.TextField(blank=True, help_text=_("The masked text, the only one that is kept."))
    text_digest = models.CharField(
        max_length=64, blank=True, db_index=True, editable=False, help_text=_("SHA-256 of the masked text.")
    )
    is_truncated = models.BooleanField(default=False)
    reading = models.JSONField(default=dict, help_text=_("Codes, facts and masks with their spans in the text."))
    main_code = models.CharField(max_length=24, blank=True, db_index=True)
    is_recognised = models.BooleanField(default=False)
    masked_count = models.PositiveSmallIntegerField(default=0)
    has_live_code = models.BooleanField(
        default=False, help_text=_("An authorization code was among the masked secrets.")
    )
    catalogue_version = models.PositiveBigIntegerField(default=0)
    device = models.JSONField(default=dict, help_text=_("What the browser said about the device in hand."))
    client_digest = models.CharField(max_length=64, blank=True, editable=False)
    is_held = models.BooleanField(default=False, help_text=_("Sent over the usual rate of one client: look twice."))
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.main_code or '–'} {self.created_at:%Y-%m-%d %H:%M} UTC"


class Match(models.Model):
    """A stored ranked cause with the words it rests on."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="matches")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    confidence = models.CharField(max_length=8)
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ("rank",)
        constraints = [models.UniqueConstraint(fields=["report", "cause"], name="cause_once_per_report")]

    def __str__(self) -> str:
        return f"{self.rank}. {self.cause}"


class ContextAnswer(models.Model):
    """What the person answered to one context question; kept beside the report, never in it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class StepOutcome(models.Model):
    """Whether a step worked. The instruction is copied, so that history outlives an edit."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="outcomes")
    step = models.ForeignKey(Step, null=True, on_delete=models.SET_NULL, related_name="+")
    instruction = models.CharField(max_length=200)
    has_worked = models.BooleanField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("recorded_at",)
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="one_outcome_per_step")]

    def __str__(self) -> str:
        return self.instruction


class SortedText(models.Model):
    """An unrecognised text that a content owner dealt with; known by its digest, so that it may be deleted."""

    class Outcome(models.TextChoices):
        EXAMPLE = "example", _("Became an example")
        SIGNATURE = "signature", _("Became a signature")
        ASIDE = "aside", _("Set aside")

    text_digest = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(max_length=9, choices=Outcome)
    # What it became. A draft that is discarded takes this row with it, and the text waits again.
    example = models.ForeignKey(Example, null=True, on_delete=models.CASCADE, related_name="+")
    signature = models.ForeignKey(Signature, null=True, on_delete=models.CASCADE, related_name="+")
    sorted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sorted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("unrecognised text")
        verbose_name_plural = _("unrecognised texts")

    def __str__(self) -> str:
        return self.get_outcome_display()


class RateWindow(models.Model):
    """How often one client (a keyed hash) did one thing in one window of time."""

    action = models.CharField(max_length=20)
    client_digest = models.CharField(max_length=64)
    window_started_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action", "client_digest", "window_started_at"], name="one_count_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.count}"
