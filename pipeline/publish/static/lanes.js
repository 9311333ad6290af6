// What is drawn where: one lane of all events with a strip above for those longer than the view, or a lane for each
// kind, person or place. Lanes are {label, group, box, indexes}; drawn, they have {mode, hits, placed, made} besides.

import { drawBars, inView, plan } from "./bars.js";
import { density } from "./density.js";
import { drawLabel, drawRule } from "./draw.js";

const MOST = 14;
const TALLEST = 66; // pixels of a lane, and the least that shows anything
const LOWEST = 40;
const FEW = 10; // events

// The lanes that the address asks for; none where it asks for none.
export function lanesOf(events, wanted) {
  if (wanted !== "type") return events.lanes;
  const members = new Map(events.kinds.slice(0, MOST).map((kind) => [kind, []]));
  for (let i = 0; i < events.count; i += 1) {
    const mine = members.get(events.type[i]);
    if (mine) mine.push(i);
  }
  return [...members].map(([kind, list]) => ({ label: events.types[kind].label, group: events.group(Int32Array.from(list)) }));
}

// How high a canvas these want in a window of this height: all lanes in sight, if they can be; no desert around a few
// events. Null: as the style sheet says.
export function heightOf(events, lanes, windowHeight) {
  if (lanes.length) return Math.max(Math.min(lanes.length * TALLEST, windowHeight * 0.72), lanes.length * LOWEST, 270) + 30;
  return events.count < FEW ? Math.max(events.count, 3) * 27 + 90 : null;
}

// Lays out what is in view between `top` and `bottom`, and says what of it is to be drawn as bars and what as density.
export function layOut(events, lanes, view, width, bottom, measure) {
  if (lanes.length) {
    const tall = bottom / lanes.length;
    const laid = lanes.map((lane, n) => {
      const { short } = inView(events, view, lane.group);
      const told = `${lane.label}  ${short.length.toLocaleString("en")}`;
      return { indexes: short, box: { top: n * tall + 17, height: tall - 19, width }, told, at: n * tall + 3, rule: (n + 1) * tall };
    });
    return planned(events, laid, view, width, measure, true); // all alike, so that they can be compared
  }
  const { short, long } = inView(events, view);
  const found = [];
  let top = 4;
  if (long.length) {
    const strip = long.length <= 3 ? long.length * 27 : 54;
    const lane = { indexes: long, box: { top: top + 16, height: strip, width }, faint: true, at: top };
    lane.told = `${long.length.toLocaleString("en")} longer than this view`;
    found.push(...planned(events, [lane], view, width, measure, false));
    top += strip + 26;
  }
  const rest = { indexes: short, box: { top, height: bottom - top, width } };
  return [...found, ...planned(events, [rest], view, width, measure, false)];
}

function planned(events, laid, view, width, measure, together) {
  const plans = plan(events, laid, view, measure);
  const drawn = laid.map((lane, n) => ({ ...lane, ...plans[n], plan: plans[n], hits: [] }));
  for (const lane of drawn) if (lane.mode === "density") lane.made = density(events, lane.indexes, view, width);
  const top = together ? Math.max(...drawn.map((lane) => (lane.made ? lane.made.top : 0))) : 0;
  for (const lane of drawn) if (lane.made) lane.top = top || lane.made.top;
  return drawn;
}

// Densities go into a picture, which is put on the canvas first; bars and labels over it.
export function paintLanes(picture, drawn, theme, ratio) {
  const faint = theme.pixels.map((pixel) => ((pixel & 0xffffff) | 0xb3000000) >>> 0);
  for (const lane of drawn) if (lane.made) picture.paint(lane.made, lane.box, lane.faint ? faint : theme.pixels, ratio, lane.top);
}

export function drawLanes(context, events, drawn, theme, width) {
  for (const lane of drawn) {
    context.globalAlpha = lane.faint ? 0.7 : 1;
    if (!lane.made) lane.hits = drawBars(context, events, lane.box, theme, lane.plan);
    context.globalAlpha = 1;
    if (lane.told) drawLabel(context, lane.told, lane.at, theme, !lane.faint);
    if (lane.rule) drawRule(context, lane.rule, width, theme);
  }
}
