// Copies the text of the element named by data-copy and says so in the button.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard?.writeText) continue;
  button.hidden = false;
  const words = button.querySelector("[data-copy-words]") ?? button;
  const before = words.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
    } catch {
      return;
    }
    words.textContent = button.dataset.copied ?? before;
    setTimeout(() => (words.textContent = before), 2500);
  });
}
