// The columns of all events as typed arrays, what of them a view shows, and their words, fetched in blocks.

export const OPEN_START = 1;
export const OPEN_END = 2;
export const ABOUT = 4;
export const WITHIN = 8;
export const DISPUTED = 16;
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const CHUNK = 512;
const EVER = 1 << 30; // a day that never comes

export class Events {
  constructor(data) {
    const n = data.count;
    this.count = n;
    this.undated = data.undated;
    this.stamp = data.stamp;
    this.block = data.block;
    this.types = data.types;
    this.statuses = data.statuses;
    this.start = new Int32Array(n);
    this.end = new Int32Array(n);
    this.type = new Uint8Array(n);
    this.status = new Uint8Array(n);
    this.marks = new Uint8Array(n);
    const code = new Uint8Array(128);
    data.types.forEach((type, index) => { code[type.code.charCodeAt(0)] = index; });
    const letter = new Uint8Array(128);
    for (let i = 0; i < LETTERS.length; i += 1) letter[LETTERS.charCodeAt(i)] = i;
    let day = 0;
    for (let i = 0; i < n; i += 1) {
      day += data.start[i];
      this.start[i] = day;
      this.end[i] = day + data.length[i];
      this.type[i] = code[data.type.charCodeAt(i)];
      this.status[i] = data.status.charCodeAt(i) - 48;
      this.marks[i] = letter[data.marks.charCodeAt(i)];
    }
    // the latest end of each chunk of events: chunks that ended before the view need no look
    this.latest = new Int32Array(Math.ceil(n / CHUNK));
    for (let c = 0; c < this.latest.length; c += 1) {
      let latest = -2147483648;
      for (let i = c * CHUNK; i < Math.min(n, (c + 1) * CHUNK); i += 1) latest = Math.max(latest, this.marks[i] & OPEN_END ? EVER : this.end[i]);
      this.latest[c] = latest;
    }
    // without a known beginning they reach into every view before their day
    this.unbegun = [];
    for (let i = 0; i < n; i += 1) if (this.marks[i] & OPEN_START) this.unbegun.push(i);
    this.lanes = (data.lanes || []).map((lane) => {
      let at = 0;
      return { id: lane.id, label: lane.label, members: Int32Array.from(lane.members, (step) => (at += step)) };
    });
    this.byType = new Uint32Array(data.types.length);
    for (let i = 0; i < n; i += 1) this.byType[this.type[i]] += 1;
    this.names = new Map();
    this.waiting = new Set();
  }

  // The days that hold nearly everything: the far past must not squeeze the rest into a corner.
  extent() {
    if (!this.count) return [0, 365];
    const low = this.start[Math.floor(this.count * 0.004)];
    let high = this.start[this.count - 1];
    for (let i = Math.max(0, this.count - 2000); i < this.count; i += 1) high = Math.max(high, Math.min(this.end[i], this.start[this.count - 1] + 3650));
    return [low, Math.max(high + 1, low + 1)];
  }

  // Position after the last event that begins before `day`.
  before(day) {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start[middle] < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Whether an event shares a day with [from, to); an open end reaches any distance.
  within(i, from, to) {
    return (this.start[i] < to || (this.marks[i] & OPEN_START) > 0) && (this.end[i] + 1 > from || (this.marks[i] & OPEN_END) > 0);
  }

  // Calls `each(i)` for every event that shares a day with [from, to), in order of time.
  visible(from, to, each) {
    const last = this.before(to);
    for (let c = 0; c * CHUNK < last; c += 1) {
      if (this.latest[c] + 1 <= from) continue;
      const stop = Math.min(last, (c + 1) * CHUNK);
      for (let i = c * CHUNK; i < stop; i += 1) if (this.end[i] + 1 > from || this.marks[i] & OPEN_END) each(i);
    }
    for (const i of this.unbegun) if (i >= last) each(i);
  }

  // The words of an event, or null until they have come: [id, title, when, place, articles].
  words(i) {
    const block = this.names.get(Math.floor(i / this.block));
    return block ? block[i % this.block] : null;
  }

  // Asks for the words of these events; `load(block)` gives a promise of a block. True where something was asked.
  want(indexes, load, done) {
    let asked = 0;
    for (const i of indexes) {
      const block = Math.floor(i / this.block);
      if (this.names.has(block) || this.waiting.has(block)) continue;
      if (asked >= 12) break;
      asked += 1;
      this.waiting.add(block);
      load(block).then((rows) => { this.names.set(block, rows); }, () => {}).finally(() => { this.waiting.delete(block); done(); });
    }
    return asked > 0;
  }
}
