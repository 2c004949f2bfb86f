// Opens what is folded: by a tap anywhere on a row that has something under it, and for an address that points into it.
// Without this script the line "n מענים" under each row opens it just the same.
(function () {
  "use strict";

  for (const group of document.querySelectorAll("tbody[data-kb-row]")) {
    const folded = group.querySelector("details");
    if (!folded) continue;
    group.rows[0].addEventListener("click", (event) => {
      const chosen = String(getSelection() || "");
      if (chosen || event.target.closest("a, button, input, summary")) return;
      folded.open = !folded.open;
    });
  }

  function reveal() {
    const goal = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!goal) return;
    const inside = goal.closest("tbody[data-kb-row]");
    if (inside) inside.querySelector("details").open = true;
    for (let folded = goal.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
    goal.scrollIntoView();
  }

  addEventListener("hashchange", reveal);
  reveal();
})();
