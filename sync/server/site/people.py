"""Who has an account, and how does a coordinator invite, change and remove somebody?

Promise: for coordinators of the whole organisation; a link is shown once, to be copied or read aloud; what cannot be undone says first
what it does.
"""

from collections.abc import Callable

import msgspec
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sync.domain.definition import Definition
from sync.server.people import changing, inviting
from sync.server.people.models import Role
from sync.server.reading.people import Held, InvitationRow, PersonRow, open_invitations, people_of, person_of
from sync.server.site import amounts, links
from sync.server.site.clock import now_ms
from sync.server.site.people_forms import InviteForm, PlaceForm, said_of
from sync.server.site.visitors import COORDINATORS, Member, visitor_at, wide_page_for
from sync.server.tongues.saying import in_english, say, say_many

LOOK_AND_CHANGE = ["GET", "HEAD", "POST"]
VENUES_NAMED = 3
"""More venues than this are counted and not named."""


class PersonShown(msgspec.Struct, frozen=True):
    """One account in words. ``earlier``: what they are in other events."""

    row: PersonRow
    role: str
    earlier: str
    is_yourself: bool
    needs_second_step: bool


@require_safe
@wide_page_for(COORDINATORS)
def every(request: HttpRequest, member: Member) -> HttpResponse:
    """List accounts and open links."""
    definition = _definition(request)
    shown = [_shown(row, definition, member) for row in people_of(member.organisation)]
    open_links = [(row, _place_in_words(row, definition), amounts.span(row.expires_ms - now_ms())) for row in _invitations(member)]
    return render(
        request, "site/people.html", {"people": shown, "links": open_links, "uneasy": sum(one.needs_second_step for one in shown)}
    )


@require_http_methods(LOOK_AND_CHANGE)
@wide_page_for(COORDINATORS)
def invite(request: HttpRequest, member: Member) -> HttpResponse:
    """Make a link for a new account."""
    form = InviteForm(request.POST or None, definition=_definition(request), initial={"everywhere": "all"})
    if request.method != "POST" or not form.is_valid():
        return render(request, "site/invite.html", {"form": form})
    row, code = inviting.invite(member.actor, form.cleaned_data["shown_name"].strip(), form.place(), now_ms())
    return links.shown(request, row, code)


@require_http_methods(LOOK_AND_CHANGE)
@wide_page_for(COORDINATORS)
def one(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Show an account, and change what it may do."""
    user, row = _person(member, no)
    definition = _definition(request)
    form = PlaceForm(request.POST or None, definition=definition, initial=said_of(row, definition.event.no if definition else None))
    if request.method == "POST" and form.is_valid():
        place = form.place()
        held = [Held(place.role, place.event, venue) for venue in place.venues or (None,)]
        described = _described(held, definition)
        with in_english():
            written = _described(held, definition)
        event = None if definition is None else definition.event.no
        done = _tried(request, lambda: changing.change_place(member.actor, user, place, event, written))
        if done:
            messages.success(request, say("{name} is now {role}.", name=row.name, role=described))
        return redirect("people-one", no)
    return render(request, "site/person.html", {"form": form, "person": _shown(row, definition, member)})


@require_POST
@wide_page_for(COORDINATORS)
def new_password(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Make a link by which somebody chooses a new password."""
    user, _ = _person(member, no)
    return links.shown(request, *inviting.offer_reset(member.actor, user, now_ms()))


@require_POST
@wide_page_for(COORDINATORS)
def end_sessions(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Sign somebody out everywhere."""
    user, row = _person(member, no)
    number = changing.end_sessions(member.actor, user)
    messages.success(
        request, say_many("{name} is signed out, in {count} place.", "{name} is signed out, in {count} places.", number, name=row.name)
    )
    return redirect("people-one", no)


@require_http_methods(LOOK_AND_CHANGE)
@wide_page_for(COORDINATORS)
def drop_second_step(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Say what taking the second step off does; on confirmation, do it."""
    user, row = _person(member, no)
    if request.method != "POST":
        return render(request, "site/person_second_step.html", {"person": _shown(row, _definition(request), member)})
    if _tried(request, lambda: changing.drop_second_step(member.actor, user)):
        messages.success(request, say("The second step of {name} is off: the password alone opens the account again.", name=row.name))
    return redirect("people-one", no)


@require_http_methods(LOOK_AND_CHANGE)
@wide_page_for(COORDINATORS)
def remove(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Say what removing does; on confirmation, do it."""
    user, row = _person(member, no)
    if request.method != "POST":
        return render(request, "site/person_remove.html", {"person": _shown(row, _definition(request), member)})
    if _tried(request, lambda: changing.remove(member.actor, user)):
        messages.success(request, say("{name} has no account any more. What they did keeps their name.", name=row.name))
        return redirect("people")
    return redirect("people-one", no)


@require_POST
@wide_page_for(COORDINATORS)
def withdraw(request: HttpRequest, member: Member, no: int) -> HttpResponse:
    """Let a link open nothing any more."""
    try:
        row = inviting.withdraw(member.actor, member.organisation, no, now_ms())
    except inviting.NotOpen as fault:
        raise Http404 from fault
    messages.success(request, say("The link for {name} opens nothing any more.", name=row.shown_name))
    return redirect("people")


def _tried(request: HttpRequest, change: Callable[[], None]) -> bool:
    try:
        change()
    except changing.Yourself:
        messages.warning(request, say("Nobody does this to their own account. Ask another coordinator."))
        return False
    except changing.NeedsCoordinator:
        messages.warning(request, say("Then nobody could look after the accounts. Make somebody else a coordinator of every event first."))
        return False
    return True


def _person(member: Member, no: int) -> tuple[AbstractBaseUser, PersonRow]:
    found = person_of(member.organisation, no)
    if found is None:
        raise Http404
    return found


def _invitations(member: Member) -> list[InvitationRow]:
    return open_invitations(member.organisation, now_ms())


def _definition(request: HttpRequest) -> Definition | None:
    visitor = visitor_at(request)
    return None if visitor is None else visitor.definition


def _shown(row: PersonRow, definition: Definition | None, member: Member) -> PersonShown:
    event = None if definition is None else definition.event.no
    present = [one for one in row.held if one.event in (None, event)]
    other = {one.event for one in row.held if one.event not in (None, event)}
    return PersonShown(
        row=row,
        role=_first_large(_described(present, definition)) if present else say("Nothing in this event"),
        earlier=say_many("and has a part in {count} other event", "and has a part in {count} other events", len(other)) if other else "",
        is_yourself=member.actor.account == row.id,
        needs_second_step=not row.has_second_step and any(one.role is Role.COORDINATOR for one in row.held),
    )


def _place_in_words(row: InvitationRow, definition: Definition | None) -> str:
    if row.is_reset or row.role is None:
        return say("a new password")
    return _described([Held(row.role, row.event, venue) for venue in row.venues or (None,)], definition)


def _described(held: list[Held], definition: Definition | None) -> str:
    """Return "venue lead at the Rainbow Room", "coordinator of every event"."""
    role = next(role for role in Role if any(one.role is role for one in held))
    theirs = [one for one in held if one.role is role]
    if role is not Role.VENUE_LEAD:
        every = any(one.event is None for one in theirs)
        # For translators: {role}: coordinator, auditor, viewer or venue lead.
        return say("{role} of every event", role=role.label) if every else say("{role} of this event", role=role.label)
    if len(theirs) > VENUES_NAMED:
        return say_many("{role} at {count} venue", "{role} at {count} venues", len(theirs), role=role.label)
    found = [(one.venue, None if definition is None else definition.venue(one.venue)) for one in theirs]
    names = [say("venue {no}", no=str(no)) if venue is None else amounts.named(venue.name) for no, venue in found]
    return say("{role} at {venues}", role=role.label, venues="; ".join(names))


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]
