// Colours and type as the style sheet has them, light or dark, for a canvas.

export function readTheme(types) {
  const style = getComputedStyle(document.documentElement);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const get = (name) => style.getPropertyValue(name).trim();
  const mixed = new Map();
  const alpha = (colour, percent) => {
    const key = colour + percent;
    if (!mixed.has(key)) mixed.set(key, colour.replace(")", ` / ${percent}%)`));
    return mixed.get(key);
  };
  const colours = types.map((type) => (dark ? type.dark : type.light));
  return {
    dark, colours, pixels: pixelsOf(colours), widths: new Map(),
    ink: get("--ink"), quiet: get("--quiet"), line: get("--line"), card: get("--card"), dot: get("--dot"), link: get("--link"),
    font: getComputedStyle(document.body).fontFamily,
    clear: (colour) => alpha(colour, 4), half: (colour) => alpha(colour, 55),
    short: (text) => (text.length > 46 ? `${text.slice(0, 45)}…` : text),
  };
}

// Each colour as the four bytes of a pixel, in the order that this machine keeps them: what a picture is filled with.
function pixelsOf(colours) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(colours.length, 1);
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  colours.forEach((colour, n) => { context.fillStyle = colour; context.fillRect(n, 0, 1, 1); });
  return new Uint32Array(context.getImageData(0, 0, canvas.width, 1).data.buffer);
}

// How wide a title is; measured once.
export function measureTitle(context, theme, i, title) {
  let width = theme.widths.get(i);
  if (width === undefined) {
    context.font = `13px ${theme.font}`;
    width = context.measureText(theme.short(title)).width;
    theme.widths.set(i, width);
  }
  return width;
}
