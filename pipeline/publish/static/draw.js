// The canvas: its size, its axis, labels, the frame around what is chosen.

import { ticks } from "./calendar.js";

export const AXIS = 24;

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
  return { context, width, height, ratio };
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

export function drawLabel(context, text, y, theme, strong) {
  context.textAlign = "left";
  context.textBaseline = "top";
  context.font = `${strong ? "600 " : ""}12px ${theme.font}`;
  context.fillStyle = theme.card;
  context.globalAlpha = 0.8;
  context.fillRect(0, y - 1, context.measureText(text).width + 8, 15);
  context.globalAlpha = 1;
  context.fillStyle = strong ? theme.ink : theme.quiet;
  context.fillText(text, 4, y);
}

export function drawRule(context, y, width, theme) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
}

export function drawFrame(context, hit, theme) {
  context.strokeStyle = theme.link;
  context.lineWidth = 1.5;
  context.beginPath();
  context.roundRect(hit.x0 - 2, hit.y0 + 1, hit.x1 - hit.x0 + 4, hit.y1 - hit.y0, 5);
  context.stroke();
}
