// Says behind each UTC time what the clock of this device showed then, in the page's own words.
const shown = { dateStyle: "medium", timeStyle: "short" };

for (const time of document.querySelectorAll("time[data-local-time]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const local = new Intl.DateTimeFormat(document.documentElement.lang, shown).format(moment);
  time.after(` (${time.dataset.localTime.replace("{time}", local)})`);
}
