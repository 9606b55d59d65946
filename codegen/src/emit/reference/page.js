/*
 * Search and the two checks. Text reaches the page as text alone, never as
 * HTML, and nothing that is typed leaves it.
 */

const byId = (id) => document.getElementById(id);
const SCHEMA = JSON.parse(byId("schema").textContent);
const CREDENTIAL = parseJson(byId("credential").textContent).value;

for (const tool of document.querySelectorAll("[data-tool], .search, .try")) tool.hidden = false;

/** An element with these properties and children. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
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
  return { target, owner, name, what: target.dataset.find, texts: [name, owner, about].map(plain) };
});

/** How far a term is from what is meant by it: 0 is the name itself. */
function distance(term, [name, owner, about]) {
  if (name === term) return 0;
  if (name.startsWith(term)) return 1;
  if (name.includes(` ${term}`)) return 2;
  if (name.includes(term)) return 3;
  if (owner.includes(term)) return 4;
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
  const shown = found.slice(0, MOST_RESULTS).map(({ target, owner, name, what }) => {
    const where = owner === "" ? what : `${what} of ${owner}`;
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
const TWICE = "is repeated, which no JSON Schema can tell";
const body = byId("body");
const KINDS = new Map(
  Array.from(document.querySelectorAll("[data-find=kind]"), (kind) => [kind.dataset.owner, kind]),
);
const sampleOf = (kind) => kind.querySelector("pre").textContent;

/** The verdict on a text: what is said of it, its faults, and its callbacks. */
function checkBody(text) {
  const nothing = { faults: [], twice: [], callbacks: [] };
  if (text.trim() === "") return { is: "", says: "Paste a body, or fill in a sample.", ...nothing };
  let parsed;
  try {
    parsed = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const verdict = error instanceof DepthError ? "Cannot be checked" : "Not JSON";
    return { is: "bad", says: `${verdict}: ${error.message}.`, ...nothing };
  }
  const { value, twice } = parsed;
  const faults = validate(SCHEMA, value);
  const list = value instanceof Map ? value.get("callbacks") : undefined;
  const callbacks = (Array.isArray(list) ? list : []).map((callback, index) => ({
    pointer: `/callbacks/${index}`,
    field: (name) => asText(callback instanceof Map ? callback.get(name) : undefined),
  }));
  const verdict =
    faults.length === 0
      ? `Valid: ${count(callbacks, "callback")}.`
      : `Not valid: ${count(faults, "error")}.`;
  const repeated = twice.length === 0 ? "" : ` Repeated: ${count(twice, "name")}.`;
  const is = faults.length + twice.length === 0 ? "good" : "bad";
  return { is, says: verdict + repeated, faults, twice, callbacks };
}

const count = ({ length }, noun) => `${length} ${noun}${length === 1 ? "" : "s"}`;

/** A number by its digits, and a string as it is. */
function asText(value) {
  if (value instanceof Numeral) return value.digits;
  return typeof value === "string" ? value : "";
}

function showVerdict() {
  const { is, says, faults, twice, callbacks } = checkBody(body.value);
  say(byId("verdict"), is, says);
  const lines = [
    ...faults.map(({ pointer, wanted }) => [pointer, `must be ${wanted}`]),
    ...twice.map((pointer) => [pointer, TWICE]),
  ];
  showLines(byId("faults"), lines, faultLine);
  showLines(byId("callbacks"), callbacks, callbackLine);
}

/** Shows the first of these, each as the element made of it, and how many more there are. */
function showLines(where, lines, lineOf) {
  const shown = lines.slice(0, MOST_LINES).map(lineOf);
  const rest = lines.length - shown.length;
  if (rest > 0) shown.push(element(shown[0].localName, {}, `and ${rest} more`));
  where.replaceChildren(...shown);
  where.hidden = lines.length === 0;
}

/** What is wrong, and where. */
function faultLine([pointer, text]) {
  const place = pointer === "" ? "The whole body" : element("code", {}, pointer);
  return element("li", {}, place, ` ${text}`);
}

/** What a callback is, and a way to the check of its hash. */
function callbackLine({ pointer, field }) {
  const kind = field("type");
  const known = KINDS.get(kind);
  const name = element("code", {}, kind === "" ? "no kind" : kind);
  const link = known ? element("a", { href: `#${known.id}` }, name) : name;
  const which = element("span", { className: "sr" }, ` at ${pointer}`);
  const button = element("button", { type: "button" }, "Check its hash", which);
  button.addEventListener("click", () => {
    byId("account-id").value = field("account_id");
    byId("callback-id").value = field("callback_id");
    byId("hash-text").value = field("hash");
    showHashVerdict();
    byId("salt").focus();
  });
  const newer = !known && kind !== "" ? " (not described here)" : "";
  return element("p", {}, element("code", {}, pointer), " ", link, newer, " ", button);
}

function say(where, is, text) {
  where.dataset.is = is;
  where.textContent = text;
}

function fillBody(text) {
  body.value = text;
  showVerdict();
}

for (const [name, kind] of KINDS) {
  byId("sample").append(element("option", {}, name));
  kind.querySelector(".try").addEventListener("click", () => {
    fillBody(sampleOf(kind));
    body.focus();
  });
}

byId("sample").addEventListener("change", ({ target }) => {
  if (target.value !== "") fillBody(sampleOf(KINDS.get(target.value)));
});
body.addEventListener("input", showVerdict);
showVerdict();

/* The check of a hash. */

const HASH_FIELDS = ["salt", "api-key", "account-id", "callback-id", "hash-text"];
const LARGEST_ID = 2n ** 64n - 1n;

/** What is wrong with a number, which stays the text that it is: a float would round it. */
function faultOfId(name, text) {
  if (!/^(0|[1-9][0-9]*)$/.test(text)) return `${name} must be digits, with no zero in front`;
  return BigInt(text) > LARGEST_ID ? `${name} must be at most ${LARGEST_ID}` : null;
}

/** The verdict on a hash. */
function checkHash([salt, apiKey, accountId, callbackId, hash]) {
  if ([apiKey, accountId, callbackId].includes("")) {
    return { is: "", says: "Fill in the API key, the account and the number of the callback." };
  }
  const fault = faultOfId("account_id", accountId) ?? faultOfId("callback_id", callbackId);
  if (fault !== null) return { is: "bad", says: `Cannot be checked: ${fault}.` };
  if (hash === "") return { is: "bad", says: "Missing: there is no hash." };
  if (!/^[0-9a-f]{32}$/.test(hash)) {
    return { is: "bad", says: "Invalid: a hash is 32 digits of lower-case hex." };
  }
  return md5(salt + accountId + apiKey + callbackId) === hash
    ? { is: "good", says: "Matches: the sender knew the credential, or copied the hash." }
    : { is: "bad", says: "Does not match: anybody may have sent it." };
}

function showHashVerdict() {
  const { is, says } = checkHash(HASH_FIELDS.map((id) => byId(id).value));
  say(byId("hash-verdict"), is, says);
}

for (const id of HASH_FIELDS) byId(id).addEventListener("input", showHashVerdict);
byId("published").addEventListener("click", () => {
  byId("salt").value = CREDENTIAL.get("salt");
  byId("api-key").value = CREDENTIAL.get("api_key");
  byId("account-id").value = CREDENTIAL.get("account_id").digits;
  showHashVerdict();
});
showHashVerdict();

/* On paper, every sample is open. */

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const each of opened) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
