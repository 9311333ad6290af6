// How many events each column of the drawing holds, by type: counted, and painted pixel by pixel. A rectangle for each
// type in each column would be forty thousand a frame where there are lanes; pixels cost the same however many there are.

const BIN = 4; // pixels of a column

// One that lasts is spread over its columns. Columns begin on whole multiples of their width in days, so they stand
// still while one moves, and none is narrower than a day.
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
    if (!events.byType[kind]) continue;
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

// A picture of a canvas's size that densities are painted into. Putting it on the canvas clears what was there.
export class Picture {
  constructor() {
    this.image = null;
    this.pixels = null;
  }

  begin(canvas) {
    if (!this.image || this.image.width !== canvas.width || this.image.height !== canvas.height) {
      this.image = new ImageData(canvas.width, canvas.height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    } else this.pixels.fill(0);
  }

  put(context) {
    context.putImageData(this.image, 0, 0);
  }

  // `box` and what was counted are in the page's pixels, `ratio` of the screen's to one of them.
  paint(made, box, colours, ratio, top = made.top) {
    if (!top) return;
    const { pixels } = this;
    const across = this.image.width;
    const scale = ((box.height - 4) * ratio) / top;
    const base = Math.min(Math.round((box.top + box.height) * ratio), this.image.height);
    const wide = (made.step - Math.min(1, made.step * 0.25)) * ratio;
    for (let bin = 0; bin < made.bins; bin += 1) {
      if (!made.totals[bin]) continue;
      const x = (made.left + bin * made.step) * ratio;
      const x0 = Math.max(Math.round(x), 0);
      const x1 = Math.min(Math.max(Math.round(x + wide), x0 + 1), across);
      let sum = 0;
      let y1 = base;
      for (let kind = 0; kind < made.kinds; kind += 1) {
        const value = made.steps[kind * (made.bins + 1) + bin];
        if (!value) continue;
        sum += value;
        const y0 = Math.max(base - Math.max(Math.round(sum * scale), 1), 0);
        for (let row = y0 * across; row < y1 * across; row += across) {
          for (let at = row + x0; at < row + x1; at += 1) pixels[at] = colours[kind];
        }
        y1 = Math.min(y1, y0);
      }
    }
  }
}

// Which column is under `x`: from and to as days, and about how many; null where there is none.
export function columnAt(made, x) {
  const bin = Math.min(Math.floor((x - made.left) / made.step), made.bins - 1);
  const many = made.totals[bin];
  if (!(many > 0.05)) return null;
  const from = made.origin + bin * made.perBin;
  return { from, to: from + made.perBin - 0.01, many };
}
