// The keys of the hub's queue. Whatever they do, links, ticks and buttons of the page do as well; they can be
// switched off, and are off while somebody types.

const OFF = "circulair.keys";
const TYPED = "input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]";

const rows = [...document.querySelectorAll(".queue-item")];
const ticks = [...document.querySelectorAll("input[name=kies]")];
const rowOf = (place) => rows.findIndex((row) => row.contains(place));
let last = -1;

function isOff() {
  try {
    return localStorage.getItem(OFF) === "off";
  } catch {
    return false;
  }
}

function keep(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
  } catch { /* Where nothing may be kept, the choice holds until the page is left. */ }
}

function current() {
  const here = rowOf(document.activeElement);
  return here >= 0 ? here : last;
}

function goTo(number) {
  const place = Math.min(Math.max(number, 0), rows.length - 1);
  const link = rows[place]?.querySelector(".queue-title a");
  if (!link) return;
  last = place;
  link.focus({ preventScroll: true });
  rows[place].scrollIntoView({ block: "center" });
}

function tick(on, chosen) {
  chosen.forEach((one) => { one.checked = on; });
  count();
}

function count() {
  const words = document.getElementById("ticked");
  const link = document.getElementById("tick-all");
  if (!words || !link) return;
  const number = ticks.filter((one) => one.checked).length;
  words.textContent = number ? `${words.dataset.some} ${number}` : words.dataset.none;
  link.textContent = number === ticks.length ? link.dataset.none : link.dataset.all;
}

function tickAll() {
  tick(!ticks.every((one) => one.checked), ticks);
}

function tickHere() {
  const box = rows[current()]?.querySelector("input[name=kies]");
  if (box) tick(!box.checked, [box]);
}

function decline() {
  const box = rows[current()]?.querySelector("input[name=kies]");
  if (box && !ticks.some((one) => one.checked)) tick(true, [box]);
  document.getElementById("reden")?.focus();
}

function explain() {
  const help = document.getElementById("keys-help");
  help.open = !help.open;
  help.querySelector("summary").focus();
}

const KEYS = {
  j: () => goTo(current() + 1),
  k: () => goTo(current() < 0 ? 0 : current() - 1),
  t: () => rows[current()]?.querySelector("form[action*='/oppakken']")?.requestSubmit(),
  x: tickHere,
  a: tickAll,
  d: decline,
  u: () => document.querySelector(".undo form")?.requestSubmit(),
  "?": explain,
};

function start() {
  const box = document.getElementById("keys-on");
  count();
  ticks.forEach((one) => one.addEventListener("change", count));
  document.getElementById("tick-all")?.addEventListener("click", (event) => {
    event.preventDefault();
    tickAll();
  });
  if (box) {
    box.checked = !isOff();
    box.addEventListener("change", () => keep(box.checked));
  }
  document.addEventListener("keydown", (event) => {
    const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && !"jk".includes(event.key);
    if (other || event.defaultPrevented || (box ? !box.checked : isOff()) || event.target.closest(TYPED)) return;
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
}

start();
