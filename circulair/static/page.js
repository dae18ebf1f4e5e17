// What a page does a little nicer with JavaScript; without it every page works all the same.

document.documentElement.classList.add("js");

function foldMenu() {
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("menu");
  const open = (wanted) => {
    button.setAttribute("aria-expanded", String(wanted));
    menu.classList.toggle("is-open", wanted);
  };
  button.hidden = false;
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") === "false"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("is-open")) {
      open(false);
      button.focus();
    }
  });
}

// What is folded into the menu closes like a menu: by Escape, and by going elsewhere.
function closeFolds() {
  document.querySelectorAll(".menu-fold").forEach((fold) => {
    fold.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !fold.open) return;
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    for (const kind of ["click", "focusin"]) {
      document.addEventListener(kind, (event) => { if (!fold.contains(event.target)) fold.open = false; });
    }
  });
}

function sendOnce() {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", forgetSent);
}

// Whoever goes on by another button or link is asked first whether what was typed in a longer form may be lost:
// what is not what the page came with, and on a page that says what is wrong, all of it.
function keepTyped() {
  const TYPED = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])";
  const STAYS = "a[href^='mailto:'], a[href^='tel:'], a[download], a[target]";
  let sent = null, stays = false;
  const isTyped = (one, wrong) => one.value !== (wrong ? "" : one.defaultValue);
  const isAtRisk = (form) => {
    const wrong = form.querySelector("[aria-invalid]") !== null;
    const asked = form.querySelectorAll("textarea, select, input:not([type=hidden], [type=submit])");
    return form !== sent && asked.length > 2 && [...form.querySelectorAll(TYPED)].some((one) => isTyped(one, wrong));
  };
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) sent = event.target; });
  document.addEventListener("click", (event) => { stays = event.target.closest?.(STAYS) != null; });
  window.addEventListener("beforeunload", (event) => {
    if (stays || ![...document.querySelectorAll("main form[method=post]")].some(isAtRisk)) return;
    event.preventDefault();
    sent = null;
    forgetSent();
  });
}

function forgetSent() {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
}

// On a narrow screen a row of a table is a card, each value beside the name of its column. Whatever is laid
// out so would be no table any more for a screen reader, so that its roles are said.
function nameCells() {
  const say = (table, selector, role) => table.querySelectorAll(selector).forEach((one) => one.setAttribute("role", role));
  document.querySelectorAll(".utrecht-table").forEach((table) => {
    const names = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    table.querySelectorAll("tbody tr").forEach((row) => {
      [...row.cells].forEach((cell, place) => { cell.dataset.label = names[place] ?? ""; });
    });
    table.setAttribute("role", "table");
    say(table, "thead, tbody", "rowgroup");
    say(table, "tr", "row");
    say(table, "thead th", "columnheader");
    say(table, "tbody th", "rowheader");
    say(table, "td", "cell");
    table.classList.add("table-named");
  });
}

document.addEventListener("DOMContentLoaded", () => {
  foldMenu();
  closeFolds();
  nameCells();
  sendOnce();
  keepTyped();
  document.getElementById("errors")?.focus();
});
