// Keys for the page. Everything that they do is a form of the page, so that all of it works without this file.
"use strict";

const claims = () => [...document.querySelectorAll("[data-claim]")];
let at = -1;

function stand(place) {
  const all = claims();
  if (all.length === 0) return;
  at = Math.max(0, Math.min(place, all.length - 1));
  all.forEach((claim, index) => claim.classList.toggle("at", index === at));
  const claim = all[at];
  claim.tabIndex = -1;
  claim.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "center" });
}

// Where one stood when a decision was sent: the page that comes back begins at the same claim.
const KEY = "variorum-at";

function remember(claim) {
  sessionStorage.setItem(KEY, JSON.stringify([location.pathname, claim.dataset.claim, at]));
}

function comeBack() {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) return;
  const [path, code, place] = JSON.parse(kept);
  if (path !== location.pathname) return;
  const found = claims().findIndex((claim) => claim.dataset.claim === code);
  stand(found >= 0 ? found : place);
}

function send(form) {
  if (form) form.requestSubmit(form.querySelector("button"));
}

function decide(act) {
  const claim = claims()[at];
  if (!claim) return;
  remember(claim);
  send(claim.querySelector(`form[data-act="${act}"]`));
}

function undo() {
  const claim = claims()[at];
  const forms = claim ? claim.querySelectorAll(".decided form.undo") : [];
  const form = document.querySelector(".told form.undo") ?? forms[forms.length - 1];
  if (claim) remember(claim);
  send(form);
}

// The form of an act, opened, with the words in it.
function open(within, act, words) {
  const form = within?.querySelector(`form[data-act="${act}"]`);
  if (!form) return null;
  const folds = form.closest("details");
  if (folds) folds.open = true;
  if (words) form.querySelector("textarea").value = words;
  form.querySelector("textarea, input[type=text]").focus();
  return form;
}

const selected = () => document.getSelection().toString().trim();

function correct() {
  const claim = claims()[at];
  const words = selected();
  const form = open(claim, "correct", words);
  if (form && words) {
    remember(claim);
    send(form);
  }
}

function mark() {
  const form = open(document, "mark", selected());
  if (form) form.querySelector("button").focus();
}

const KEYS = {
  j: () => stand(at + 1),
  k: () => stand(at - 1),
  a: () => decide("accept"),
  r: () => decide("reject"),
  u: undo,
  c: correct,
  s: () => open(claims()[at], "attribute"),
  n: () => open(claims()[at], "note"),
  m: mark,
  x: () => claims()[at]?.querySelector("input.choose")?.click(),
  "/": () => document.querySelector("nav.desk input[type=search]")?.focus(),
  "?": () => document.querySelector("dialog.keys").showModal(),
};

// Whoever dictates may switch single keys off (WCAG 2.1.4); the list of them stays reachable by a button.
const OFF = "variorum-keys-off";

function offerKeys() {
  const list = document.querySelector("nav.desk button.keys");
  const on = document.querySelector("dialog.keys input");
  if (!list || !on) return;
  list.hidden = false;
  list.addEventListener("click", KEYS["?"]);
  on.checked = !localStorage.getItem(OFF);
  on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog[open]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("DOMContentLoaded", () => {
  offerKeys();
  comeBack();
});
