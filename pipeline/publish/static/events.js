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
    this.everything = this.group(null);
    this.lanes = (data.lanes || []).map((lane) => {
      let at = 0;
      return { id: lane.id, label: lane.label, group: this.group(Int32Array.from(lane.members, (step) => (at += step))) };
    });
    this.byType = new Uint32Array(data.types.length);
    for (let i = 0; i < n; i += 1) this.byType[this.type[i]] += 1;
    this.kinds = [...this.byType.keys()].filter((kind) => this.byType[kind]).sort((a, b) => this.byType[b] - this.byType[a]);
    this.names = new Map();
    this.waiting = new Map();
  }

  // The days that hold nearly everything: the far past must not squeeze the rest into a corner.
  extent() {
    if (!this.count) return [0, 365];
    const low = this.start[Math.floor(this.count * 0.004)];
    let high = this.start[this.count - 1];
    for (let i = Math.max(0, this.count - 2000); i < this.count; i += 1) high = Math.max(high, Math.min(this.end[i], this.start[this.count - 1] + 3650));
    return [low, Math.max(high + 1, low + 1)];
  }

  // Some of the events (positions in order of time), or all where `members` is null, made fast to look through: the
  // latest end of each chunk, since chunks that ended before a view need no look, and those without a known beginning,
  // which reach into every view before their day.
  group(members) {
    const size = members ? members.length : this.count;
    const latest = new Int32Array(Math.ceil(size / CHUNK)).fill(-2147483648);
    const unbegun = [];
    for (let k = 0; k < size; k += 1) {
      const i = members ? members[k] : k;
      const chunk = Math.floor(k / CHUNK);
      latest[chunk] = Math.max(latest[chunk], this.marks[i] & OPEN_END ? EVER : this.end[i]);
      if (this.marks[i] & OPEN_START) unbegun.push(k);
    }
    return { members, size, latest, unbegun };
  }

  // Calls `each(i)` for every event of the group that shares a day with [from, to), in order of time.
  visible(from, to, each, { members, size, latest, unbegun } = this.everything) {
    let last = 0;
    for (let high = size; last < high;) { // those after it begin when the view is over
      const middle = (last + high) >> 1;
      if (this.start[members ? members[middle] : middle] < to) last = middle + 1;
      else high = middle;
    }
    for (let c = 0; c * CHUNK < last; c += 1) {
      if (latest[c] + 1 <= from) continue;
      const stop = Math.min(last, (c + 1) * CHUNK);
      for (let k = c * CHUNK; k < stop; k += 1) {
        const i = members ? members[k] : k;
        if (this.end[i] + 1 > from || this.marks[i] & OPEN_END) each(i);
      }
    }
    for (const k of unbegun) if (k >= last) each(members ? members[k] : k);
  }

  // The words of an event, or null until they have come: [id, title, when, place, articles].
  words(i) {
    const block = this.names.get(Math.floor(i / this.block));
    return block ? block[i % this.block] : null;
  }

  // Asks for the words of these events; `load(block)` gives a promise of a block, `done` is called when one has come.
  // A block that cannot be had is not asked for again for a while.
  want(indexes, load, done) {
    for (const block of new Set(indexes.map((i) => Math.floor(i / this.block)))) {
      if (this.names.has(block)) continue;
      if (this.waiting.has(block)) { this.waiting.get(block).add(done); continue; }
      if (this.waiting.size >= 12) break;
      this.waiting.set(block, new Set([done]));
      const failed = () => { this.names.set(block, null); setTimeout(() => this.names.delete(block), 5000); };
      load(block).then((rows) => { this.names.set(block, rows); }, failed).finally(() => {
        const told = this.waiting.get(block);
        this.waiting.delete(block);
        for (const one of told) one();
      });
    }
  }
}
