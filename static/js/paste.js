// Offers a "Paste" button where the browser lets a page read the clipboard.
for (const button of document.querySelectorAll("[data-paste-into]")) {
  const box = document.getElementById(button.dataset.pasteInto);
  if (!box || !navigator.clipboard?.readText) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      box.value = await navigator.clipboard.readText();
    } catch {
      button.hidden = true; // the person said no, or the browser did: typing and pasting still work
    }
    box.focus();
  });
}
