// The timeline: what is in view, how one moves in it, and the table of the same events beside it.

import { isoOf, parseDay, spanLabel } from "./calendar.js";
import { Events } from "./events.js";
import { AXIS, density, drawAxis, drawDensity, drawLane, inView, plan, sizeCanvas } from "./draw.js";

const root = document.getElementById("timeline");
const canvas = document.getElementById("canvas");
const overview = document.getElementById("overview");
const tip = document.getElementById("tip");
const count = document.getElementById("count");
const tableRows = document.getElementById("rows");
const rest = document.getElementById("rest");
const form = document.getElementById("filters");
const base = root.dataset.base;
const copied = root.dataset.static === "1"; // a copy without a server: the data came as a script
const SHOWN = 60;
const FILTERS = ["q", "entity", "place", "type", "status", "source", "since", "until", "disputed"];

const query = new URLSearchParams(copied ? location.hash.slice(1) : location.search);
const state = { events: null, view: { from: 0, to: 1 }, all: [0, 1], drawn: [], current: -1, dirty: true, over: -1 };
let theme = null;
let colours = [];
const widths = new Map();

// ---- data -----------------------------------------------------------------------------------------------------------

function filterQuery() {
  const wanted = new URLSearchParams();
  for (const name of [...FILTERS, "lanes"]) for (const value of query.getAll(name)) if (value) wanted.append(name, value);
  return wanted;
}

async function load() {
  if (copied) return window.CHRONOFILE.select(filterQuery());
  const answer = await fetch(`${base}-/timeline.json?${filterQuery()}`);
  const data = await answer.json();
  if (!answer.ok) throw new Error(data.error || `the server answered ${answer.status}`);
  return data;
}

async function loadBlock(number) {
  if (copied) return window.CHRONOFILE.names(number);
  const wanted = filterQuery();
  wanted.set("block", number);
  wanted.set("stamp", state.events.stamp);
  const answer = await fetch(`${base}-/timeline/names.json?${wanted}`);
  if (answer.status === 409) { location.reload(); return []; }
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

function page(words) {
  return copied ? `event/${words[5]}` : `${base}event/${encodeURIComponent(words[0])}`;
}

// ---- looks ----------------------------------------------------------------------------------------------------------

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const get = (name) => style.getPropertyValue(name).trim();
  const mixed = new Map();
  const alpha = (colour, percent) => {
    const key = colour + percent;
    if (!mixed.has(key)) mixed.set(key, colour.replace(")", ` / ${percent}%)`));
    return mixed.get(key);
  };
  theme = {
    dark, ink: get("--ink"), quiet: get("--quiet"), line: get("--line"), card: get("--card"), dot: get("--dot"),
    link: get("--link"), font: getComputedStyle(document.body).fontFamily,
    clear: (colour) => alpha(colour, 4), half: (colour) => alpha(colour, 55),
    short: (text) => (text.length > 46 ? `${text.slice(0, 45)}…` : text),
  };
  if (state.events) colours = state.events.types.map((type) => (dark ? type.dark : type.light));
  state.dirty = true;
}

function measure(i) {
  const words = state.events.words(i);
  if (!words) return 120;
  let width = widths.get(i);
  if (width === undefined) {
    const context = canvas.getContext("2d");
    context.font = `13px ${theme.font}`;
    width = context.measureText(theme.short(words[1])).width;
    widths.set(i, width);
  }
  return width;
}

// ---- drawing --------------------------------------------------------------------------------------------------------

function laneList() {
  const { events } = state;
  const wanted = query.get("lanes");
  if (wanted === "type") {
    const kinds = [...events.byType.keys()].filter((kind) => events.byType[kind]);
    return kinds.sort((a, b) => events.byType[b] - events.byType[a]).slice(0, 14).map((kind) => ({ label: events.types[kind].label, kind }));
  }
  return events.lanes.map((lane) => ({ label: lane.label, members: lane.members }));
}

function drawAll() {
  const { context, width, height } = sizeCanvas(canvas);
  const { events, view } = state;
  context.clearRect(0, 0, width, height);
  drawAxis(context, view, width, height, theme);
  state.drawn = [];
  const lanes = state.lanes;
  const found = inView(events, view, null);
  state.short = found.short;
  state.long = found.long;
  const bottom = height - AXIS - 4;
  if (lanes.length) drawLanes(context, width, bottom);
  else {
    let top = 4;
    if (found.long.length) {
      const strip = found.long.length <= 3 ? found.long.length * 27 : 54;
      context.globalAlpha = 0.7;
      drawOne(context, found.long, { top: top + 16, height: strip, width });
      context.globalAlpha = 1;
      label(context, `${found.long.length.toLocaleString("en")} longer than this view`, top, theme.quiet, "");
      top += strip + 26;
    }
    drawOne(context, found.short, { top, height: bottom - top, width });
  }
  drawCurrent(context);
  drawOverview();
  wantWords();
}

function drawOne(context, indexes, box) {
  const [planned] = plan(state.events, [{ indexes, box }], state.view, measure);
  state.drawn.push(drawLane(context, state.events, indexes, state.view, box, theme, colours, planned));
}

// All lanes alike: bars where every lane's fit, else densities on one scale, so that lanes can be compared.
function drawLanes(context, width, bottom) {
  const { events, view, lanes } = state;
  const tall = bottom / lanes.length;
  let sorted = null;
  if (lanes[0].kind !== undefined) {
    sorted = new Map(lanes.map((lane) => [lane.kind, []]));
    for (const i of state.short) if (sorted.has(events.type[i])) sorted.get(events.type[i]).push(i);
  }
  const drawn = lanes.map((lane, n) => {
    const indexes = sorted ? sorted.get(lane.kind) : inView(events, view, lane.members).short;
    const box = { top: n * tall + 17, height: tall - 19, width };
    return { lane, indexes, box };
  });
  const plans = plan(events, drawn, view, measure);
  const dense = plans[0].mode === "density";
  if (dense) for (const one of drawn) one.made = density(events, one.indexes, view, width);
  const top = dense ? Math.max(...drawn.map((one) => one.made.top)) : 0;
  drawn.forEach((one, n) => {
    const shared = dense ? { made: one.made, top } : null;
    state.drawn.push(drawLane(context, events, one.indexes, view, one.box, theme, colours, plans[n], shared));
    label(context, `${one.lane.label}  ${one.indexes.length.toLocaleString("en")}`, n * tall + 3, theme.ink, "600");
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, Math.round((n + 1) * tall) + 0.5);
    context.lineTo(width, Math.round((n + 1) * tall) + 0.5);
    context.stroke();
  });
}

function label(context, text, y, colour, weight) {
  context.textAlign = "left";
  context.textBaseline = "top";
  context.font = `${weight} 12px ${theme.font}`;
  context.fillStyle = theme.card;
  context.globalAlpha = 0.8;
  context.fillRect(0, y - 1, context.measureText(text).width + 8, 15);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillText(text, 4, y);
}

function drawCurrent(context) {
  for (const lane of state.drawn) {
    for (const hit of lane.hits) {
      if (hit.i !== state.current) continue;
      context.strokeStyle = theme.link;
      context.lineWidth = 1.5;
      context.beginPath();
      context.roundRect(hit.x0 - 2, hit.y0 + 1, hit.x1 - hit.x0 + 4, hit.y1 - hit.y0, 5);
      context.stroke();
    }
  }
}

let overviewMade = null;

function drawOverview() {
  const { context, width, height } = sizeCanvas(overview);
  const { events, all, view } = state;
  const whole = { from: all[0], to: all[1] };
  if (!overviewMade || overviewMade.width !== width) {
    const indexes = Array.from({ length: events.count }, (_, i) => i);
    overviewMade = { width, made: density(events, indexes, whole, width) };
  }
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 0.85;
  drawDensity(context, overviewMade.made, { top: 0, height: height - 2, width }, theme, colours);
  context.globalAlpha = 1;
  const perDay = width / (whole.to - whole.from);
  const left = Math.max(0, (view.from - whole.from) * perDay);
  const right = Math.min(width, (view.to - whole.from) * perDay);
  context.fillStyle = theme.card;
  context.globalAlpha = 0.7;
  context.fillRect(0, 0, left, height);
  context.fillRect(right, 0, width - right, height);
  context.globalAlpha = 1;
  context.strokeStyle = theme.link;
  context.lineWidth = 1.5;
  context.strokeRect(Math.min(left + 0.75, width - 4), 0.75, Math.max(right - left - 1.5, 3), height - 1.5);
}

function wantWords() {
  const wanted = [];
  for (const lane of state.drawn) if (lane.mode === "titles") for (const item of lane.placed) wanted.push(item.i);
  state.events.want(wanted, loadBlock, () => { state.dirty = true; tell(); });
}

function frame() {
  if (state.dirty && state.events) {
    state.dirty = false;
    drawAll();
  }
  requestAnimationFrame(frame);
}

// ---- moving ---------------------------------------------------------------------------------------------------------

function look(from, to, quietly) {
  const [low, high] = state.all;
  const most = (high - low) * 1.3 + 40;
  let span = Math.min(Math.max(to - from, 4), most);
  let middle = (from + to) / 2;
  middle = Math.min(Math.max(middle, low - span * 0.35), high + span * 0.35);
  state.view = { from: middle - span / 2, to: middle + span / 2 };
  state.dirty = true;
  if (!quietly) tell();
}

function zoom(factor, x) {
  const { from, to } = state.view;
  const at = from + (to - from) * (x === undefined ? 0.5 : x / canvas.clientWidth);
  look(at - (at - from) * factor, at + (to - at) * factor);
}

function pan(share) {
  const { from, to } = state.view;
  look(from + (to - from) * share, to + (to - from) * share);
}

function showAll() {
  const [low, high] = state.all;
  const edge = Math.max((high - low) * 0.015, 1);
  look(low - edge, high + edge);
}

let telling = 0;

// The table, the sentence above and the address follow the view, a little later than the drawing.
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => {
    const { events, view } = state;
    if (!events) return;
    const { short, long } = inView(events, view, null);
    const total = short.length + long.length;
    count.textContent = events.count
      ? `${total.toLocaleString("en")} of ${events.count.toLocaleString("en")} events in view, ${spanLabel(view.from, view.to - 1)}${events.undated ? `; ${events.undated} without a date` : ""}`
      : "No event fits these filters.";
    writeTable(short, long);
    const wanted = filterQuery();
    const [low, high] = state.all;
    const away = view.from > low || view.to < high;
    if (away) wanted.set("view", `${isoOf(view.from)}/${isoOf(view.to)}`);
    const text = String(wanted).replace(/%2F/g, "/");
    try {
      history.replaceState(null, "", copied ? `#${text}` : text ? `?${text}` : location.pathname);
    } catch { /* a browser that lets files have no history */ }
    if (form.elements.view) form.elements.view.value = wanted.get("view") || "";
    for (const link of document.querySelectorAll("#take a[data-format]")) {
      const only = filterQuery();
      only.delete("lanes");
      if (away) { only.set("since", isoOf(view.from)); only.set("until", isoOf(view.to - 1)); }
      link.href = `${base}-/export/events.${link.dataset.format}?${only}`;
    }
  }, 140);
}

function writeTable(short, long) {
  const { events } = state;
  const listed = [...short.slice(0, SHOWN), ...long.slice(0, Math.max(0, SHOWN - short.length))];
  if (events.want(listed, loadBlock, tell)) { /* written again when they have come */ }
  const made = document.createDocumentFragment();
  for (const i of listed) {
    const words = events.words(i);
    const row = document.createElement("tr");
    row.className = `t-${events.types[events.type[i]].id}${i === state.current ? " current" : ""}`;
    const cells = [words ? words[2] : "…", null, words ? words[3] : "", events.types[events.type[i]].label];
    cells.forEach((text, n) => {
      const cell = document.createElement("td");
      if (n === 1) {
        if (words) {
          const link = document.createElement("a");
          link.href = page(words);
          link.textContent = words[1];
          cell.append(link);
        } else cell.textContent = "…";
      } else if (n === 3) {
        cell.className = "dotted";
        const status = events.statuses[events.status[i]];
        cell.textContent = status === "happened" ? text : `${text}, ${status}`;
      } else cell.textContent = text;
      row.append(cell);
    });
    made.append(row);
  }
  tableRows.replaceChildren(made);
  const more = short.length + long.length - listed.length;
  rest.textContent = more > 0 ? `and ${more.toLocaleString("en")} more: come nearer, or take them away above` : "";
}

function hitAt(x, y) {
  for (const lane of state.drawn) for (const hit of lane.hits) if (x >= hit.x0 && x <= hit.x1 && y >= hit.y0 && y <= hit.y1) return hit.i;
  return -1;
}

function laneAt(y) {
  return state.drawn.find((lane) => lane.mode === "density" && y >= lane.box.top && y <= lane.box.top + lane.box.height);
}

function showTip(x, y, title, line) {
  tip.replaceChildren();
  const strong = document.createElement("b");
  strong.textContent = title;
  tip.append(strong, line);
  tip.hidden = false;
  const width = tip.offsetWidth;
  tip.style.transform = `translate(${Math.round(Math.min(Math.max(x - width / 2, 4), canvas.clientWidth - width - 4))}px, ${Math.round(y + 18 + tip.offsetHeight > canvas.clientHeight ? y - tip.offsetHeight - 10 : y + 18)}px)`;
}

function point(x, y) {
  const i = hitAt(x, y);
  state.over = i;
  canvas.classList.toggle("over", i >= 0);
  if (i >= 0) {
    const words = state.events.words(i);
    const status = state.events.statuses[state.events.status[i]];
    if (words) showTip(x, y, words[1], [words[2], words[3], status === "happened" ? "" : status, words[4] > 1 ? `${words[4]} articles` : ""].filter(Boolean).join(" · "));
    else { state.events.want([i], loadBlock, () => point(x, y)); tip.hidden = true; }
    return;
  }
  const lane = laneAt(y);
  if (lane) {
    const bin = Math.min(Math.floor((x - lane.made.left) / lane.made.step), lane.made.bins - 1);
    const from = lane.made.origin + bin * lane.made.perBin;
    const many = lane.made.totals[bin];
    if (many > 0.05) {
      showTip(x, y, `about ${Math.max(1, Math.round(many)).toLocaleString("en")} event${many < 1.5 ? "" : "s"}`, spanLabel(from, from + lane.made.perBin - 0.01));
      return;
    }
  }
  tip.hidden = true;
}

// ---- hands ----------------------------------------------------------------------------------------------------------

const held = new Map();
let moved = 0;

function place(event, target) {
  const box = target.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function listen() {
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const across = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (across || event.shiftKey) pan((across ? event.deltaX : event.deltaY) / canvas.clientWidth);
    else zoom(Math.exp(Math.min(Math.max(event.deltaY, -240), 240) * 0.0022), place(event, canvas).x);
  }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event, canvas));
    moved = 0;
    canvas.classList.add("held");
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event, canvas);
    const before = held.get(event.pointerId);
    if (!before) { point(now.x, now.y); return; }
    if (held.size === 2) {
      const other = [...held.entries()].find(([id]) => id !== event.pointerId)[1];
      const wide = Math.max(Math.abs(now.x - other.x), 8);
      zoom(Math.max(Math.abs(before.x - other.x), 8) / wide, (now.x + other.x) / 2);
    } else pan((before.x - now.x) / canvas.clientWidth);
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    held.set(event.pointerId, now);
    tip.hidden = true;
  });
  const release = (event) => {
    const was = held.delete(event.pointerId);
    canvas.classList.toggle("held", held.size > 0);
    if (!was || event.type !== "pointerup" || moved > 6) return;
    const { x, y } = place(event, canvas);
    const i = hitAt(x, y);
    if (i >= 0) {
      const words = state.events.words(i);
      if (event.pointerType === "mouse" && words) location.href = page(words);
      else choose(i, x, y);
    } else if (laneAt(y)) zoom(0.35, x);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
  canvas.addEventListener("keydown", (event) => {
    const act = {
      ArrowLeft: () => pan(-0.15), ArrowRight: () => pan(0.15), PageUp: () => pan(-0.9), PageDown: () => pan(0.9),
      "+": () => zoom(0.6), "=": () => zoom(0.6), "-": () => zoom(1 / 0.6), Home: showAll, 0: showAll,
      ArrowDown: () => step(1), ArrowUp: () => step(-1), Escape: () => { state.current = -1; tip.hidden = true; state.dirty = true; },
      Enter: () => { const words = state.current >= 0 && state.events.words(state.current); if (words) location.href = page(words); },
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  let dragging = false;
  const jump = (event) => {
    const [low, high] = state.all;
    const at = low + (place(event, overview).x / overview.clientWidth) * (high - low);
    const half = (state.view.to - state.view.from) / 2;
    look(at - half, at + half);
  };
  overview.addEventListener("pointerdown", (event) => { dragging = true; overview.setPointerCapture(event.pointerId); jump(event); });
  overview.addEventListener("pointermove", (event) => { if (dragging) jump(event); });
  overview.addEventListener("pointerup", () => { dragging = false; });
  document.getElementById("zoom-in").addEventListener("click", () => zoom(0.5));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(2));
  document.getElementById("fit").addEventListener("click", showAll);
  form.elements.lanes.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
  form.addEventListener("submit", (event) => {
    if (copied) {
      event.preventDefault();
      location.hash = new URLSearchParams(new FormData(form));
      location.reload();
    }
  });
  new ResizeObserver(() => { overviewMade = null; state.dirty = true; }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", readTheme);
}

// From event to event with the arrow keys; the sentence above the drawing says which one it is.
function step(way) {
  const shown = [...state.short, ...state.long];
  if (!shown.length) return;
  const at = shown.indexOf(state.current);
  const next = shown[at < 0 ? (way > 0 ? 0 : shown.length - 1) : (at + way + shown.length) % shown.length];
  const hit = state.drawn.flatMap((lane) => lane.hits).find((one) => one.i === next);
  choose(next, hit ? hit.x0 : canvas.clientWidth / 2, hit ? hit.y0 : 20);
}

function choose(i, x, y) {
  state.current = i;
  state.dirty = true;
  const say = () => {
    const words = state.events.words(i);
    if (!words || state.current !== i) return;
    showTip(x, y, words[1], `${words[2]}${words[3] ? ` · ${words[3]}` : ""}`);
    count.textContent = `${words[1]}, ${words[2]}. Enter opens it.`;
  };
  if (state.events.words(i)) say();
  else state.events.want([i], loadBlock, say);
}

function legend() {
  const { events } = state;
  const list = document.getElementById("legend");
  const kinds = [...events.byType.keys()].filter((kind) => events.byType[kind]).sort((a, b) => events.byType[b] - events.byType[a]);
  for (const kind of kinds.slice(0, 16)) {
    const item = document.createElement("li");
    item.className = `dotted t-${events.types[kind].id}`;
    item.textContent = `${events.types[kind].label} ${events.byType[kind].toLocaleString("en")}`;
    list.append(item);
  }
}

// ---- the beginning --------------------------------------------------------------------------------------------------

async function begin() {
  for (const name of FILTERS) if (copied && form.elements[name] && query.get(name)) form.elements[name].value = query.get(name);
  form.elements.lanes.value = query.get("lanes") || "";
  if (innerWidth < 640 && ![...filterQuery()].length) form.parentElement.open = false;
  const view = document.createElement("input");
  view.type = "hidden";
  view.name = "view";
  form.append(view);
  let data;
  try {
    data = await load();
  } catch (error) {
    count.textContent = `The events could not be read: ${error.message}`;
    return;
  }
  state.events = new Events(data);
  state.lanes = laneList();
  canvas.classList.toggle("laned", state.lanes.length > 0);
  if (state.lanes.length) canvas.style.height = `${Math.max(state.lanes.length * 66 + 30, 300)}px`;
  readTheme();
  state.all = state.events.extent();
  const [from, to] = (query.get("view") || "").split("/").map(parseDay);
  if (typeof from === "number" && typeof to === "number" && to > from) look(from, to);
  else showAll();
  legend();
  listen();
  root.dataset.ready = "1";
  performance.mark("timeline-ready");
}

readTheme();
requestAnimationFrame(frame);
begin();
