// Drawing: a density where there are many events, bars with titles where there are few. Pure but for the canvas.

import { ABOUT, DISPUTED, OPEN_END, OPEN_START, WITHIN } from "./events.js";
import { ticks } from "./calendar.js";

const PLANNED = 1;
const CANCELLED = 3;
const REPORTED = 4;
const AXIS = 24;
const TITLED = 27; // height of a row with titles
const BARE = [8, 6, 4]; // and without: as high as fits
const BIN = 4; // pixels of a density's column

export function sizeCanvas(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.max(1, Math.round(canvas.clientWidth));
  const height = Math.max(1, Math.round(canvas.clientHeight));
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height };
}

export function drawAxis(context, view, width, height, theme) {
  context.lineWidth = 1;
  context.font = `12px ${theme.font}`;
  context.textBaseline = "middle";
  const perDay = width / (view.to - view.from);
  for (const tick of ticks(view.from, view.to, width / 90)) {
    const x = Math.round((tick.day - view.from) * perDay) + 0.5;
    context.strokeStyle = theme.line;
    context.globalAlpha = tick.major ? 1 : 0.55;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height - AXIS);
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = tick.major ? theme.ink : theme.quiet;
    context.textAlign = x < 24 ? "left" : x > width - 24 ? "right" : "center";
    context.fillText(tick.label, x, height - AXIS / 2);
  }
  context.strokeStyle = theme.line;
  context.beginPath();
  context.moveTo(0, height - AXIS + 0.5);
  context.lineTo(width, height - AXIS + 0.5);
  context.stroke();
}

// Splits what is in view into events that fit in it and events that are longer than it: a year-wide "some time in
// 2020" says nothing on a page of ten days and would bury what does.
export function inView(events, view, members) {
  const span = view.to - view.from;
  const short = [];
  const long = [];
  const take = (i) => {
    const open = events.marks[i] & (OPEN_START | OPEN_END);
    const covers = open ? events.end[i] < view.from || events.start[i] >= view.to : events.end[i] - events.start[i] + 1 > span * 0.9;
    if (covers && span < 36500) long.push(i);
    else short.push(i);
  };
  if (members) {
    for (const i of members) if (events.within(i, view.from, view.to)) take(i);
  } else {
    events.visible(view.from, view.to, take);
  }
  return { short, long };
}

// How many events each column of the canvas holds, by type; one that lasts is spread over its columns. Columns begin
// on whole multiples of their width in days, so they stand still while one moves, and none is narrower than a day.
export function density(events, indexes, view, width) {
  const perDay = width / (view.to - view.from);
  const perBin = Math.max(BIN / perDay, 1);
  const origin = Math.floor(view.from / perBin) * perBin;
  const bins = Math.max(1, Math.ceil((view.to - origin) / perBin));
  const kinds = events.types.length;
  const steps = new Float32Array(kinds * (bins + 1));
  const { start, end, type } = events;
  for (let k = 0; k < indexes.length; k += 1) {
    const i = indexes[k];
    let first = Math.floor((start[i] - origin) / perBin);
    let last = Math.floor((end[i] + 0.999 - origin) / perBin);
    if (last < 0 || first >= bins) { // open towards the view: somewhere in it
      first = 0;
      last = bins - 1;
    }
    const weight = 1 / (last - first + 1);
    if (first < 0) first = 0;
    if (last >= bins) last = bins - 1;
    const at = type[i] * (bins + 1);
    steps[at + first] += weight;
    steps[at + last + 1] -= weight;
  }
  const totals = new Float32Array(bins);
  for (let kind = 0; kind < kinds; kind += 1) {
    const at = kind * (bins + 1);
    let sum = 0;
    for (let bin = 0; bin < bins; bin += 1) {
      sum += steps[at + bin];
      steps[at + bin] = sum < 1e-4 ? 0 : sum;
      totals[bin] += steps[at + bin];
    }
  }
  let top = 0;
  for (let bin = 0; bin < bins; bin += 1) top = Math.max(top, totals[bin]);
  return { bins, perBin, origin, left: (origin - view.from) * perDay, step: perBin * perDay, kinds, steps, totals, top };
}

export function drawDensity(context, made, box, theme, colours, top = made.top) {
  if (!top) return;
  const scale = (box.height - 4) / top;
  const base = box.top + box.height;
  const heights = new Float32Array(made.bins);
  const wide = made.step - Math.min(1, made.step * 0.25);
  for (let kind = 0; kind < made.kinds; kind += 1) {
    const at = kind * (made.bins + 1);
    context.fillStyle = colours[kind];
    for (let bin = 0; bin < made.bins; bin += 1) {
      const value = made.steps[at + bin];
      if (!value) continue;
      const tall = value * scale;
      context.fillRect(made.left + bin * made.step, base - heights[bin] - tall, wide, tall);
      heights[bin] += tall;
    }
  }
}

// Rows for bars: each in the first row where it does not touch the one before. Null where they do not fit.
export function pack(events, indexes, view, width, rows, titled, measure) {
  const perDay = width / (view.to - view.from);
  const ends = [];
  const placed = [];
  for (const i of indexes) {
    const marks = events.marks[i];
    let x0 = (events.start[i] - view.from) * perDay;
    let x1 = Math.max((events.end[i] + 1 - view.from) * perDay, x0 + 7);
    if (marks & OPEN_END) x1 = x1 < 0 ? width + 20 : x0 + 110; // an open end fades, and covers a view it began before
    if (marks & OPEN_START) x0 = x0 > width ? -20 : x1 - 110;
    const shown = Math.max(x0, 0);
    const edge = titled ? Math.max(x1, shown + measure(i) + 12) : x1 + 2;
    let row = 0;
    while (row < ends.length && ends[row] > x0) row += 1;
    if (row >= rows) return null;
    ends[row] = edge + 6;
    placed.push({ i, x0, x1, row, edge });
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
      found.push({ mode: titled ? "titles" : "bars", height, placed });
    }
    return found;
  };
  let found = most <= 400 ? fit(TITLED, true) : null;
  if (most <= 2500) for (const height of BARE) found = found || fit(height, false);
  return found || lanes.map(() => ({ mode: "density", height: 0, placed: [] }));
}

// Draws what was planned; gives what was drawn, for the pointer to find.
export function drawLane(context, events, indexes, view, box, theme, colours, planned, shared) {
  const { mode, height, placed } = planned;
  const hits = [];
  if (mode === "density") {
    const made = shared ? shared.made : density(events, indexes, view, box.width);
    drawDensity(context, made, box, theme, colours, shared ? shared.top : made.top);
    return { hits, mode, made, box };
  }
  const titled = mode === "titles";
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.font = `13px ${theme.font}`;
  for (const item of placed) {
    const y = box.top + box.height - (item.row + 1) * height;
    const thick = titled ? 7 : Math.max(height - 2, 3);
    drawBar(context, events, item, titled ? y + TITLED - 9 : y, thick, box.width, colours[events.type[item.i]], theme);
    if (titled) {
      const words = events.words(item.i);
      if (words) {
        context.fillStyle = theme.ink;
        context.fillText(theme.short(words[1]), Math.max(item.x0, 2), y + TITLED - 13);
      }
    }
    hits.push({ i: item.i, x0: Math.max(item.x0 - 3, 0), x1: titled ? item.edge : item.x1 + 3, y0: y, y1: y + height });
  }
  return { hits, mode, placed, box };
}

export { AXIS, BIN };
