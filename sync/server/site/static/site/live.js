/* What moves on a page by itself? htmx asks; this says when it should not, and that it could not. No page needs it to be read. */
(function () {
  "use strict";

  var told = new WeakMap();

  function live(event) {
    return event.target instanceof Element && event.target.hasAttribute("data-live") ? event.target : null;
  }

  function stale(place, is_stale) {
    place.querySelectorAll(".stale").forEach(function (line) { line.hidden = !is_stale; });
  }

  function is_in_use(place) {
    return place.contains(document.activeElement) || Array.from(place.querySelectorAll("select")).some(function (choice) { return choice.value !== ""; });
  }

  /* Nobody looks at a hidden tab, and nobody wants the list to move under a choice that was begun. */
  document.addEventListener("htmx:beforeRequest", function (event) {
    var place = live(event);
    if (place && (document.hidden || is_in_use(place))) { event.preventDefault(); }
  });

  /* The browser gives back its kept copy when nothing changed: then nothing is touched either. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var place = live(event);
    if (!place) { return; }
    var tag = event.detail.xhr.getResponseHeader("ETag");
    stale(place, event.detail.xhr.status >= 400);
    if (tag && told.get(place) === tag) { event.detail.shouldSwap = false; }
    if (tag && event.detail.xhr.status < 400) { told.set(place, tag); }
  });

  ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.addEventListener(name, function (event) { if (live(event)) { stale(live(event), true); } });
  });

  document.addEventListener("visibilitychange", function () {
    if (document.hidden || !window.htmx) { return; }
    document.querySelectorAll("[data-live]").forEach(function (place) { window.htmx.trigger(place, "wake"); });
  });

  /* The account's menu and that of the other places close like any menu does. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.account[open], .place-more details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keydown", function (event) {
    var menu = event.key === "Escape" ? document.querySelector("details.account[open], .place-more details[open]") : null;
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
})();
