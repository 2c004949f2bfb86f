// A long list of names as a box that one types into (ARIA's combobox with a list). The select stays in the page and holds the value, so that
// reading the form, drafts and printing know nothing of this. Needs table.js before it, which compares names as people write them.
(function (root) {
  "use strict";

  const MOST = 30; // more than this nobody reads

  function setUp(select) {
    const options = [...select.options].filter((option) => option.value).map((option) => ({ value: option.value, label: option.label }));
    const box = document.createElement("div");
    const input = document.createElement("input");
    const list = document.createElement("ul");
    let shown = [];
    let current = -1;

    box.className = "kb-combobox";
    input.type = "text";
    input.id = select.id;
    input.dir = "auto";
    input.autocomplete = "off";
    for (const name of ["aria-describedby", "aria-required"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    list.id = `${select.id}-list`;
    list.className = "kb-combobox__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.firstChild?.textContent.trim() ?? "");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    select.removeAttribute("id");
    select.hidden = true;
    select.before(box);
    box.append(input, list);

    const labelOf = (value) => options.find((option) => option.value === value)?.label ?? "";
    const isOpen = () => !list.hidden;

    function open(query) {
      const matching = options.filter((option) => root.kbTable.matchesText(option.label, query));
      // What begins with the query before what has it somewhere.
      const begins = (option) => (root.kbTable.normalise(option.label).startsWith(root.kbTable.normalise(query)) ? 0 : 1);
      shown = matching.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
      list.replaceChildren(...shown.map(item), ...rest(matching.length - shown.length));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      point(-1);
    }

    function item(option, index) {
      const line = document.createElement("li");
      line.id = `${list.id}-${index}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(option.value === select.value));
      line.textContent = option.label;
      line.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return line;
    }

    function rest(more) {
      if (shown.length && more <= 0) return [];
      const line = document.createElement("li");
      line.className = "kb-combobox__rest";
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      line.textContent = shown.length ? `ועוד ${more}. הקלידו עוד אותיות` : "אין ברשימה שם כזה";
      return [line];
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      current = -1;
    }

    function point(index) {
      current = index;
      const lines = [...list.children];
      lines.forEach((line, at) => line.classList.toggle("kb-combobox__here", at === index));
      if (index < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", lines[index].id);
      lines[index].scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      select.value = option.value;
      input.value = option.label;
      close();
      tell();
    }

    // A name that is typed whole, or that alone fits, is chosen; what is no name leaves nothing chosen, and the form says so.
    function settle() {
      const typed = input.value.trim();
      const normal = root.kbTable.normalise(typed);
      const same = options.filter((option) => root.kbTable.normalise(option.label) === normal);
      const meant = same.length ? same : options.filter((option) => root.kbTable.matchesText(option.label, typed));
      const value = typed === "" ? "" : typed === labelOf(select.value) ? select.value : meant.length === 1 ? meant[0].value : "";
      if (value) input.value = labelOf(value);
      if (value !== select.value) { select.value = value; tell(); }
    }

    function tell() {
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    input.addEventListener("input", (event) => {
      event.stopPropagation(); // the form hears of what is chosen, not of what is typed on the way to it
      if (select.value && input.value !== labelOf(select.value)) { select.value = ""; tell(); }
      open(input.value);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen()) open(input.value === labelOf(select.value) ? "" : input.value);
        if (shown.length) point((current + (event.key === "ArrowDown" ? 1 : -1) + shown.length + (current < 0 && event.key === "ArrowUp" ? 1 : 0)) % shown.length);
      } else if (event.key === "Enter" && isOpen()) {
        event.preventDefault();
        if (current >= 0) choose(shown[current]);
        else if (shown.length === 1) choose(shown[0]);
        else { settle(); close(); }
      } else if (event.key === "Escape" && isOpen()) {
        event.stopPropagation();
        close();
      }
    });
    input.addEventListener("click", () => { if (!isOpen()) open(input.value === labelOf(select.value) ? "" : input.value); });
    input.addEventListener("blur", () => { settle(); close(); });
    // When a draft or an address sets the value.
    select.addEventListener("kb-set", () => { input.value = labelOf(select.value); });
    input.value = labelOf(select.value);
    input.kbSelect = select;
    return input;
  }

  // What is typed though nothing is chosen.
  function unsettled(select) {
    const input = select.previousElementSibling?.querySelector("input");
    return select.value || !input ? "" : input.value.trim();
  }

  root.kbCombobox = { setUp, unsettled };
})(globalThis);
