"""The hand-off to IT staff: what the employee confirmed, and everything that happened since."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.models import Cause
from diagnosis.reports.models import Report


class State(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Open")
    PENDING = "pending", _("Waiting for the employee")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


class RequesterState(models.TextChoices):
    UNVERIFIED = "unverified", _("Identity not verified")
    VERIFIED = "verified", _("Identity verified")


class TimeSource(models.TextChoices):
    PASTED = "pasted", _("from the pasted text")
    ENTERED = "entered", _("entered by the person")
    SUBMITTED = "submitted", _("no time known; the time of the report")


class TicketQuerySet(models.QuerySet["Ticket"]):
    def active(self) -> "TicketQuerySet":
        return self.exclude(state__in=Ticket.final_states)

    def waiting(self) -> "TicketQuerySet":
        return self.filter(state=State.NEW)


class Ticket(models.Model):
    """One hand-off. The report keeps what was detected; the fields here are what the employee confirmed."""

    final_states: ClassVar[frozenset[str]] = frozenset({State.RESOLVED, State.CLOSED})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="ticket")
    reference = models.CharField(max_length=12, unique=True)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    link_key_id = models.CharField(max_length=8, editable=False)
    link_generation = models.PositiveSmallIntegerField(default=1)

    state = models.CharField(max_length=8, choices=State, default=State.NEW, db_index=True)
    requester_state = models.CharField(max_length=10, choices=RequesterState, default=RequesterState.UNVERIFIED)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tickets"
    )
    cause = models.ForeignKey(Cause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    main_code = models.CharField(max_length=24, blank=True, db_index=True)
    is_held = models.BooleanField(
        default=False,
        help_text=_("Over the usual rate of one client, or somebody said “this was not me”: look twice."),
    )

    # What the employee confirmed
    name = models.CharField(max_length=120, blank=True)
    user_principal_name = models.CharField(_("user ID"), max_length=254, db_index=True)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField(help_text=_("UTC time of the failed sign-in."))
    occurred_at_source = models.CharField(max_length=9, choices=TimeSource, default=TimeSource.PASTED)
    time_zone = models.CharField(max_length=64)
    device = models.CharField(max_length=200, blank=True)
    is_other_device = models.BooleanField(
        default=False,
        help_text=_("The sign-in failed on another device than the one this ticket was sent from."),
    )
    app = models.CharField(max_length=120, blank=True)
    message = models.TextField(blank=True)

    # What staff search by, copied from the report once
    request_id = models.CharField(max_length=36, blank=True, db_index=True)
    correlation_id = models.CharField(max_length=36, blank=True, db_index=True)

    created_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.reference

    @property
    def is_active(self) -> bool:
        return self.state not in self.final_states


class TicketEvent(models.Model):
    """Append-only history. `is_public` events stand on the requester's page."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Ticket opened")
        RESUBMITTED = "resubmitted", _("Sent again with other words")
        ASSIGNED = "assigned", _("Assigned")
        REPLIED = "replied", _("IT wrote")
        ASKED = "asked", _("IT asked")
        REQUESTER_WROTE = "requester_wrote", _("The employee wrote")
        WORKS_NOW = "works_now", _("The employee says it works now")
        NOT_ME = "not_me", _("Somebody says: this was not me")
        RESOLVED = "resolved", _("Resolved")
        REOPENED = "reopened", _("Reopened")
        NOTED = "noted", _("Staff note")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    is_public = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M} UTC"
