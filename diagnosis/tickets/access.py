"""From the token of a ticket's link to the ticket."""

from diagnosis.reports.access import opened_by
from diagnosis.reports.links import derive, digest
from diagnosis.tickets.models import Ticket


def get_ticket(token: str) -> Ticket:
    """A wrong link and a revoked one answer alike: Http404."""
    return opened_by(token, Ticket.objects.select_related("report"))


def living_token(ticket: Ticket) -> str | None:
    """The token a repeated hand-off may show again; None where the first link was revoked or its key was rotated.

    Raising the generation alone ends the first link, as `opened_by` has it.

    The successor of a revoked link is never derived for whoever still has the hand-off's address: the first link may
    have been revoked because that address leaked with it.
    """
    token = derive("ticket", ticket.pk, 1)
    return token if ticket.link_generation == 1 and digest(token) == ticket.token_digest else None
