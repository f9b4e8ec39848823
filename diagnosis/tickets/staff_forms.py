"""What staff fill in for an action on a ticket. Field names are the keyword arguments of the use cases."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.fields import MaskedField
from diagnosis.catalogue.models import Cause
from diagnosis.tickets.handoff import MESSAGE_LENGTH
from diagnosis.tickets.models import Ticket

NOT_SENT = _("Write a few words first; nothing was sent.")


def triage_staff() -> QuerySet[Any]:
    """Active staff who may work on tickets."""
    may = {"codename": "change_ticket", "content_type__app_label": "tickets"}
    direct = Q(**{f"user_permissions__{name}": value for name, value in may.items()})
    through_group = Q(**{f"groups__permissions__{name}": value for name, value in may.items()})
    staff = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    return staff.filter(Q(is_superuser=True) | direct | through_group).distinct().order_by("email")


class StaffForm(forms.Form):
    """No fields: for what needs only a press of a button. `ticket` gives a form its starting values."""

    required_css_class = "required"

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket = ticket

    def point_to_error(self) -> None:
        """Takes the browser to the first field with an error: it may stand far below the top of the page."""
        for name in self.fields:
            if name in self.errors:
                self.fields[name].widget.attrs["autofocus"] = True
                return


class WordsForm(StaffForm):
    message = MaskedField(
        label=_("Message"),
        max_length=MESSAGE_LENGTH,
        error_messages={"required": NOT_SENT},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AssignForm(StaffForm):
    to: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        queryset=None, label=_("Assign to"), empty_label=_("Choose somebody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.queryset = triage_staff()  # type: ignore[attr-defined]
        field.initial = self.ticket.assignee_id


class ResolveForm(WordsForm):
    cause: "forms.ModelChoiceField[Cause]" = forms.ModelChoiceField(
        queryset=None,
        to_field_name="slug",
        label=_("Cause that was found"),
        help_text=_("For staff and statistics; the employee does not see it."),
    )
    field_order = ["cause", "message"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cause = self.fields["cause"]
        cause.queryset = Cause.objects.published()  # type: ignore[attr-defined]
        cause.initial = self.ticket.cause.slug if self.ticket.cause else None
        self.fields["message"].label = _("What helped")
        self.fields["message"].help_text = _("The employee reads this. No policy names, no risk states.")
