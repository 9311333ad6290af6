// Hands: wheel, pointers, keys and buttons, each as one of a few things that the timeline can do.
// `act` has: zoom(factor, share) pan(share) whole() jump(x) point(x, y) press(x, y, touch) step(way) open() clear() redraw().

import { copied } from "./data.js";
import { hideTip } from "./tip.js";

const canvas = document.getElementById("canvas");
const overview = document.getElementById("overview");
const form = document.getElementById("filters");

function place(event, target) {
  const box = target.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

export function listen(act) {
  listenToWheel(act);
  listenToPointers(act);
  listenToKeys(act);
  listenToOverview(act);
  listenToForm();
  document.getElementById("zoom-in").addEventListener("click", () => act.zoom(0.5));
  document.getElementById("zoom-out").addEventListener("click", () => act.zoom(2));
  document.getElementById("fit").addEventListener("click", act.whole);
  new ResizeObserver(act.redraw).observe(canvas);
}

function listenToWheel(act) {
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const across = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (across || event.shiftKey) act.pan((across ? event.deltaX : event.deltaY) / canvas.clientWidth);
    else act.zoom(Math.exp(Math.min(Math.max(event.deltaY, -240), 240) * 0.0022), place(event, canvas).x / canvas.clientWidth);
  }, { passive: false });
}

// One pointer drags, two pinch, one that hardly moved presses.
function listenToPointers(act) {
  const held = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, place(event, canvas));
    moved = 0;
    canvas.classList.add("held");
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = place(event, canvas);
    const before = held.get(event.pointerId);
    if (!before) { act.point(now.x, now.y); return; }
    if (held.size === 2) {
      const other = [...held.entries()].find(([id]) => id !== event.pointerId)[1];
      const wide = Math.max(Math.abs(now.x - other.x), 8);
      act.zoom(Math.max(Math.abs(before.x - other.x), 8) / wide, (now.x + other.x) / 2 / canvas.clientWidth);
    } else act.pan((before.x - now.x) / canvas.clientWidth);
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    held.set(event.pointerId, now);
    hideTip();
  });
  const release = (event) => {
    const was = held.delete(event.pointerId);
    canvas.classList.toggle("held", held.size > 0);
    if (!was || event.type !== "pointerup" || moved > 6) return;
    const { x, y } = place(event, canvas);
    act.press(x, y, event.pointerType !== "mouse");
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", hideTip);
}

function listenToKeys(act) {
  const keys = {
    ArrowLeft: () => act.pan(-0.15), ArrowRight: () => act.pan(0.15), PageUp: () => act.pan(-0.9), PageDown: () => act.pan(0.9),
    "+": () => act.zoom(0.6), "=": () => act.zoom(0.6), "-": () => act.zoom(1 / 0.6), Home: act.whole, 0: act.whole,
    ArrowDown: () => act.step(1), ArrowUp: () => act.step(-1), Escape: act.clear, Enter: act.open,
  };
  canvas.addEventListener("keydown", (event) => {
    const key = keys[event.key];
    if (!key || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    key();
  });
}

function listenToOverview(act) {
  let dragging = false;
  const jump = (event) => act.jump(place(event, overview).x);
  overview.addEventListener("pointerdown", (event) => { dragging = true; overview.setPointerCapture(event.pointerId); jump(event); });
  overview.addEventListener("pointermove", (event) => { if (dragging) jump(event); });
  overview.addEventListener("pointerup", () => { dragging = false; });
}

// Filters go into the address, empty ones stay out of it.
function listenToForm() {
  form.elements.lanes.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
  form.addEventListener("submit", (event) => {
    if (!copied) return;
    event.preventDefault();
    location.hash = new URLSearchParams(new FormData(form));
    location.reload();
  });
}
