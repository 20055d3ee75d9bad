"""Which page of preparing answers which address?"""

from django.urls import URLPattern, URLResolver, path

from sync.server.drafting.pages import beginning, bringing, going_live, overview, part, telephones

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.every, name="prepare"),
    path("new", beginning.new, name="prepare-new"),
    path("from-file", bringing.begin_from_file, name="prepare-from-file"),
    path("<int:event>/", overview.one, name="prepare-event"),
    path("<int:event>/publish", going_live.publish, name="prepare-publish"),
    path("<int:event>/history", overview.history, name="prepare-history"),
    path("<int:event>/again", overview.again, name="prepare-again"),
    path("<int:event>/telephones", telephones.telephones, name="prepare-telephones"),
    path("<int:event>/copy", beginning.copy, name="prepare-copy"),
    path("<int:event>/file", bringing.bring, name="prepare-bring"),
    path("<int:event>/file/take", bringing.take, name="prepare-take"),
    path("<int:event>/template.csv", bringing.template, {"ending": "csv"}, name="prepare-template-csv"),
    path("<int:event>/template.xlsx", bringing.template, {"ending": "xlsx"}, name="prepare-template-xlsx"),
    path("<int:event>/draft.toml", going_live.draft_file, name="prepare-draft-file"),
    path("<int:event>/version-<int:version>.toml", going_live.version_file, name="prepare-version-file"),
    path("<int:event>/<slug:kind>/new", part.add, name="prepare-add"),
    path("<int:event>/<slug:kind>/<int:no>/", part.change, name="prepare-part"),
    path("<int:event>/<slug:kind>/<int:no>/check", overview.check, name="prepare-check"),
    path("<int:event>/<slug:kind>/<int:no>/move", part.move, name="prepare-move"),
    path("<int:event>/<slug:kind>/<int:no>/remove", part.remove, name="prepare-remove"),
    path("<int:event>/<slug:kind>/<int:no>/open", part.reopen, name="prepare-open"),
]
