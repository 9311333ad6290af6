// What Datasette's templates say inline, as a file: its tables' menus, and menus that close when one clicks elsewhere.
window.DATASETTE_ALLOW_FACET = true;
document.addEventListener("click", (event) => {
  const inside = event.target.closest ? event.target.closest("details") : null;
  for (const details of document.querySelectorAll(".nav-menu[open], .actions-menu-links[open]")) {
    if (details !== inside) details.open = false;
  }
});
