// A copy without a server: what the server would answer, from the data in this file's other half.
(() => {
  const { columns, words } = window.CHRONOFILE_DATA;
  const days = [];
  let day = 0;
  for (const step of columns.start) days.push((day += step));
  const types = new Map(columns.types.map((type) => [type.code, type.id]));
  let kept = [];

  const has = (text, wanted) => String(text).toLowerCase().includes(wanted.toLowerCase());
  const bound = (text, last) => {
    const found = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
    if (!found) throw new Error(`${text}: not a day; write 2024, 2024-10 or 2024-10-21`);
    const date = new Date(0);
    const month = found[2] ? Number(found[2]) : last ? 12 : 1;
    if (found[3]) date.setUTCFullYear(Number(found[1]), month - 1, Number(found[3]));
    else date.setUTCFullYear(Number(found[1]), last ? month : month - 1, last ? 0 : 1);
    return Math.round(date.getTime() / 86400000);
  };

  function select(query) {
    const one = (name) => query.get(name) || "";
    const since = one("since") && bound(one("since"), false);
    const until = one("until") && bound(one("until"), true);
    kept = [];
    for (let i = 0; i < columns.count; i += 1) {
      const [, title, , place, , , actors, sources] = words[i];
      const end = days[i] + columns.length[i];
      const mark = columns.marks.charCodeAt(i) - 97;
      if (one("type") && !query.getAll("type").includes(types.get(columns.type[i]))) continue;
      if (one("status") && columns.statuses[Number(columns.status[i])] !== one("status")) continue;
      if (one("source") && !sources.split(",").includes(one("source"))) continue;
      if (one("place") && !has(place, one("place"))) continue;
      if (one("entity") && !has(actors, one("entity")) && !has(place, one("entity"))) continue;
      if (one("q") && !one("q").split(/\s+/).every((word) => has(`${title} ${actors} ${place}`, word))) continue;
      if (since !== "" && end < since && !(mark & 2)) continue;
      if (until !== "" && days[i] > until && !(mark & 1)) continue;
      kept.push(i);
    }
    const lanes = [];
    const key = { entity: (i) => words[i][6].split(", "), place: (i) => [words[i][3]] }[one("lanes")];
    if (key) {
      const members = new Map();
      kept.forEach((i, n) => {
        for (const name of key(i)) {
          if (name && !members.has(name)) members.set(name, []);
          if (name) members.get(name).push(n);
        }
      });
      const best = [...members].sort((a, b) => b[1].length - a[1].length).slice(0, 14);
      for (const [label, list] of best) lanes.push({ id: label, label, members: list.map((n, k) => n - (k ? list[k - 1] : 0)) });
    }
    const pick = (text) => kept.map((i) => text[i]).join("");
    return {
      ...columns, count: kept.length, lanes,
      start: kept.map((i, n) => days[i] - (n ? days[kept[n - 1]] : 0)),
      length: kept.map((i) => columns.length[i]),
      type: pick(columns.type), status: pick(columns.status), marks: pick(columns.marks),
    };
  }

  async function names(block) {
    return kept.slice(block * columns.block, (block + 1) * columns.block).map((i) => words[i]);
  }

  window.CHRONOFILE = { select, names };
})();
