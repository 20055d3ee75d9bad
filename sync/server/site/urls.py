"""Which page answers which address?"""

from django.urls import URLPattern, URLResolver, path, re_path

from sync.server.site import accounts, appearance, audit, couriers, devices, events, flags, jobs, joining, people, totals, venues

urlpatterns: list[URLPattern | URLResolver] = [
    path("", totals.page, name="totals"),
    path("totals/live", totals.live, name="totals-live"),
    path("totals/curve", totals.day_curve, name="totals-curve"),
    path("totals.json", totals.as_json, name="totals-json"),
    path("venues/", venues.every, name="venues"),
    path("venues/<int:no>/", venues.one, name="venues-one"),
    path("devices/", devices.every, name="devices"),
    path("devices/waiting", devices.waiting, name="devices-waiting"),
    path("devices/asking/<int:asked>/approve", devices.approve, name="devices-approve"),
    path("devices/asking/<int:asked>/refuse", devices.refuse, name="devices-refuse"),
    path("devices/hand-over", couriers.hand_over, name="devices-hand-over"),
    path("devices/<int:no>/revoke", devices.revoke, name="devices-revoke"),
    path("flags/", flags.every, name="flags"),
    path("flags/<int:no>/settle", flags.settled, name="flags-settle"),
    path("flags/<int:no>/accept", flags.accepted, name="flags-accept"),
    path("jobs/", jobs.every, name="jobs"),
    path("jobs/<int:no>/", jobs.one, name="jobs-one"),
    path("jobs/<int:no>/bar", jobs.bar, name="jobs-bar"),
    path("jobs/<int:no>/file", jobs.file, name="jobs-file"),
    path("jobs/<int:no>/cancel", jobs.cancel, name="jobs-cancel"),
    path("jobs/<int:no>/again", jobs.again, name="jobs-again"),
    path("event", events.choose, name="event-choose"),
    path("people/", people.every, name="people"),
    path("people/invite", people.invite, name="people-invite"),
    path("people/<int:no>/", people.one, name="people-one"),
    path("people/<int:no>/password", people.new_password, name="people-password"),
    path("people/<int:no>/sign-out", people.end_sessions, name="people-sign-out"),
    path("people/<int:no>/second-step", people.drop_second_step, name="people-second-step"),
    path("people/<int:no>/remove", people.remove, name="people-remove"),
    path("people/links/<int:no>/withdraw", people.withdraw, name="people-withdraw"),
    path("join/", joining.with_code, name="join"),
    path("join/<slug:code>/", joining.with_link, name="join-with"),
    path("audit/", audit.every, name="audit"),
    path("audit.csv", audit.as_csv, name="audit-csv"),
    path("appearance", appearance.choose, name="appearance"),
    path("tokens/<slug:name>.css", appearance.tokens, name="tokens"),
    # Accounts are made by a coordinator and hold no address: what would send letters is answered here, before allauth sees it.
    re_path(accounts.NOT_OFFERED, accounts.not_offered, name="not-offered"),
]
