/* What if the browser gives no passkey? The page says so beside the button, and nothing is written into the console. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-fault]").forEach(function (line) { line.hidden = false; });
  });
})();
