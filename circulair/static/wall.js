// The wall hears of each change and shows it. Events where the browser has them, plain questions where not;
// whatever breaks, a restart of the server too, it asks again. It knows what it has seen by its version.

const AGAIN = 3000;

const wall = () => document.getElementById("wall");
const lost = (is) => { document.getElementById("lost").hidden = !is; };
const address = () => `${wall().dataset.stream}?sinds=${wall().dataset.version}`;

async function show() {
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("wall");
  if (!answer.ok || !fresh) throw new Error("no wall");
  if (fresh.dataset.version === wall().dataset.version) return;
  wall().replaceWith(document.adoptNode(fresh));
  document.getElementById("said").textContent = fresh.dataset.news;
}

function renew() {
  return show().then(() => lost(false), () => { lost(true); setTimeout(renew, AGAIN); });
}

function listen() {
  const source = new EventSource(address());
  let silent;
  source.addEventListener("open", () => { clearTimeout(silent); silent = undefined; lost(false); });
  source.addEventListener("change", renew);
  // An answer that ends is asked for again by the browser itself; one that is refused is not.
  source.addEventListener("error", () => {
    silent ??= setTimeout(() => lost(true), 3 * AGAIN);
    if (source.readyState !== EventSource.CLOSED) return;
    clearTimeout(silent);
    lost(true);
    setTimeout(listen, AGAIN);
  });
}

async function ask() {
  try {
    const answer = await fetch(address());
    if ((await answer.text()).includes("event: change")) await show();
    lost(!answer.ok);
  } catch {
    lost(true);
  }
  setTimeout(ask, AGAIN);
}

document.addEventListener("DOMContentLoaded", "EventSource" in window ? listen : ask);
