/* Tables that sort and filter; nothing on a page needs it to be read.

   Comes in: <figure class="px-table">, or the .px-data of a figure, with a table in .px-scroll, its rows in one <tbody>, or each in
   a <tbody> of its own. A row tr.px-evidence belongs to the row above it, and stays with it. A cell of class "num" is a number, exact
   in data-v where that is there. Goes out: a button in each heading, and above a table of more than 8 rows a field that filters it.
   Esc in that field clears it. Text is set as text, never as HTML, and what has been enhanced once is left alone, so the script may
   run again after more tables were shown. */
(function (root) {
  "use strict";

  const FEW = 8; // rows that are read at a glance
  const MISSING = "–";
  const letters = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // What moves as one: a row with the evidence below it. `key` is the row that is sorted and filtered by.
  function units(table) {
    if (table.tBodies.length > 1) {
      return [...table.tBodies].map((body) => ({ key: body.rows[0], parts: [body] }));
    }
    const found = [];
    for (const row of table.tBodies[0]?.rows ?? []) {
      if (found.length && row.classList.contains("px-evidence")) found.at(-1).parts.push(row);
      else found.push({ key: row, parts: [row] });
    }
    return found;
  }

  // "1,234", "−0.46", "12.3 %", "< 0.001" as numbers; what begins with no number is missing.
  function number(cell) {
    const text = cell.dataset.v ?? cell.textContent.trim().replaceAll(",", "").replaceAll("−", "-");
    const match = /^([<>]?)\s*([+-]?\d*\.?\d+(?:e[+-]?\d+)?)/i.exec(text);
    if (!match) return null;
    const value = Number(match[2]);
    return match[1] ? value * (match[1] === "<" ? 1 - 1e-9 : 1 + 1e-9) : value;
  }

  function word(cell) {
    const text = cell.textContent.trim();
    return text === MISSING || text === "" ? null : text;
  }

  // Missing values come last whichever way is up; equal ones stay in the order in which the page came.
  function inOrder(rows, column, isNumber, falling) {
    const keyed = rows.map((unit) => ({ unit, value: (isNumber ? number : word)(unit.key.cells[column]) }));
    const compare = isNumber ? (a, b) => a - b : letters.compare;
    keyed.sort(({ value: a }, { value: b }) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return falling ? compare(b, a) : compare(a, b);
    });
    return keyed.map(({ unit }) => unit);
  }

  // First the way one looks for: numbers from the largest, words from a; then the other way round; then as the page came.
  function sortable(heads, rows) {
    heads.forEach((head, column) => {
      const isNumber = head.classList.contains("num");
      const ways = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
      const button = make("button", { type: "button", className: "px-sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const way = ways[ways.indexOf(head.getAttribute("aria-sort")) + 1];
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (way) head.setAttribute("aria-sort", way);
        const order = way ? inOrder(rows, column, isNumber, way === "descending") : rows;
        const place = rows[0].parts[0].parentNode;
        place.append(...order.flatMap((unit) => unit.parts));
      });
    });
  }

  function filterable(place, rows) {
    const field = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const count = make("span", { className: "px-count" });
    count.setAttribute("role", "status");
    const texts = rows.map((unit) => [...unit.key.cells].map((cell) => cell.textContent.toLowerCase()).join(" "));
    const apply = () => {
      const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let n = 0;
      rows.forEach((unit, place) => {
        const fits = wanted.every((piece) => texts[place].includes(piece));
        n += fits;
        for (const part of unit.parts) part.hidden = !fits;
      });
      count.textContent = wanted.length ? `${n} of ${rows.length} rows` : "";
    };
    field.addEventListener("input", apply);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !field.value) return;
      event.preventDefault();
      field.value = "";
      apply();
    });
    place.before(make("div", { className: "px-filter" }, make("label", {}, "Filter these rows ", field), count));
  }

  for (const place of root.querySelectorAll(":is(.px-table, .px-data) .px-scroll")) {
    const table = place.querySelector("table");
    const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
    const rows = table ? units(table) : [];
    const plain = rows.every((unit) => unit.key?.cells.length === heads.length);
    if (!plain || rows.length < 2 || table.querySelector(".px-sort")) continue;
    sortable(heads, rows);
    if (rows.length > FEW) filterable(place, rows);
  }
})(document);
