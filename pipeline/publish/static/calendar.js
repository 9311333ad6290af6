// Days as numbers since 1970-01-01 in the proleptic Gregorian calendar, any year, and the marks of a time axis.
// JavaScript's Date would do, but not for pages that draw 60 times a second.

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil and civil_from_days.
export function dayOf(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

export function dateOf(number) {
  const z = Math.floor(number) + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1 };
}

export function yearLabel(year) {
  return year > 0 ? String(year) : `${1 - year} BC`;
}

export function isoOf(number) {
  const { year, month, day } = dateOf(number);
  const four = String(Math.abs(year)).padStart(4, "0");
  return `${year < 0 ? "-" : ""}${four}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export function parseDay(text) {
  const found = /^(-?\d{4,})-(\d\d)-(\d\d)$/.exec(text || "");
  return found ? dayOf(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

// The first or the day after the last day of a year, a month or a day as text; null where it is none.
export function edgeOf(text, after) {
  const found = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec((text || "").trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  if (day) return dayOf(year, month, day) + (after ? 1 : 0);
  if (month) return after ? dayOf(month === 12 ? year + 1 : year, (month % 12) + 1, 1) : dayOf(year, month, 1);
  return dayOf(after ? year + 1 : year, 1, 1);
}

export function spanLabel(from, to) {
  const a = dateOf(from);
  const b = dateOf(to);
  if (to - from < 2) return `${a.day} ${MONTHS[a.month - 1]} ${yearLabel(a.year)}`;
  if (to - from > 3650) return `${yearLabel(a.year)} to ${yearLabel(b.year)}`;
  return `${a.day} ${MONTHS[a.month - 1]} ${yearLabel(a.year)} to ${b.day} ${MONTHS[b.month - 1]} ${yearLabel(b.year)}`;
}

const YEARS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

// Marks between two days, about `most` of them: [{day, label, major}].
export function ticks(from, to, most) {
  const perMark = (to - from) / most;
  const found = [];
  if (perMark > 200) {
    const step = YEARS.find((years) => years * 365.25 >= perMark) || 10000;
    const first = Math.ceil(dateOf(from).year / step) * step;
    for (let year = first; ; year += step) {
      const day = dayOf(year, 1, 1);
      if (day > to) break;
      if (day >= from) found.push({ day, label: yearLabel(year), major: year % (step * 5) === 0 });
    }
    return found;
  }
  if (perMark > 12) {
    const step = [1, 2, 3, 6].find((months) => months * 30.4 >= perMark) || 12;
    const { year, month } = dateOf(from);
    for (let n = year * 12 + Math.floor((month - 1) / step) * step; ; n += step) {
      const y = Math.floor(n / 12);
      const m = n - y * 12;
      const day = dayOf(y, m + 1, 1);
      if (day > to) break;
      if (day >= from) found.push({ day, label: m === 0 ? yearLabel(y) : MONTHS[m], major: m === 0 });
    }
    return found;
  }
  const step = [1, 2, 5, 10].find((days) => days >= perMark) || 15;
  for (let day = Math.ceil(from); day <= to; day += 1) {
    const date = dateOf(day);
    if (date.day === 1) found.push({ day, label: date.month === 1 ? yearLabel(date.year) : MONTHS[date.month - 1], major: true });
    else if (step === 1 || (date.day % step === 0 && date.day <= 31 - step / 2)) found.push({ day, label: String(date.day), major: false });
  }
  return found;
}
