// What the drawing shows, in words: the sentence above it, the table below it, the address and the exports of this view.

import { isoOf, spanLabel } from "./calendar.js";
import { base, copied, filterQuery, pageOf } from "./data.js";
import { inView } from "./bars.js";

const SHOWN = 60;
const sentence = document.getElementById("count");
const tableRows = document.getElementById("rows");
const rest = document.getElementById("rest");

export function say(text) {
  sentence.textContent = text;
}

// Everything that follows the view. `want(indexes)` asks for words that have not come; they call this again.
export function writeAll(events, scale, current, want) {
  const { short, long } = inView(events, scale);
  const total = short.length + long.length;
  say(events.count
    ? `${total.toLocaleString("en")} of ${events.count.toLocaleString("en")} events in view, ${spanLabel(scale.from, scale.to - 1)}${events.undated ? `; ${events.undated} without a date` : ""}`
    : "No event fits these filters.");
  const listed = [...short.slice(0, SHOWN), ...long.slice(0, Math.max(0, SHOWN - short.length))];
  want(listed);
  tableRows.parentElement.hidden = !listed.length;
  tableRows.replaceChildren(...listed.map((i) => rowOf(events, i, i === current)));
  const more = total - listed.length;
  rest.textContent = more > 0 ? `and ${more.toLocaleString("en")} more: come nearer, or take them away above` : "";
  writeAddress(scale);
}

function rowOf(events, i, current) {
  const words = events.words(i);
  const type = events.types[events.type[i]];
  const status = events.statuses[events.status[i]];
  const row = document.createElement("tr");
  row.className = `t-${type.id}${current ? " current" : ""}`;
  const what = document.createElement("a");
  if (words) {
    what.href = pageOf(words);
    what.textContent = words[1];
    what.dir = "auto";
  }
  const kind = status === "happened" ? type.label : `${type.label}, ${status}`;
  const cells = words ? [words[2], what, words[3], kind] : ["…", "…", "", kind];
  row.append(...cells.map((content) => {
    const cell = document.createElement("td");
    cell.append(content);
    return cell;
  }));
  row.lastChild.className = "dotted";
  return row;
}

function writeAddress(scale) {
  const wanted = filterQuery();
  const { away } = scale;
  if (away) wanted.set("view", `${isoOf(scale.from)}/${isoOf(scale.to)}`);
  const text = String(wanted).replace(/%2F/g, "/");
  try {
    history.replaceState(null, "", copied ? `#${text}` : text ? `?${text}` : location.pathname);
  } catch { /* a browser that lets files have no history */ }
  const kept = document.getElementById("filters").elements.view;
  if (kept) kept.value = wanted.get("view") || "";
  for (const link of document.querySelectorAll("#take a[data-format]")) {
    const only = filterQuery();
    only.delete("lanes");
    if (away) { only.set("since", isoOf(scale.from)); only.set("until", isoOf(scale.to - 1)); }
    link.href = `${base}-/export/events.${link.dataset.format}?${only}`;
  }
}

export function writeLegend(events) {
  const items = events.kinds.slice(0, 16).map((kind) => {
    const item = document.createElement("li");
    item.className = `dotted t-${events.types[kind].id}`;
    item.textContent = `${events.types[kind].label} ${events.byType[kind].toLocaleString("en")}`;
    return item;
  });
  document.getElementById("legend").replaceChildren(...items);
}
