// Small things every page may use: focus on the error summary, one submit per form, folded contents, a print button.
document.getElementById("errors")?.focus();

for (const form of document.querySelectorAll("form[data-submit-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
  });
}

// A page that comes back from the browser's memory must accept a new submit.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// Who came for one part of the page must not lose the place.
if (!location.hash && matchMedia("(max-width: 40rem)").matches) {
  for (const part of document.querySelectorAll("details[data-fold-on-phones]")) part.open = false;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
