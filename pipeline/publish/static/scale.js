// Which days are in view, and how one moves among them. Days are numbers since 1970; `from` is in, `to` is not.

const NEAREST = 4; // days at the least
const EDGE = 0.015; // of all, left free on either side

export class Scale {
  constructor(low, high) {
    this.low = low;
    this.high = high;
    this.from = low;
    this.to = high;
  }

  // As asked for, but never nearer than a few days nor so far out that all is lost in a corner.
  look(from, to) {
    const most = (this.high - this.low) * 1.3 + 40;
    const span = Math.min(Math.max(to - from, NEAREST), most);
    const middle = Math.min(Math.max((from + to) / 2, this.low - span * 0.35), this.high + span * 0.35);
    this.from = middle - span / 2;
    this.to = middle + span / 2;
  }

  // Around a point that stays where it is: `share` of the width from the left.
  zoom(factor, share = 0.5) {
    const at = this.from + (this.to - this.from) * share;
    this.look(at - (at - this.from) * factor, at + (this.to - at) * factor);
  }

  pan(share) {
    const by = (this.to - this.from) * share;
    this.look(this.from + by, this.to + by);
  }

  centre(day) {
    const half = (this.to - this.from) / 2;
    this.look(day - half, day + half);
  }

  whole() {
    const edge = Math.max((this.high - this.low) * EDGE, 1);
    this.look(this.low - edge, this.high + edge);
  }

  // Whether some of it is out of view.
  get away() {
    return this.from > this.low || this.to < this.high;
  }
}
