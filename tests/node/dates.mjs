// The dates that ical.js, the engine of Thunderbird, finds in a calendar: node dates.mjs FIRST LAST < calendar.ics
// FIRST and LAST are UTC instants; prints a JSON list of {uid, start, end, allDay, status}, instants in UTC, days as days.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const [first, last] = process.argv.slice(2).map((text) => ICAL.Time.fromDateTimeString(text));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const inUtc = (time) => (time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString());

const told = (uid, item, startDate, endDate) => ({
  uid,
  start: inUtc(startDate),
  end: inUtc(endDate),
  allDay: startDate.isDate,
  status: item.component.getFirstPropertyValue("status"),
});

const isBetween = (start, end) => end.compare(first) > 0 && start.compare(last) < 0;

function* datesOf(component, exceptions) {
  const event = new ICAL.Event(component, { exceptions });
  if (!event.isRecurring()) {
    if (isBetween(event.startDate, event.endDate)) yield told(event.uid, event, event.startDate, event.endDate);
    return;
  }
  // An exception may bring forward a date of later: look a little beyond.
  const beyond = last.clone();
  beyond.addDuration(ICAL.Duration.fromString("P400D"));
  const dates = event.iterator();
  for (let next = dates.next(); next && next.compare(beyond) < 0; next = dates.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    if (isBetween(startDate, endDate)) yield told(event.uid, item, startDate, endDate);
  }
}

const events = calendar.getAllSubcomponents("vevent");
const isException = (event) => event.hasProperty("recurrence-id");
const found = events
  .filter((event) => !isException(event))
  .flatMap((event) => {
    const uid = event.getFirstPropertyValue("uid");
    const exceptions = events.filter((other) => isException(other) && other.getFirstPropertyValue("uid") === uid);
    return [...datesOf(event, exceptions)];
  });
process.stdout.write(JSON.stringify(found));
