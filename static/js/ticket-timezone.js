// Shows the known time in the zone of this browser. The server keeps the exact instant, whatever is shown.
const pair = document.querySelector("[data-moment]");
const time = pair?.querySelector('input[name="occurred_at"]');
const zone = pair?.querySelector('select[name="time_zone"]');

// "sv-SE" writes dates as ISO 8601 does: 2026-11-03 09:14
const local = (moment, timeZone) =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  }).format(moment).replace(" ", "T");

if (time && zone) {
  const moment = new Date(pair.dataset.moment);
  let shown = time.value;

  const show = () => {
    if (!shown || time.value !== shown) return; // nothing is known, or the person wrote a time of their own
    try {
      time.value = shown = local(moment, zone.value);
    } catch {
      // a zone this browser does not know: the text stays as it is
    }
  };

  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isKnown = [...zone.options].some((option) => option.value === here);
  const isUntouched = time.value === time.defaultValue && !document.getElementById("errors");
  if (isKnown && isUntouched && zone.value !== here) {
    zone.value = here;
    show();
  }
  zone.addEventListener("change", show);
}
