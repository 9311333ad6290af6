// Bars where few enough events are in view: which fit, in which rows, and how each looks.

import { ABOUT, DISPUTED, OPEN_END, OPEN_START, WITHIN } from "./events.js";

const PLANNED = 1;
const CANCELLED = 3;
const REPORTED = 4;
const TITLED = 27; // height of a row with titles
const OPEN = 110; // pixels over which an open end fades
const BESIDE = 16; // with the title beside the bar, where they do not fit above
const BARE = [8, 6, 4]; // and without: as high as fits

// Splits what is in view into events that fit in it and events that are longer than it: a year-wide "some time in
// 2020" says nothing on a page of ten days and would bury what does.
export function inView(events, view, group) {
  const span = view.to - view.from;
  const short = [];
  const long = [];
  const take = (i) => {
    const open = events.marks[i] & (OPEN_START | OPEN_END);
    const covers = open ? events.end[i] < view.from || events.start[i] >= view.to : events.end[i] - events.start[i] + 1 > span * 0.9;
    if (covers && span < 36500) long.push(i);
    else short.push(i);
  };
  events.visible(view.from, view.to, take, group);
  return { short, long };
}

// Where a title stands beside its bar: after it, else before it. Null where neither has room.
function beside(x0, x1, long, width) {
  if (x1 + 6 + long <= width - 4) return x1 + 6;
  return x0 - 6 - long >= 2 ? x0 - 6 - long : null;
}

// Rows for bars: each in the first row where it does not touch the one before. Null where they do not fit.
// `titled` is "above", "beside" or "".
export function pack(events, indexes, view, width, rows, titled, measure) {
  const perDay = width / (view.to - view.from);
  const ends = [];
  const placed = [];
  for (const i of indexes) {
    const marks = events.marks[i];
    let x0 = (events.start[i] - view.from) * perDay;
    let x1 = Math.max((events.end[i] + 1 - view.from) * perDay, x0 + 7);
    if (marks & OPEN_END) x1 = x1 < 0 ? width + 20 : x0 + OPEN; // an open end fades, and covers a view it began before
    if (marks & OPEN_START) x0 = x0 > width ? -20 : x1 - OPEN;
    const long = titled ? measure(i) : 0;
    const above = Math.max(Math.min(Math.max(x0, 2), width - long - 4), 2); // begins with its bar, and ends in sight
    const text = titled === "beside" ? beside(x0, x1, long, width) : above;
    if (text === null) return null;
    const edge = titled ? Math.max(x1, text + long + 12) : x1 + 2;
    let row = 0;
    while (row < ends.length && ends[row] > Math.min(x0, titled ? text : x0)) row += 1;
    if (row >= rows) return null;
    ends[row] = edge + 6;
    placed.push({ i, x0, x1, row, edge, text });
  }
  return placed;
}

function roundBar(context, x, y, width, height) {
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(height / 2, width / 2));
}

function drawBar(context, events, item, y, height, width, colour, theme) {
  const { i } = item;
  const marks = events.marks[i];
  const status = events.status[i];
  const first = item.x0;
  const last = item.x1;
  const left = Math.max(first, -20); // what is drawn ends a little outside the canvas, its shading does not
  const right = Math.min(last, width + 20);
  const long = right - left;
  const faded = marks & (ABOUT | WITHIN | OPEN_START | OPEN_END);
  if (faded && long > 8) {
    const gradient = context.createLinearGradient(first, 0, last, 0);
    const soft = marks & (WITHIN | ABOUT);
    const edge = soft ? 0.22 : 0;
    gradient.addColorStop(0, soft || marks & OPEN_START ? theme.clear(colour) : colour);
    if (soft) gradient.addColorStop(edge, theme.half(colour));
    if (soft) gradient.addColorStop(1 - edge, theme.half(colour));
    const open = soft ? 0 : Math.min(OPEN / (last - first), 1); // solid but for its end, however long it lasts
    if (open && marks & OPEN_START) gradient.addColorStop(open, colour);
    if (open && marks & OPEN_END) gradient.addColorStop(1 - open, colour);
    gradient.addColorStop(1, soft || marks & OPEN_END ? theme.clear(colour) : colour);
    context.fillStyle = gradient;
    context.strokeStyle = gradient;
  } else {
    context.fillStyle = faded ? theme.half(colour) : colour;
    context.strokeStyle = colour;
  }
  if (status === PLANNED || status === CANCELLED) {
    context.lineWidth = 1.5;
    roundBar(context, left + 0.75, y + 0.75, Math.max(long - 1.5, 5), height - 1.5);
    context.stroke();
    if (status === CANCELLED) context.fillRect(left, y + height / 2 - 0.75, Math.max(long, 6), 1.5);
  } else if (status === REPORTED) {
    context.lineWidth = 1.5;
    context.setLineDash([3, 2]);
    roundBar(context, left + 0.75, y + 0.75, Math.max(long - 1.5, 5), height - 1.5);
    context.stroke();
    context.setLineDash([]);
  } else {
    roundBar(context, left, y, Math.max(long, 6), height);
    context.fill();
  }
  if (marks & DISPUTED) {
    context.fillStyle = theme.dot;
    context.beginPath();
    context.arc(Math.max(left, 3) + 3, y + height / 2, 2.2, 0, 7);
    context.fill();
  }
}

// What fits all boxes alike: bars with titles, bars without, or nothing but a density. `lanes` are {indexes, box}.
export function plan(events, lanes, view, measure) {
  const most = Math.max(...lanes.map((lane) => lane.indexes.length));
  const fit = (height, titled) => {
    const found = [];
    for (const { indexes, box } of lanes) {
      const placed = pack(events, indexes, view, box.width, Math.floor(box.height / height), titled, measure);
      if (!placed) return null;
      found.push({ mode: titled ? "titles" : "bars", titled, height, placed });
    }
    return found;
  };
  let found = most <= 400 ? fit(TITLED, "above") || fit(BESIDE, "beside") : null;
  if (most <= 2500) for (const height of BARE) found = found || fit(height, "");
  return found || lanes.map(() => ({ mode: "density", height: 0, placed: [] }));
}

// Draws the bars that were planned; gives where each is, for the pointer to find.
export function drawBars(context, events, box, theme, planned) {
  const { titled, height, placed } = planned;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.font = `13px ${theme.font}`;
  return placed.map((item) => {
    const y = box.top + box.height - (item.row + 1) * height;
    const thick = { above: 7, beside: 8 }[titled] || Math.max(height - 2, 3);
    const down = { above: TITLED - 9, beside: 4 }[titled] || 0;
    drawBar(context, events, item, y + down, thick, box.width, theme.colours[events.type[item.i]], theme);
    const words = titled && events.words(item.i);
    if (words) {
      context.fillStyle = theme.ink;
      context.fillText(theme.short(words[1]), item.text, y + 14 - (titled === "beside" ? 1 : 0));
    }
    return { i: item.i, x0: Math.max(Math.min(item.x0, titled ? item.text : item.x0) - 3, 0), x1: titled ? item.edge : item.x1 + 3, y0: y, y1: y + height };
  });
}
