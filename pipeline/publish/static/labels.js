// Names for fields of Datasette's forms that have none, for those who do not see where they stand; and a way into boxes
// that scroll, for those without a pointer.
const NAMES = { _filter_column: "Column", _filter_op: "Comparison", _filter_value: "Value", _sort: "Sort by", sql: "SQL" };

window.addEventListener("load", () => setTimeout(() => { // after the editor has been set up
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const known = Object.keys(NAMES).find((name) => field.name.startsWith(name));
    const editor = field.closest(".CodeMirror");
    if ((known || editor) && !field.labels?.length) field.setAttribute("aria-label", editor ? "SQL" : NAMES[known]);
  }
  for (const editor of document.querySelectorAll(".cm-content")) editor.setAttribute("aria-label", "SQL");
  for (const box of document.querySelectorAll("pre, .table-wrapper")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  document.documentElement.dataset.named = "1";
}));
