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

function sendOnce() {
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
}

document.addEventListener("DOMContentLoaded", () => {
  foldMenu();
  sendOnce();
  document.getElementById("errors")?.focus();
});
