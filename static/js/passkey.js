// allauth says on the console only that a passkey was cancelled or refused; people look at the page.
document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-passkey-problem]");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
});
