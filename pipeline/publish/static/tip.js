// What is under the pointer, in a box beside it.

import { spanLabel } from "./calendar.js";
import { columnAt } from "./density.js";

const tip = document.getElementById("tip");

export function hideTip() {
  tip.hidden = true;
}

export function showTip(canvas, x, y, title, line) {
  const strong = document.createElement("b");
  strong.textContent = title;
  tip.replaceChildren(strong, line);
  tip.hidden = false;
  const left = Math.min(Math.max(x - tip.offsetWidth / 2, 4), canvas.clientWidth - tip.offsetWidth - 4);
  const below = y + 18 + tip.offsetHeight <= canvas.clientHeight;
  tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(below ? y + 18 : y - tip.offsetHeight - 10)}px)`;
}

export function hitAt(drawn, x, y) {
  for (const lane of drawn) for (const hit of lane.hits) if (x >= hit.x0 && x <= hit.x1 && y >= hit.y0 && y <= hit.y1) return hit.i;
  return -1;
}

// The lane drawn as a density at this height, if there is one.
export function densityAt(drawn, y) {
  return drawn.find((lane) => lane.made && y >= lane.box.top && y <= lane.box.top + lane.box.height);
}

// When, where, how sure, told by how many: under an event's title.
export function lineOf(events, i, words) {
  const status = events.statuses[events.status[i]];
  return [words[2], words[3], status === "happened" ? "" : status, words[4] > 1 ? `${words[4]} articles` : ""].filter(Boolean).join(" · ");
}

export function tellColumn(canvas, lane, x, y) {
  const column = lane && columnAt(lane.made, x);
  if (!column) return hideTip();
  const many = Math.max(1, Math.round(column.many));
  return showTip(canvas, x, y, `about ${many.toLocaleString("en")} event${many === 1 ? "" : "s"}`, spanLabel(column.from, column.to));
}
