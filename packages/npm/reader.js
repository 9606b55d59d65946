// Reads the callbacks of a body, whoever sent them. The generated table says which kinds, objects and
// fields there are; this says how a value is read.

import { digest } from "./digest.js";
import { TABLE } from "./generated/table.js";
import { Json, JsonError } from "./json.js";
import { Summary, redacting } from "./print.js";

/** Limits of reading: bytes of a body, elements of a list, accounts of a body that are looked up. */
export const LIMITS = Object.freeze({ body: 1024 * 1024, list: 10_000, accounts: 100 });

/** Every kind that this version knows. */
export const KINDS = Object.freeze(Object.keys(TABLE.kinds));

/** The body as a whole cannot be read. None of its callbacks was read. */
export class BodyError extends Error {
  name = "BodyError";

  constructor(code, message, pointer = "") {
    super(message);
    this.code = code;
    this.pointer = pointer;
  }
}

/** One callback as `read` returns it. */
class Decoded extends Summary {
  #signature;

  constructor(fields, signature) {
    super();
    Object.assign(this, fields);
    this.#signature = signature;
  }

  /** What the callback claims about its origin: account ID, callback ID and hash, each `undefined` if unreadable. */
  static signature(decoded) {
    return decoded.#signature;
  }

  digest() {
    return digest(this.raw);
  }

  toJSON() {
    const { outcome, kind, accountId, callbackId, error } = this;
    return { outcome, kind, accountId, callbackId, ...(error && { error }) };
  }
}

export const signatureOf = Decoded.signature;

/** Reads a body. A malformed callback is not an error, but is returned as such. */
export function read(body, { limits } = {}) {
  const within = { ...LIMITS, ...limits };
  const text = textOf(body, within);
  try {
    const json = new Json(text);
    const callbacks = readBody(json, within);
    json.end();
    return callbacks;
  } catch (error) {
    throw bodyError(error, text);
  }
}

// Bodies.

/** The text of a body, without a byte order mark. */
function textOf(body, limits) {
  if (typeof body === "string") {
    // A text has up to three bytes per code unit.
    const size = 3 * body.length > limits.body ? new TextEncoder().encode(body).length : body.length;
    checkSize(size, limits);
    if (!body.isWellFormed()) throw new BodyError("not_utf8", "body is not UTF-8: it holds half of a surrogate pair");
    return body.startsWith("\ufeff") ? body.slice(1) : body;
  }
  const bytes = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
  if (!ArrayBuffer.isView(bytes)) {
    throw new TypeError("body is not bytes or text: pass the unchanged body, not parsed JSON");
  }
  checkSize(bytes.byteLength, limits);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const [first, second] = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const hint = first === 0x1f && second === 0x8b ? ": it is compressed with gzip, decompress it first" : "";
    throw new BodyError("not_utf8", `body is not UTF-8${hint}`);
  }
}

function checkSize(size, limits) {
  if (size > limits.body) {
    throw new BodyError("too_large", `body of ${size} bytes is over the limit of ${limits.body} bytes`);
  }
}

function readBody(json, limits) {
  if (json.peek() !== "{") throw wrongType(json, "an object");
  let callbacks;
  json.members((name) => {
    if (!name.isWellFormed()) throw new Fault("unreadable");
    if (name === "callbacks") {
      if (callbacks !== undefined) throw new Fault("duplicate_field").in(name);
      callbacks = at(name, () => readCallbacks(json, limits));
    } else {
      json.pass();
    }
  });
  if (callbacks === undefined) throw new Fault("missing_field").in("callbacks");
  return callbacks;
}

function readCallbacks(json, limits) {
  const callbacks = [];
  if (takesNull(json)) return callbacks;
  if (json.peek() !== "[") throw wrongType(json, "a list");
  json.elements((index) => {
    const callback = decode(json, `/callbacks/${index}`, limits);
    if (index === limits.list) throw tooLong(limits);
    callbacks.push(callback);
  });
  return callbacks;
}

/** A syntax error takes precedence, wherever in the body it is. */
function bodyError(error, text) {
  try {
    new Json(text).document();
  } catch (syntax) {
    if (syntax instanceof JsonError) return new BodyError("syntax", `body is ${syntax.message}`);
    return syntax;
  }
  if (!(error instanceof Fault)) return error;
  const pointer = error.pointer();
  return new BodyError(error.code, `body is not a list of callbacks: ${error.message} at "${pointer}"`, pointer);
}

// Callbacks.

function decode(json, place, limits) {
  json.peek();
  const start = json.at;
  try {
    const { kind, envelope, payload } = readCallback(json, limits);
    const raw = json.text.slice(start, json.at);
    const { callback_id: callbackId, account_id: accountId, hash } = envelope;
    const signature = { accountId, callbackId, hash };
    if (payload === undefined) {
      const fields = { outcome: "unknown", kind, accountId, callbackId, envelope, payload: envelope.extra[kind], raw };
      return new Decoded(fields, signature);
    }
    // It prints like the envelope.
    envelope.type = kind;
    envelope[property(kind)] = payload;
    return new Decoded({ outcome: "callback", kind, accountId, callbackId, callback: envelope, raw }, signature);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    json.at = start;
    const raw = json.raw();
    const { kind, ...signature } = glimpse(raw);
    const { accountId, callbackId } = signature;
    const pointer = place + fault.pointer();
    const error = { code: fault.code, pointer, message: `${fault.message} at ${pointer}` };
    return new Decoded({ outcome: "malformed", kind, accountId, callbackId, error, raw }, signature);
  }
}

/** Faults come in the order of the document; then repeated unknown names, missing fields, `type`, the payload. */
function readCallback(json, limits) {
  if (json.peek() !== "{") throw wrongType(json, "a callback");
  const found = new Found();
  const nulls = new Set();
  let [kind, of, payload] = [];
  const readPayload = (name) => {
    if (nulls.has(name) || of === name) throw new Fault("duplicate_field");
    if (takesNull(json)) {
      nulls.add(name);
      return;
    }
    const read = KINDS_BY_NAME.get(name).read(json, limits);
    if (of !== undefined) throw new Fault("payload_mismatch");
    [of, payload] = [name, read];
  };
  json.members((name) => {
    const field = ENVELOPE.fields.get(name);
    if (field !== undefined) {
      at(name, () => found.read(name, field, json, limits));
    } else if (name === "type") {
      at(name, () => {
        if (kind !== undefined) throw new Fault("duplicate_field");
        kind = readKind(json);
      });
    } else if (KINDS_BY_NAME.has(name)) {
      at(name, () => readPayload(name));
    } else {
      found.keep(name, json);
    }
  });
  found.checkExtra();
  const envelope = ENVELOPE.assemble(found);
  if (kind === undefined) throw new Fault("missing_field").in("type");
  if (of !== undefined && of !== kind) throw new Fault("payload_mismatch").in(of);
  const description = KINDS_BY_NAME.get(kind);
  if (description !== undefined && payload === undefined) {
    if (description.fields.size > 0) throw new Fault("missing_payload").in(kind);
    payload = description.assemble(new Found());
  }
  return { kind, envelope, payload };
}

function readKind(json) {
  const kind = readText(json, "the name of a kind");
  if (kind === "") throw new Fault("missing_field");
  return kind;
}

/** What is known about a callback that cannot be read. */
function glimpse(raw) {
  const json = new Json(raw);
  if (json.peek() !== "{") return {};
  const texts = { type: [], callback_id: [], account_id: [], hash: [] };
  json.members((name) => {
    const text = json.raw();
    if (Object.hasOwn(texts, name)) texts[name].push(text);
  });
  /** The value of a field, if it can be read and is not repeated. */
  const once = ([text, another], readOne) => {
    try {
      return text === undefined || another !== undefined ? undefined : readOne(new Json(text));
    } catch {
      return undefined;
    }
  };
  const kind = once(texts.type, readKind);
  return {
    kind: KINDS_BY_NAME.has(kind) ? kind : undefined,
    callbackId: once(texts.callback_id, readNumber),
    accountId: once(texts.account_id, readNumber),
    hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),
  };
}

// Objects.

/** An object of the description. */
class Description {
  constructor(fields, kind) {
    this.fields = new Map(Object.entries(fields).map(([name, word]) => [name, fieldOf(word)]));
    this.kind = kind;
    this.isWrapped = TABLE.wrapped.includes(kind);
    this.prototype = redacting((name) => this.fields.get(name)?.isSensitive ?? false);
  }

  read(json, limits) {
    const found = new Found();
    const wrapper = this.fill(found, json, limits, false);
    return wrapper.reduceRight((assemble, step) => () => at(step, assemble), () => this.assemble(found))();
  }

  /** Reads the members of an object. Returns the path of their wrapper, if there is one. */
  fill(found, json, limits, isInside) {
    if (takesEmptyList(json)) return [];
    if (json.peek() !== "{") throw wrongType(json, "an object");
    let hasFields = false;
    let hasOwnName = false;
    let wrapper = [];
    json.members((name) => {
      const field = this.fields.get(name);
      if (field !== undefined) {
        // The payload has one form: next to a wrapper, there must be no field of it.
        if (wrapper.length > 0) throw new Fault("duplicate_field").in(name);
        hasFields = true;
        at(name, () => found.read(name, field, json, limits));
        return;
      }
      if (name !== this.kind) {
        found.keep(name, json);
        return;
      }
      const isWrapper = this.isWrapperNext(json);
      if (hasOwnName || (isWrapper && isInside)) throw new Fault("duplicate_field").in(name);
      hasOwnName = true;
      if (!isWrapper) {
        found.keep(name, json);
        return;
      }
      wrapper = [name, ...at(name, () => this.unwrap(found, json, limits))];
      if (hasFields) throw new Fault("duplicate_field").in(name);
    });
    found.checkExtra();
    return wrapper;
  }

  isWrapperNext(json) {
    const first = json.peek();
    return first === "{" || (this.isWrapped && first === "[");
  }

  /** Reads the value under the payload's own name: the payload, or a list of one. Returns the path to it. */
  unwrap(found, json, limits) {
    if (json.peek() === "{") {
      this.fill(found, json, limits, true);
      return [];
    }
    const list = wrongType(json, "an object");
    const elements = [];
    json.elements(() => elements.push(json.raw()));
    if (elements.length !== 1) throw list;
    at(0, () => this.fill(found, new Json(elements[0]), limits, true));
    return [0];
  }

  /** The object of what was found, in the order of the description. */
  assemble({ values, extra }) {
    const object = Object.create(this.prototype);
    for (const [name, field] of this.fields) {
      const value = values.has(name) ? values.get(name) : field.absent();
      if (value === undefined) throw new Fault("missing_field").in(name);
      object[property(name)] = value;
    }
    object.extra = extra.length === 0 ? NOTHING : recordOf(extra);
    return object;
  }
}

/** What was found in an object so far. */
class Found {
  values = new Map();
  extra = [];

  read(name, field, json, limits) {
    if (this.values.has(name)) throw new Fault("duplicate_field");
    this.values.set(name, field.read(json, limits));
  }

  /** Keeps an undocumented member. */
  keep(name, json) {
    if (!name.isWellFormed()) throw new Fault("unreadable");
    this.extra.push([name, json.raw()]);
  }

  checkExtra() {
    if (this.extra.length < 2) return;
    if (new Set(this.extra.map(([name]) => name)).size < this.extra.length) throw new Fault("duplicate_field");
  }
}

const NOTHING = Object.freeze(Object.create(null));

/** An object without a prototype, so it can have any name. */
function recordOf(entries) {
  const record = Object.create(null);
  for (const [name, value] of entries) record[name] = value;
  return record;
}

/** The name of a property, where the unknown fields have the name `extra`. */
function property(name) {
  return name === "extra" ? "extra_" : name;
}

// Fields.

/** The reader for a word of the table. */
function fieldOf(word) {
  const isSensitive = word.endsWith("!");
  const unmarked = isSensitive ? word.slice(0, -1) : word;
  if (!unmarked.endsWith("?")) return { ...typeOf(unmarked), isSensitive };
  const type = typeOf(unmarked.slice(0, -1));
  return { read: (json, limits) => (takesNull(json) ? null : type.read(json, limits)), absent: () => null, isSensitive };
}

function typeOf(word) {
  if (word.startsWith("[")) return listOf(word.slice(1, -1));
  if (Object.hasOwn(READ, word)) {
    return { read: READ[word], isScalar: true, absent: () => (word.endsWith("string") ? "" : undefined) };
  }
  // It may contain objects that come later in the table.
  return { read: (json, limits) => OBJECTS.get(word).read(json, limits), isScalar: false, absent: () => undefined };
}

/** A list. A list of one scalar may be sent as the bare element. */
function listOf(word) {
  const element = typeOf(word);
  const readList = (json, limits) => {
    if (takesNull(json)) return [];
    if (json.peek() !== "[") {
      if (!element.isScalar) throw wrongType(json, "a list");
      return [element.read(json, limits)];
    }
    const list = [];
    json.elements((index) => {
      const value = at(index, () => element.read(json, limits));
      if (index === limits.list) throw tooLong(limits);
      list.push(value);
    });
    return list;
  };
  return { read: readList, isScalar: false, absent: () => [] };
}

const READ = {
  number: readNumber,
  decimal: readDecimal,
  string: readString,
  number_or_string: (json) => (takesNull(json) ? "" : readDigits(json, "a number or a string")),
  boolean(json) {
    if (!"tf".includes(json.peek())) throw wrongType(json, "a boolean");
    return json.scalar();
  },
  date: readDate(/^$/, "a date YYYY-MM-DD"),
  timestamp: readDate(/^ /, "a timestamp YYYY-MM-DD HH:MM:SS"),
  timestamp_or_date: readDate(/^(?: |$)/, "a timestamp YYYY-MM-DD HH:MM:SS or a date YYYY-MM-DD"),
};

const LARGEST = "18446744073709551615";

/** An integer of 64 bits in plain digits, as a number or as a string. */
function readNumber(json) {
  const digits = readDigits(json, "a number");
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits)) throw new Fault("invalid_number");
  if (digits.length > LARGEST.length || (digits.length === LARGEST.length && digits > LARGEST)) {
    throw new Fault("out_of_range");
  }
  return digits;
}

const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/;
const LARGEST_MANTISSA = "79228162514264337593543950335";

/** A decimal of at most 96 bits and 28 decimal places, with its exponent expanded. */
function readDecimal(json) {
  const match = DECIMAL.exec(readDigits(json, "a decimal"));
  if (match === null) throw new Fault("invalid_decimal");
  const [, sign, whole, fraction = "", exponent = "0"] = match;
  if (whole.length + fraction.length > LARGEST_MANTISSA.length) throw new Fault("out_of_range");
  let mantissa = (whole + fraction).replace(/^0+/, "");
  let places = fraction.length - Number(exponent);
  if (places < 0) {
    if (mantissa !== "" && mantissa.length - places > LARGEST_MANTISSA.length) throw new Fault("out_of_range");
    if (mantissa !== "") mantissa += "0".repeat(-places);
    places = 0;
  }
  const isLarge = mantissa.length === LARGEST_MANTISSA.length && mantissa > LARGEST_MANTISSA;
  if (places > 28 || isLarge) throw new Fault("out_of_range");
  const digits = mantissa.padStart(places + 1, "0");
  const point = digits.length - places;
  return sign + digits.slice(0, point) + (places > 0 ? `.${digits.slice(point)}` : "");
}

function readString(json) {
  return takesNull(json) ? "" : readText(json, "a string");
}

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})( (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The last point in time that every language of this SDK can hold. */
const LAST = "9999-12-30 22:00:00";

function readDate(time, expected) {
  return (json) => {
    const text = readText(json, expected);
    const [, year, month, day, timeOfDay = ""] = DATE.exec(text) ?? [];
    const isLeap = month === "02" && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const isDay = day >= 1 && day <= DAYS[month - 1] + (isLeap ? 1 : 0);
    if (!isDay || !time.test(timeOfDay)) throw new Fault("invalid_date", `expected ${expected}`);
    if (year === "0000") throw new Fault("out_of_range", "before 0001-01-01, the first day that is read");
    if (timeOfDay !== "" && text > LAST) throw new Fault("out_of_range", `after ${LAST}, the last time that is read`);
    return text;
  };
}

/** The text of a number, which may be sent as a string. */
function readDigits(json, expected) {
  const first = json.peek();
  return first === "-" || (first >= "0" && first <= "9") ? json.number() : readText(json, expected);
}

/** Text of a documented field, which must be valid as UTF-8. */
function readText(json, expected) {
  if (json.peek() !== '"') throw wrongType(json, expected);
  const text = json.string();
  if (!text.isWellFormed()) throw new Fault("unreadable");
  return text;
}

function takesNull(json) {
  if (json.peek() !== "n") return false;
  json.scalar();
  return true;
}

/** Consumes `[]`, which some senders write for an empty object. */
function takesEmptyList(json) {
  const start = json.at;
  if (json.next("[") && json.next("]")) return true;
  json.at = start;
  return false;
}

// Faults.

/** What each code means. No text contains a received value. */
const MEANINGS = {
  missing_field: "missing field",
  missing_payload: "missing payload",
  payload_mismatch: "payload of another kind than `type` says",
  duplicate_field: "duplicate field",
  invalid_number: "expected a number in plain digits",
  invalid_decimal: "expected a decimal number",
  out_of_range: "more digits than can be kept exactly",
  unreadable: "text with half of a surrogate pair",
};

/** What is wrong, as a stable code, and where. Thrown, but not an `Error`, as stack traces are slow. */
class Fault {
  #path = [];

  constructor(code, message = MEANINGS[code]) {
    this.code = code;
    this.message = message;
  }

  /** The same fault with one more outer step. */
  in(step) {
    this.#path.push(step);
    return this;
  }

  /** The place as a JSON Pointer. */
  pointer() {
    return this.#path.map((step) => `/${step}`).reverse().join("");
  }
}

/** Reads the value under a name or an index. */
function at(step, readThere) {
  try {
    return readThere();
  } catch (fault) {
    throw fault instanceof Fault ? fault.in(step) : fault;
  }
}

/** The fault of a value of another type, which its first character determines. */
function wrongType(json, expected) {
  const found = { "{": "an object", "[": "a list", '"': "a string", n: "null", t: "a boolean", f: "a boolean" };
  return new Fault("wrong_type", `expected ${expected}, found ${found[json.peek()] ?? "a number"}`);
}

function tooLong(limits) {
  return new Fault("too_long", `more than ${limits.list} elements`);
}

// The readers of the table. They are at the end, as they need everything above.

const OBJECTS = new Map(Object.entries(TABLE.objects).map(([name, fields]) => [name, new Description(fields)]));
const KINDS_BY_NAME = new Map(KINDS.map((kind) => [kind, new Description(TABLE.kinds[kind], kind)]));
const ENVELOPE = new Description(TABLE.envelope);
