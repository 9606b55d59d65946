/*
 * Search, the check of bodies, and what helps to read and copy. Text reaches
 * the page as text alone, never as HTML, and nothing that is typed leaves it.
 */

const byId = (id) => document.getElementById(id);

for (const tool of document.querySelectorAll("[data-tool], .search, .try")) tool.hidden = false;

/** An element with these properties and children. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/* Where you are. */

const places = Array.from(document.querySelectorAll("nav a"), (link) => [
  link,
  byId(link.hash.slice(1)),
]);

/** Marks the link to what one reads: what began last above a line near the top of the window. */
function showPlace() {
  const rest = document.documentElement.scrollHeight - innerHeight - scrollY;
  // On the last screen the line moves down, as what stands there never comes to the top.
  const line = Math.max(32, innerHeight - rest);
  const isAbove = ([, target]) => target.getBoundingClientRect().top <= line;
  const [here] = places.findLast(isAbove) ?? places[0];
  const side = document.querySelector(".side");
  for (const [link] of places) {
    if ((link === here) === link.hasAttribute("aria-current")) continue;
    link.removeAttribute("aria-current");
    if (link !== here) continue;
    link.setAttribute("aria-current", "location");
    const { top, bottom } = link.getBoundingClientRect();
    if (top < 0 || bottom > side.clientHeight) side.scrollTop += top - side.clientHeight / 2;
  }
}

for (const move of ["scroll", "resize"]) {
  addEventListener(move, () => requestAnimationFrame(showPlace), { passive: true });
}
showPlace();

/* Code in the language that was chosen last, and copies of it. */

const LANGUAGES = [
  ...new Set(Array.from(document.querySelectorAll("[data-language]"), ({ dataset }) => dataset.language)),
];
const REMEMBERED = "voximplant-callbacks.language";

/** Where the choice is kept; a browser may keep nothing for a file, and says so by an error. */
function remembered(...choice) {
  try {
    for (const language of choice) localStorage.setItem(REMEMBERED, language);
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function choose(language) {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const isChosen = tab.textContent === language;
    tab.setAttribute("aria-selected", isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
  }
  for (const panel of document.querySelectorAll("[data-language]")) {
    panel.hidden = panel.dataset.language !== language;
  }
}

/** Chooses by a tab, which stays where it is on the screen. */
function chooseBy(tab) {
  const { top } = tab.getBoundingClientRect();
  choose(tab.textContent);
  remembered(tab.textContent);
  scrollBy({ top: tab.getBoundingClientRect().top - top, behavior: "instant" });
}

for (const receive of document.querySelectorAll(".receive")) {
  const owner = receive.parentElement.dataset.owner;
  const panels = [...receive.children];
  const tabs = panels.map((panel) => {
    const { language } = panel.dataset;
    const tab = element("button", { type: "button", role: "tab", id: `tab.${owner}.${language}` }, language);
    panel.id = `panel.${owner}.${language}`;
    panel.role = "tabpanel";
    panel.querySelector(".language").hidden = true;
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => chooseBy(tab));
    return tab;
  });
  const list = element("div", { role: "tablist", ariaLabel: receive.ariaLabel }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs.at((tabs.indexOf(event.target) + step) % tabs.length);
    next.focus();
    chooseBy(next);
  });
  const shown = () => panels.find(({ hidden }) => !hidden).querySelector("code");
  receive.prepend(element("div", { className: "bar" }, list, copyButton(shown)));
}
choose(LANGUAGES.includes(remembered()) ? remembered() : LANGUAGES[0]);

/** Copies a text. Where a browser does not allow it, the text is selected, to be copied by hand. */
async function copy(code, button) {
  let says = "Copied";
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    getSelection().selectAllChildren(code);
    says = "Selected";
  }
  button.textContent = says;
  setTimeout(() => button.replaceChildren("Copy"), 2000);
}

/** A button that copies what `code` gives. */
function copyButton(code) {
  const button = element("button", { type: "button", className: "copy", ariaLive: "polite" }, "Copy");
  button.addEventListener("click", () => copy(code(), button));
  return button;
}

/* Search. */

const MOST_RESULTS = 40;
const search = byId("search");
const results = byId("results");

/** Words without what people leave out: case and underscores. */
const plain = (text) => text.toLowerCase().replaceAll("_", " ").trim();

const findable = Array.from(document.querySelectorAll("[data-find]"), (target) => {
  const owner = target.parentElement.closest("[data-owner]")?.dataset.owner ?? "";
  const name = target.querySelector("code").textContent;
  const about = target.querySelector(".doc")?.textContent ?? "";
  const method = target.querySelector(":scope > .facts .confirm")?.textContent ?? "";
  const what = target.dataset.find;
  return { target, owner, name, method, what, texts: [name, owner, method, about].map(plain) };
});

/** How far a term is from what is meant by it: 0 is the name itself. */
function distance(term, [name, owner, method, about]) {
  if (name === term) return 0;
  if (name.startsWith(term)) return 1;
  if (name.includes(` ${term}`)) return 2;
  if (name.includes(term)) return 3;
  if (owner.includes(term) || method.includes(term)) return 4;
  return about.includes(term) ? 5 : Infinity;
}

function find(query) {
  const whole = plain(query);
  const terms = whole.split(/\s+/);
  const ranked = findable.map((entry) => {
    const apart = terms.map((term) => distance(term, entry.texts));
    const together = distance(whole, entry.texts);
    return {
      entry,
      rank: Math.min(
        together,
        apart.reduce((sum, each) => sum + each, 0),
      ),
    };
  });
  const found = ranked.filter(({ rank }) => rank < Infinity);
  return found.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}

function showResults() {
  const isSearching = plain(search.value) !== "";
  const found = isSearching ? find(search.value) : [];
  const shown = found.slice(0, MOST_RESULTS).map(({ target, owner, name, method, what }) => {
    const isByMethod = method !== "" && plain(method).includes(plain(search.value));
    const where = isByMethod ? `confirmed by ${method}` : owner === "" ? what : `${what} of ${owner}`;
    const link = element("a", { href: `#${target.id}` }, element("code", {}, name));
    link.append(element("span", {}, where));
    return element("li", {}, link);
  });
  results.replaceChildren(...shown);
  results.hidden = shown.length === 0;
  const rest = found.length > MOST_RESULTS ? `, the first ${MOST_RESULTS} are shown` : "";
  byId("found").textContent = isSearching ? `${found.length} found${rest}` : "";
}

search.addEventListener("input", showResults);
search.addEventListener("focus", showResults);

results.addEventListener("click", () => {
  results.hidden = true;
});
for (const leaving of ["focusin", "pointerdown"]) {
  document.addEventListener(leaving, ({ target }) => {
    if (!target.closest(".search")) results.hidden = true;
  });
}

document.querySelector(".search").addEventListener("keydown", (event) => {
  const links = [...results.querySelectorAll("a")];
  const places = [search, ...links];
  const at = places.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    places[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    search.value = "";
    search.focus();
    showResults();
  } else if (event.key === "Enter" && at === 0) {
    links[0]?.click();
  }
});

/* The check of a body. */

const MOST_LINES = 100;
const body = byId("body");
const KIND_ARTICLES = new Map(
  Array.from(document.querySelectorAll("[data-find=kind]"), (kind) => [kind.dataset.owner, kind]),
);
const sampleOf = (kind) => kind.querySelector("details code").textContent;

const MEANINGS = {
  unknown: "a kind that is not described here",
  missing: "there is no hash",
  invalid: "a hash is 32 digits of lower-case hex",
  mismatch: "the hash does not match: anyone may have sent it",
  unreadable: "account ID, callback ID or hash cannot be read",
};

/** What the package says of a text, and of each callback in it. */
async function checkBody(text, { salt = "", apiKey = "" } = {}) {
  if (text.trim() === "") return { is: "", says: "Paste a body, or fill in a sample.", callbacks: [] };
  try {
    const outcomes =
      apiKey === "" ? read(text) : await receive(text, credentialsOf(salt, apiKey), { limits: EVERY_ACCOUNT });
    const callbacks = outcomes.map((outcome, index) => lineOf(outcome, `/callbacks/${index}`));
    const isGood = callbacks.every(({ outcome }) => outcome === "callback");
    return { is: isGood ? "good" : "bad", says: `${inWords(callbacks)}.`, callbacks };
  } catch (error) {
    if (error instanceof BodyError) return { is: "bad", says: `Not read: ${error.message}.`, error, callbacks: [] };
    if (error instanceof TypeError) return { is: "bad", says: `Not checked: ${error.message}.`, callbacks: [] };
    throw error;
  }
}

/** No account is looked up anywhere. */
const EVERY_ACCOUNT = { accounts: Infinity };

/** One credential for whatever account a callback names: the account is a part of the hash. */
function credentialsOf(salt, apiKey) {
  const of = (accountId) =>
    salt === ""
      ? Credential.withoutSalt({ accountId, apiKey })
      : new Credential({ accountId, salt, apiKey });
  // What is wrong with them is said whatever the body is.
  of("0");
  return of;
}

/** What there is to say of one callback. */
function lineOf({ outcome, refusal, callback, credentialIndex, ...rest }, pointer) {
  // What is refused was read all the same.
  const decoded = refusal === undefined ? { outcome, ...rest } : callback;
  const { kind, error } = decoded;
  const says = [];
  if (refusal !== undefined) says.push(`${refusal}: ${MEANINGS[refusal]}`);
  else if (credentialIndex !== undefined) says.push("the hash matches");
  if (decoded.outcome === "unknown") says.push(MEANINGS.unknown);
  if (error !== undefined) says.push(`${error.code}: ${error.message}`);
  const notes = decoded.outcome === "callback" ? lenienciesOf(decoded, pointer) : [];
  return { pointer, outcome, refusal, read: decoded.outcome, kind, error, says, notes };
}

/** How many callbacks there are of each outcome. */
function inWords(callbacks) {
  const counts = new Map();
  for (const { outcome } of callbacks) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const words = Array.from(counts, ([outcome, count]) => {
    const word = outcome === "callback" ? "read" : outcome;
    return callbacks.length === 1 ? word : `${count} ${word}`;
  });
  const total = `${callbacks.length} callback${callbacks.length === 1 ? "" : "s"}`;
  return words.length === 0 ? total : `${total}: ${words.join(", ")}`;
}

let checks = 0;

async function showVerdict() {
  checks += 1;
  const check = checks;
  const credential = { salt: byId("salt").value, apiKey: byId("api-key").value };
  const { is, says, callbacks } = await checkBody(body.value, credential);
  // Of two checks, the later one may end first.
  if (check !== checks) return;
  byId("verdict").dataset.is = is;
  byId("verdict").textContent = says;
  const shown = callbacks.slice(0, MOST_LINES).map(callbackLine);
  const rest = callbacks.length - shown.length;
  if (rest > 0) shown.push(element("li", {}, `and ${rest} more`));
  byId("callbacks").replaceChildren(...shown);
  byId("callbacks").hidden = callbacks.length === 0;
}

function callbackLine({ pointer, outcome, kind, says, notes }) {
  const article = KIND_ARTICLES.get(kind);
  const name = kind === undefined ? "" : element("code", {}, kind);
  const link = article === undefined ? name : element("a", { href: `#${article.id}` }, name);
  const first = element("p", {}, element("code", {}, pointer), " ", element("strong", {}, outcome), " ", link);
  const list = element("ul", {}, ...says.map((text) => element("li", {}, text)));
  for (const note of notes.slice(0, MOST_LINES)) {
    list.append(element("li", {}, element("code", {}, note.pointer), ` ${note.says}`));
  }
  const line = element("li", {}, first, list);
  line.dataset.is = outcome;
  return line;
}

function fillBody(text) {
  body.value = text;
  showVerdict();
}

for (const [name, kind] of KIND_ARTICLES) {
  byId("sample").append(element("option", {}, name));
  const button = kind.querySelector(".try");
  button.addEventListener("click", () => {
    fillBody(sampleOf(kind));
    body.focus();
  });
  button.after(copyButton(() => kind.querySelector("details code")));
}

byId("sample").addEventListener("change", ({ target }) => {
  if (target.value !== "") fillBody(sampleOf(KIND_ARTICLES.get(target.value)));
});
byId("published").addEventListener("click", () => {
  const { salt, apiKey } = JSON.parse(byId("credential").textContent);
  byId("salt").value = salt;
  byId("api-key").value = apiKey;
  showVerdict();
});
for (const input of [body, byId("salt"), byId("api-key")]) input.addEventListener("input", showVerdict);
showVerdict();

/* On paper, every sample is open. */

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
