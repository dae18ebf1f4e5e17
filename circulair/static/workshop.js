// Typing cards without waiting: a card is added, or changed by a click, without loading the page anew.

async function send(form) {
  const answer = await fetch(form.action || location.href, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const room = fresh.getElementById("room");
  if (!room) { location.reload(); return; }
  document.getElementById("room").replaceWith(document.adoptNode(room));
  document.querySelector(".messages").replaceChildren(...fresh.querySelectorAll(".messages > *"));
  (document.querySelector("#room [aria-invalid]") ?? document.getElementById("line")).focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.dataset.plain || !form.closest("#room")) return;
  event.preventDefault();
  form.dataset.sent = "yes";
  send(form).catch(() => { form.dataset.plain = "yes"; delete form.dataset.sent; form.requestSubmit(event.submitter); });
});
