"""Who gets what at each address that is served? One row for every address, for whoever walks them all.

Promise: ``served`` finds every address in the URL conf, so that one without a row can be found by name.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

SHOWN, AWAY, NOT_KNOWN, NOT_YOURS, NOT_THERE, DONE = 200, "sign-in", 401, 403, 404, "back"


class Row(NamedTuple):
    """What each person gets at one address. ``{venue}``, ``{device}``, ``{flag}``, ``{job}`` and so on: things of the Rainbow Room.

    ``other_lead``: of another venue; none: as the lead. ``elsewhere``: a coordinator of another organisation; none: as the coordinator
    (then it is their own page). What would change something is asked by those who may with a number that nothing has.
    """

    address: str
    method: str
    stranger: Any
    viewer: Any
    auditor: Any
    lead: Any
    coordinator: Any
    other_lead: Any = None
    elsewhere: Any = None

    def expected(self, person: str | None) -> Any:
        if person is None:
            return self.stranger
        if person == "other_lead" and self.other_lead is not None:
            return self.other_lead
        if person.startswith("elsewhere_"):
            own = self.expected(person.removeprefix("elsewhere_"))
            return self.elsewhere if self.elsewhere is not None and own in (SHOWN, DONE, NOT_THERE) else own
        return getattr(self, {"venue_lead": "lead", "other_lead": "lead"}.get(person, person))


def of_everybody(address: str) -> Row:
    return Row(address, "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN)


def of_anybody(address: str, method: str = "get", outcome: Any = SHOWN) -> Row:
    return Row(address, method, outcome, outcome, outcome, outcome, outcome)


def of_coordinators(address: str, method: str = "get", outcome: Any = SHOWN, elsewhere: Any = None) -> Row:
    return Row(address, method, AWAY, NOT_YOURS, NOT_YOURS, NOT_YOURS, outcome, None, elsewhere)


WALK: dict[str, Row] = {
    "totals": of_everybody("/"),
    "totals-live": of_everybody("/totals/live"),
    "totals-curve": of_everybody("/totals/curve"),
    "totals-json": Row("/totals.json", "get", NOT_KNOWN, SHOWN, SHOWN, SHOWN, SHOWN),
    "watch": Row("/watch/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "watch-live": Row("/watch/live", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "watch-said": Row("/watch/said", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "venues": of_everybody("/venues/"),
    "venues-one": Row("/venues/{venue}/", "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "venues-live": Row("/venues/{venue}/live", "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "venues-handed": Row("/venues/{venue}/handed-over", "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "venues-names": Row("/venues/{venue}/names", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "devices": Row("/devices/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "devices-waiting": of_coordinators("/devices/waiting"),
    "devices-approve": of_coordinators("/devices/asking/{asked}/approve", "post", DONE),
    "devices-refuse": of_coordinators("/devices/asking/{asked}/refuse", "post", DONE),
    "devices-one": Row("/devices/{device}/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "devices-rename": Row("/devices/{device}/name", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE),
    "devices-move": of_coordinators("/devices/{device}/venue", "post", NOT_THERE),
    "devices-wish": Row("/devices/{device}/settings", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE),
    "devices-diagnostics": Row("/devices/{device}/diagnostics.json", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "devices-revoke": of_coordinators("/devices/{device}/revoke", elsewhere=NOT_THERE),
    "devices-hand-over": of_coordinators("/devices/hand-over", "post", DONE),
    "flags": Row("/flags/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "flags-settle": Row("/flags/{flag}/settle", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE, NOT_YOURS, NOT_THERE),
    "flags-decide": Row("/flags/decide?flag={flag}", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN, SHOWN, NOT_YOURS, DONE),
    "flags-decisions": Row("/flags/decisions/", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN),
    "flags-take-back": Row(
        "/flags/decisions/{decision}/take-back", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE, NOT_YOURS, NOT_THERE
    ),
    "flags-accept": Row("/flags/{flag}/accept", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE, NOT_YOURS, NOT_THERE),
    "roster": of_coordinators("/roster/"),
    "roster-bring": of_coordinators("/roster/bring", "post", DONE),
    "roster-import": of_coordinators("/roster/imports/{list}/", elsewhere=NOT_THERE),
    "roster-columns": of_coordinators("/roster/imports/{list}/columns", elsewhere=NOT_THERE),
    "roster-put-on": of_coordinators("/roster/imports/{list}/put-on", "post", NOT_THERE),
    "roster-take-back": of_coordinators("/roster/imports/{list}/take-back", elsewhere=NOT_THERE),
    "roster-leave": of_coordinators("/roster/imports/{list}/leave", "post", NOT_THERE),
    "reports": Row("/reports/", "get", AWAY, SHOWN, SHOWN, DONE, SHOWN),
    "reports-paper": Row("/reports/report.pdf", "get", AWAY, SHOWN, SHOWN, NOT_THERE, SHOWN),
    "reports-freeze": of_coordinators("/reports/freeze", "post", DONE),
    "reports-venue": Row("/reports/venues/{venue}/", "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "reports-venue-paper": Row("/reports/venues/{venue}/report.pdf", "get", AWAY, SHOWN, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "reports-boards": of_coordinators("/reports/boards/"),
    "reports-board-close": of_coordinators("/reports/boards/{board}/take-back", "post", NOT_THERE),
    # Whoever has a link sees a board; nobody has this one.
    "board": of_anybody("/board/nothing/", outcome=NOT_THERE),
    "board-live": of_anybody("/board/nothing/live", outcome=NOT_THERE),
    "board-json": of_anybody("/board/nothing/board.json", outcome=NOT_THERE),
    "reports-tokens": of_coordinators("/reports/tokens/"),
    "reports-token-make": of_coordinators("/reports/tokens/make"),
    "reports-token-end": of_coordinators("/reports/tokens/{token}/take-back", elsewhere=NOT_THERE),
    "reports-webhooks": of_coordinators("/reports/webhooks/"),
    "reports-webhook-make": of_coordinators("/reports/webhooks/make"),
    "reports-webhook": of_coordinators("/reports/webhooks/{webhook}/", elsewhere=NOT_THERE),
    "reports-webhook-log": of_coordinators("/reports/webhooks/{webhook}/log", elsewhere=NOT_THERE),
    "reports-webhook-try": of_coordinators("/reports/webhooks/{webhook}/try", "post", NOT_THERE),
    "reports-webhook-switch": of_coordinators("/reports/webhooks/{webhook}/switch", "post", NOT_THERE),
    "reports-webhook-remove": of_coordinators("/reports/webhooks/{webhook}/remove", elsewhere=NOT_THERE),
    # Programs bring a token; being signed in opens nothing there.
    "api-events": of_anybody("/api/v1/events", outcome=NOT_KNOWN),
    "api-summary": of_anybody("/api/v1/events/1/summary", outcome=NOT_KNOWN),
    "api-totals": of_anybody("/api/v1/events/1/totals", outcome=NOT_KNOWN),
    "api-people": of_anybody("/api/v1/events/1/people", outcome=NOT_KNOWN),
    "api-venues": of_anybody("/api/v1/events/1/venues", outcome=NOT_KNOWN),
    "api-progress": of_anybody("/api/v1/events/1/progress", outcome=NOT_KNOWN),
    "api": of_anybody("/api/v1/", outcome=NOT_THERE),
    "api-nothing": of_anybody("/api/v1/nothing", outcome=NOT_THERE),
    "api-openapi": of_anybody("/api/v1/openapi.json"),
    "reports-files": of_everybody("/reports/files/"),
    "reports-file": Row("/reports/files/attendance.csv?venue={venue}", "get", AWAY, NOT_YOURS, SHOWN, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "reports-workbook": Row("/reports/files/flags/workbook?venue={venue}", "post", AWAY, NOT_YOURS, NOT_THERE, NOT_THERE, NOT_THERE),
    "passes": of_coordinators("/passes/"),
    "passes-draw": of_coordinators("/passes/draw", "post", DONE),
    "passes-venue": of_coordinators("/passes/venues/{venue}/", elsewhere=NOT_THERE),
    "pass-picture": of_coordinators("/passes/{key}/picture", elsewhere=NOT_THERE),
    "pass-link": of_coordinators("/passes/{key}/link", elsewhere=NOT_THERE),
    "pass-anew": of_coordinators("/passes/{key}/anew", elsewhere=NOT_THERE),
    "lead-card-picture": of_coordinators("/passes/venues/{venue}/leads/{lead}/picture", elsewhere=NOT_THERE),
    "lead-card-anew": of_coordinators("/passes/venues/{venue}/leads/{lead}/anew", elsewhere=NOT_THERE),
    # Whoever has the secret word sees one pass; whoever makes one up sees nothing.
    "pass-on-phone": of_anybody(f"/pass/1/{'a' * 32}", outcome=NOT_THERE),
    "pass-manifest": of_anybody(f"/pass/1/{'a' * 32}/manifest.webmanifest", outcome=NOT_THERE),
    # Whoever has a poster's address may register; nobody has this one.
    "register": of_anybody(f"/register/{'0' * 20}/", outcome=NOT_THERE),
    "registered-change": of_anybody(f"/pass/1/{'a' * 32}/change", outcome=NOT_THERE),
    "registered-withdraw": of_anybody(f"/pass/1/{'a' * 32}/withdraw", outcome=NOT_THERE),
    "registration": Row("/registration/", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN, SHOWN),
    "registration-venue": Row("/registration/venues/{venue}/", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN, SHOWN, NOT_THERE, NOT_THERE),
    "registration-switch": Row("/registration/venues/{venue}/switch", "post", AWAY, NOT_YOURS, NOT_YOURS, NOT_THERE, NOT_THERE),
    "registration-poster": Row(
        "/registration/venues/{venue}/poster.pdf", "get", AWAY, NOT_YOURS, NOT_YOURS, SHOWN, SHOWN, NOT_THERE, NOT_THERE
    ),
    "privacy": Row("/privacy/", "get", AWAY, NOT_YOURS, SHOWN, NOT_YOURS, SHOWN),
    "privacy-day": of_coordinators("/privacy/day", "post", 422),  # no day was chosen
    "privacy-erase": of_coordinators("/privacy/erase"),
    "privacy-people": of_coordinators("/privacy/people/"),
    "privacy-person": of_coordinators("/privacy/people/{key}/", elsewhere=NOT_THERE),
    "privacy-data": of_coordinators("/privacy/people/{key}/kept.json", elsewhere=NOT_THERE),
    "privacy-person-erase": of_coordinators("/privacy/people/{key}/erase", elsewhere=NOT_THERE),
    "privacy-certificate": of_coordinators("/privacy/people/{key}/certificate", "post", NOT_THERE),
    "passes-certificates": of_coordinators("/certificates/"),
    "passes-certificates-draw": of_coordinators("/certificates/draw", "post", DONE),
    # Whoever has a certificate checks it; whoever makes a code up reads nothing.
    "certificate": of_anybody("/certificate/"),
    "certificate-of": of_anybody("/certificate/ABCD-EFGH-JKMN-PQRS", outcome=NOT_THERE),
    "certificate-by-code": of_anybody("/CERTIFICATE/ABCD-EFGH-JKMN-PQRS", outcome=NOT_THERE),
    "jobs": of_everybody("/jobs/"),
    "jobs-one": Row("/jobs/{job}/", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE, SHOWN, None, NOT_THERE),
    "jobs-bar": Row("/jobs/{job}/bar", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE, SHOWN, None, NOT_THERE),
    "jobs-file": Row("/jobs/{job}/file", "get", AWAY, NOT_THERE, NOT_THERE, NOT_THERE, DONE, None, NOT_THERE),
    "jobs-cancel": Row("/jobs/{job}/cancel", "post", AWAY, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE),
    "jobs-again": Row("/jobs/{job}/again", "post", AWAY, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE),
    "event-choose": Row("/event", "post", AWAY, DONE, DONE, DONE, DONE),
    "people": of_coordinators("/people/"),
    "people-invite": of_coordinators("/people/invite"),
    "people-one": of_coordinators("/people/{account}/", elsewhere=NOT_THERE),
    "people-password": of_coordinators("/people/{account}/password", "post", NOT_THERE, NOT_THERE),
    "people-sign-out": of_coordinators("/people/{account}/sign-out", "post", NOT_THERE, NOT_THERE),
    "people-second-step": of_coordinators("/people/{account}/second-step", elsewhere=NOT_THERE),
    "people-remove": of_coordinators("/people/{account}/remove", elsewhere=NOT_THERE),
    "people-send": of_coordinators("/people/links/send", "post", NOT_THERE),
    "people-withdraw": of_coordinators("/people/links/{link}/withdraw", "post", NOT_THERE, NOT_THERE),
    "audit": Row("/audit/", "get", AWAY, NOT_YOURS, SHOWN, NOT_YOURS, SHOWN),
    "audit-csv": Row("/audit.csv", "get", AWAY, NOT_YOURS, SHOWN, NOT_YOURS, SHOWN),
    # Whoever has a link has no account yet.
    "join": of_anybody("/join/"),
    "join-with": of_anybody("/join/AAAA-BBBB-CCCC-DDDD/", outcome=NOT_THERE),
    "prepare": of_coordinators("/prepare/"),
    "prepare-new": of_coordinators("/prepare/new"),
    "prepare-event": of_coordinators("/prepare/1/", elsewhere=NOT_THERE),
    "prepare-publish": of_coordinators("/prepare/1/publish", elsewhere=NOT_THERE),
    "prepare-history": of_coordinators("/prepare/1/history", elsewhere=NOT_THERE),
    "prepare-again": of_coordinators("/prepare/1/again", "post", DONE, elsewhere=NOT_THERE),
    "prepare-telephones": of_coordinators("/prepare/1/telephones", elsewhere=NOT_THERE),
    "prepare-copy": of_coordinators("/prepare/1/copy", elsewhere=NOT_THERE),
    "prepare-from-file": of_coordinators("/prepare/from-file", "post", DONE),
    "prepare-bring": of_coordinators("/prepare/1/file", "post", DONE, elsewhere=NOT_THERE),
    "prepare-take": of_coordinators("/prepare/1/file/take", "post", DONE, elsewhere=NOT_THERE),
    "prepare-template-csv": of_coordinators("/prepare/1/template.csv", elsewhere=NOT_THERE),
    "prepare-template-xlsx": of_coordinators("/prepare/1/template.xlsx", elsewhere=NOT_THERE),
    "prepare-draft-file": of_coordinators("/prepare/1/draft.toml", elsewhere=NOT_THERE),
    "prepare-version-file": of_coordinators("/prepare/1/version-1.toml", elsewhere=NOT_THERE),
    "prepare-add": of_coordinators("/prepare/1/venue/new", elsewhere=NOT_THERE),
    "prepare-part": of_coordinators("/prepare/1/venue/{venue}/", elsewhere=NOT_THERE),
    "prepare-check": of_coordinators("/prepare/1/venue/{venue}/check", "post", elsewhere=NOT_THERE),
    "prepare-move": of_coordinators("/prepare/1/venue/{venue}/move", "post", NOT_THERE, elsewhere=NOT_THERE),
    "prepare-remove": of_coordinators("/prepare/1/venue/{venue}/remove", elsewhere=NOT_THERE),
    "prepare-open": of_coordinators("/prepare/1/venue/{venue}/open", "post", NOT_THERE, elsewhere=NOT_THERE),
    # These say nothing about the event.
    "appearance": of_anybody("/appearance", "post", DONE),
    "language": of_anybody("/language", "post", DONE),
    "tokens": of_anybody("/tokens/any.css"),
    "not-offered": of_anybody("/accounts/password/reset/"),
    "openapi-json": of_anybody("/openapi.json"),
    # Somebody's own account.
    "account_login": Row("/accounts/login/", "get", SHOWN, DONE, DONE, DONE, DONE),
    "account_logout": Row("/accounts/logout/", "get", DONE, SHOWN, SHOWN, SHOWN, SHOWN),
    "account_reauthenticate": of_everybody("/accounts/reauthenticate/"),
    "account_change_password": of_everybody("/accounts/password/change/"),
    "mfa_index": of_everybody("/accounts/2fa/"),
    "mfa_authenticate": Row("/accounts/2fa/authenticate/", "get", AWAY, DONE, DONE, DONE, DONE),
    "mfa_reauthenticate": of_everybody("/accounts/2fa/reauthenticate/"),
    "usersessions_list": of_everybody("/accounts/sessions/"),
    "mfa_list_webauthn": of_everybody("/accounts/2fa/webauthn/"),
    "mfa_add_webauthn": of_everybody("/accounts/2fa/webauthn/add/"),
    "mfa_edit_webauthn": Row("/accounts/2fa/webauthn/keys/{passkey}/edit/", "get", AWAY, *[DONE] * 4),  # asks who they are
    "mfa_remove_webauthn": Row("/accounts/2fa/webauthn/keys/{passkey}/remove/", "get", AWAY, *[DONE] * 4),  # asks who they are
    "mfa_reauthenticate_webauthn": of_everybody("/accounts/2fa/webauthn/reauthenticate/"),
    "mfa_login_webauthn": Row("/accounts/2fa/webauthn/login/", "get", AWAY, DONE, DONE, DONE, DONE),
    "mfa_activate_totp": of_everybody("/accounts/2fa/totp/activate/"),
    "mfa_deactivate_totp": Row("/accounts/2fa/totp/deactivate/", "get", AWAY, *[NOT_THERE] * 4),  # not set up
    "mfa_view_recovery_codes": Row("/accounts/2fa/recovery-codes/", "get", AWAY, *[NOT_THERE] * 4),  # not set up
    "mfa_generate_recovery_codes": of_everybody("/accounts/2fa/recovery-codes/generate/"),
    "mfa_download_recovery_codes": Row("/accounts/2fa/recovery-codes/download/", "get", AWAY, *[NOT_THERE] * 4),  # not set up
}


def served() -> Iterator[tuple[str | None, str]]:
    """Name and address of everything that Django serves."""

    def below(patterns: list[Any], before: str) -> Iterator[tuple[str | None, str]]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from below(one.url_patterns, before + str(one.pattern))
            elif isinstance(one, URLPattern):
                yield one.name, (before + str(one.pattern)).replace("^", "").replace("$", "")

    return below(get_resolver().url_patterns, "")
