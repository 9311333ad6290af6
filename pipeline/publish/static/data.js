// Where the events come from: the server, or a script beside a copy without one; and the filters, which the address has.

export const root = document.getElementById("timeline");
export const base = root.dataset.base;
export const copied = root.dataset.static === "1";
export const FILTERS = ["q", "entity", "place", "type", "status", "source", "since", "until", "disputed"];
export const query = new URLSearchParams(copied ? location.hash.slice(1) : location.search);

export function filterQuery() {
  const wanted = new URLSearchParams();
  for (const name of [...FILTERS, "lanes"]) for (const value of query.getAll(name)) if (value) wanted.append(name, value);
  return wanted;
}

export async function loadColumns() {
  if (copied) return window.CHRONOFILE.select(filterQuery());
  const answer = await fetch(`${base}-/timeline.json?${filterQuery()}`);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error || `the server answered ${answer.status}`);
  return data;
}

// The words of 500 events, of the same reading of the archive as their columns: where it changed since, all is read again.
export async function loadBlock(number, stamp) {
  if (copied) return window.CHRONOFILE.names(number);
  const wanted = filterQuery();
  wanted.set("block", number);
  wanted.set("stamp", stamp);
  const answer = await fetch(`${base}-/timeline/names.json?${wanted}`);
  if (answer.status === 409) { location.reload(); return []; }
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

export function pageOf(words) {
  return copied ? `event/${words[5]}` : `${base}event/${encodeURIComponent(words[0])}`;
}

// Where the address says what is in view: days from and to, or null.
export function viewAsked(parse) {
  const [from, to] = (query.get("view") || "").split("/").map(parse);
  return typeof from === "number" && typeof to === "number" && to > from ? [from, to] : null;
}
