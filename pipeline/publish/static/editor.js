// Datasette's SQL editor, set up from a file because our pages run no inline script.
window.addEventListener("load", () => {
  const format = document.querySelector("button#sql-format");
  const shown = document.querySelector("pre#sql-query");
  const input = document.querySelector("textarea#sql-editor");
  if (format && !shown) format.hidden = false;
  if (input && window.CodeMirror) {
    const editor = CodeMirror.fromTextArea(input, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
    editor.setOption("extraKeys", { "Shift-Enter": () => document.querySelector(".sql").submit(), Tab: false });
    if (format) format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    cmResize(editor, { resizableWidth: false });
  }
  if (format && shown) {
    const pretty = sqlFormatter.format(shown.textContent);
    if (pretty !== shown.textContent) {
      format.hidden = false;
      format.addEventListener("click", () => { shown.textContent = pretty; });
    }
  }
});
