"""Which page answers which address?"""

from django.urls import URLPattern, URLResolver, path, re_path

from sync.server.site import accounts, appearance, couriers, devices, flags, jobs, totals, venues

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
    path("appearance", appearance.choose, name="appearance"),
    path("tokens/<slug:name>.css", appearance.tokens, name="tokens"),
    # Accounts are made by a coordinator and hold no address: what would send letters is answered here, before allauth sees it.
    re_path(accounts.NOT_OFFERED, accounts.not_offered, name="not-offered"),
]
