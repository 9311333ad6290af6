// The timeline: reads the events, draws what is in view when it changed, and does what hands ask for.

import { FILTERS, copied, filterQuery, loadBlock, loadColumns, pageOf, query, root, viewAsked } from "./data.js";
import { Events } from "./events.js";
import { Scale } from "./scale.js";
import { measureTitle, readTheme } from "./theme.js";
import { inView } from "./bars.js";
import { Picture } from "./density.js";
import { AXIS, drawAxis, drawFrame, sizeCanvas } from "./draw.js";
import { drawLanes, heightOf, lanesOf, layOut, paintLanes } from "./lanes.js";
import { Overview } from "./overview.js";
import { say, writeAll, writeLegend } from "./table.js";
import { densityAt, hideTip, hitAt, lineOf, showTip, tellColumn } from "./tip.js";
import { listen } from "./input.js";

const canvas = document.getElementById("canvas");
const form = document.getElementById("filters");
const overview = new Overview(document.getElementById("overview"));
const picture = new Picture();
const SETTLED = 140; // milliseconds until words follow the drawing
let events = null;
let scale = null;
let theme = null;
let lanes = [];
let drawn = [];
let current = -1;
let dirty = false;
let telling = 0;

function want(indexes, then) {
  return events.want(indexes, (block) => loadBlock(block, events.stamp), then);
}

function drawAll() {
  const { context, width, height, ratio } = sizeCanvas(canvas);
  const measure = (i) => {
    const words = events.words(i);
    return words ? measureTitle(context, theme, i, words[1]) : 120;
  };
  drawn = layOut(events, lanes, scale, width, height - AXIS - 4, measure);
  picture.begin(canvas);
  paintLanes(picture, drawn, theme, ratio);
  picture.put(context); // clears, too
  context.globalCompositeOperation = "destination-over";
  drawAxis(context, scale, width, height, theme);
  context.globalCompositeOperation = "source-over";
  drawLanes(context, events, drawn, theme, width);
  for (const lane of drawn) for (const hit of lane.hits) if (hit.i === current) drawFrame(context, hit, theme);
  overview.draw(events, scale, theme);
  const titled = drawn.filter((lane) => lane.mode === "titles").flatMap((lane) => lane.placed.map((item) => item.i));
  want(titled, moved);
}

function redraw() {
  if (!dirty) requestAnimationFrame(() => { dirty = false; drawAll(); });
  dirty = true;
}

function tell() {
  clearTimeout(telling);
  delete root.dataset.settled;
  telling = setTimeout(() => {
    writeAll(events, scale, current, (listed) => want(listed, tell));
    root.dataset.settled = "1"; // the words say what is drawn
  }, SETTLED);
}

function moved() {
  redraw();
  tell();
}

function choose(i, x, y) {
  current = i;
  redraw();
  const words = events.words(i);
  if (!words) { want([i], () => { if (current === i && events.words(i)) choose(i, x, y); }); return; }
  showTip(canvas, x, y, words[1], lineOf(events, i, words));
  say(`${words[1]}, ${words[2]}. Enter opens it.`);
}

function open(i) {
  const words = i >= 0 && events.words(i);
  if (words) location.href = pageOf(words);
  return Boolean(words);
}

const act = {
  zoom: (factor, share) => { scale.zoom(factor, share); moved(); },
  pan: (share) => { scale.pan(share); moved(); },
  whole: () => { scale.whole(); moved(); },
  jump: (x) => { scale.centre(overview.dayAt(x, scale)); moved(); },
  point: (x, y) => {
    const i = hitAt(drawn, x, y);
    canvas.classList.toggle("over", i >= 0);
    if (i < 0) { tellColumn(canvas, densityAt(drawn, y), x, y); return; }
    const words = events.words(i);
    if (words) showTip(canvas, x, y, words[1], lineOf(events, i, words));
    else { want([i], () => { if (events.words(i)) act.point(x, y); }); hideTip(); }
  },
  press: (x, y, touch) => {
    const i = hitAt(drawn, x, y);
    if (i >= 0) { if (touch || !open(i)) choose(i, x, y); } else if (densityAt(drawn, y)) act.zoom(0.35, x / canvas.clientWidth);
  },
  // From event to event; the sentence above the drawing says which one it is.
  step: (way) => {
    const { short, long } = inView(events, scale);
    const shown = [...short, ...long];
    if (!shown.length) return;
    const at = shown.indexOf(current);
    const next = shown[at < 0 ? (way > 0 ? 0 : shown.length - 1) : (at + way + shown.length) % shown.length];
    const hit = drawn.flatMap((lane) => lane.hits).find((one) => one.i === next);
    choose(next, hit ? hit.x0 : canvas.clientWidth / 2, hit ? hit.y0 : 20);
  },
  open: () => open(current),
  clear: () => { current = -1; hideTip(); moved(); },
  redraw,
};

function look() {
  theme = readTheme(events.types);
  redraw();
}

function fillForm() {
  for (const name of FILTERS) if (copied && form.elements[name] && query.get(name)) form.elements[name].value = query.get(name);
  form.elements.lanes.value = query.get("lanes") || "";
  if (innerWidth < 640 && ![...filterQuery()].length) form.parentElement.open = false;
  const view = document.createElement("input");
  view.type = "hidden";
  view.name = "view";
  form.append(view);
}

async function begin() {
  fillForm();
  try {
    events = new Events(await loadColumns());
  } catch (error) {
    say(`The events could not be read: ${error.message}`);
    return;
  }
  lanes = lanesOf(events, query.get("lanes"));
  const tall = heightOf(events, lanes, innerHeight);
  if (tall) canvas.style.height = `${tall}px`;
  scale = new Scale(...events.extent());
  scale.whole();
  const [from, to] = viewAsked();
  if (from !== null || to !== null) scale.look(from ?? scale.from, to ?? scale.to);
  look();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", look);
  writeLegend(events);
  listen(act);
  tell();
  root.dataset.ready = "1";
  performance.mark("timeline-ready");
}

begin();
