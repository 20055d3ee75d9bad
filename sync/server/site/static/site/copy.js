/* How does a link get onto the clipboard? Without a script it can be marked and copied by hand; the button shows where it can do so. */
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    if (!field || !navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener("click", function () {
      field.select();
      navigator.clipboard.writeText(field.value).then(function () {
        button.querySelector("span:last-child").textContent = button.dataset.copied;
        document.getElementById("copied").textContent = button.dataset.copied;
      }, function () { field.focus(); });
    });
  });
})();
