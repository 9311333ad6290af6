// The strip below: all events, and which part of them is in view. It is painted once, and again where its size changes.

import { density, Picture } from "./density.js";
import { sizeCanvas } from "./draw.js";

export class Overview {
  constructor(canvas) {
    this.canvas = canvas;
    this.picture = new Picture();
    this.made = "";
  }

  draw(events, scale, theme) {
    const { context, width, height, ratio } = sizeCanvas(this.canvas);
    const state = `${this.canvas.width} ${this.canvas.height} ${theme.dark}`;
    if (this.made !== state) {
      this.made = state;
      this.picture.begin(this.canvas);
      const all = Array.from({ length: events.count }, (_, i) => i);
      const counted = density(events, all, { from: scale.low, to: scale.high }, width);
      this.picture.paint(counted, { top: 0, height: height - 2 }, theme.pixels, ratio);
    }
    this.picture.put(context);
    const perDay = width / (scale.high - scale.low);
    const left = Math.max(0, (scale.from - scale.low) * perDay);
    const right = Math.min(width, (scale.to - scale.low) * perDay);
    context.fillStyle = theme.card;
    context.globalAlpha = 0.7;
    context.fillRect(0, 0, left, height);
    context.fillRect(right, 0, width - right, height);
    context.globalAlpha = 1;
    context.strokeStyle = theme.link;
    context.lineWidth = 1.5;
    context.strokeRect(Math.min(left + 0.75, width - 4), 0.75, Math.max(right - left - 1.5, 3), height - 1.5);
  }

  dayAt(x, scale) {
    return scale.low + (x / this.canvas.clientWidth) * (scale.high - scale.low);
  }
}
