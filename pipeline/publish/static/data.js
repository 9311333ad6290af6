// Where the events come from: the server, or a script beside a copy without one; and the filters, which the address has.

import { edgeOf, parseDay } from "./calendar.js";

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

// What the address says is to be in view: a view, or else the period that it filters by; days from and to, null where
// it says nothing of them.
export function viewAsked() {
  const [from, to] = (query.get("view") || "").split("/").map(parseDay);
  if (from !== null && to > from) return [from, to];
  return [edgeOf(query.get("since"), false), edgeOf(query.get("until"), true)];
}
