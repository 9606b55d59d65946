/*
 * JSON as it is written: a number keeps its digits, as no float holds them all;
 * an object is a Map, so that no name is special; a name that stands twice is
 * reported. JSON.parse does none of these.
 */

/** A number by its digits. */
class Numeral {
  constructor(digits) {
    this.digits = digits;
  }

  /** Whether it is whole, however it is written: 1.0 and 10e-1 are. */
  isInteger() {
    const [, whole, fraction = "", exponent = "0"] =
      /^-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/.exec(this.digits);
    const digits = whole + fraction;
    let significant = digits.length;
    while (digits[significant - 1] === "0") significant -= 1;
    const dropped = digits.length - significant;
    return significant === 0 || fraction.length - dropped <= Number(exponent);
  }
}

/** What is wrong with a text that is no JSON, and where. */
class JsonError extends Error {
  constructor(message, text, index) {
    const lines = text.slice(0, index).split("\n");
    super(`line ${lines.length}, column ${lines.at(-1).length + 1}: ${message}`);
  }
}

/** What is nested too deep to be read, which may be JSON for all that. */
class DepthError extends JsonError {}

/** Where many readers of JSON stop, far from the end of the stack. The decoder reads any depth. */
const MAX_DEPTH = 128;

/** Gives `{ value, twice }`, the second the JSON Pointers of repeated names, each once. */
function parseJson(text) {
  let index = 0;
  const twice = new Set();

  const fail = (message, at = index) => {
    throw new JsonError(message, text, at);
  };
  const take = (pattern) => {
    pattern.lastIndex = index;
    const [taken = null] = pattern.exec(text) ?? [];
    index += taken?.length ?? 0;
    return taken;
  };
  const skipSpace = () => take(/[ \t\n\r]*/y);
  const next = (character) => {
    const isNext = text[index] === character;
    index += isNext ? 1 : 0;
    return isNext;
  };

  const string = () => {
    const start = index;
    const quoted = take(/"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y);
    return quoted === null ? fail("a string is not well formed", start) : JSON.parse(quoted);
  };

  const members = (close, member) => {
    skipSpace();
    if (next(close)) return;
    do {
      skipSpace();
      member();
      skipSpace();
    } while (next(","));
    if (!next(close)) fail(`"," or "${close}" is missing`);
  };

  const object = (pointer, depth) => {
    const found = new Map();
    members("}", () => {
      if (text[index] !== '"') fail("a name in double quotes is missing");
      const name = string();
      const place = pointerTo(pointer, name);
      if (found.has(name)) twice.add(place);
      skipSpace();
      if (!next(":")) fail('":" is missing');
      found.set(name, value(place, depth));
    });
    return found;
  };

  const array = (pointer, depth) => {
    const found = [];
    members("]", () => found.push(value(pointerTo(pointer, found.length), depth)));
    return found;
  };

  const value = (pointer, depth) => {
    if (depth > MAX_DEPTH) throw new DepthError("the nesting is too deep", text, index);
    skipSpace();
    if (next("{")) return object(pointer, depth + 1);
    if (next("[")) return array(pointer, depth + 1);
    if (text[index] === '"') return string();
    const digits = take(/-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y);
    if (digits !== null) return new Numeral(digits);
    const word = take(/true|false|null/y);
    return word === null ? fail("a value is missing") : JSON.parse(word);
  };

  const parsed = value("", 0);
  skipSpace();
  if (index < text.length) fail("something stands after the end");
  return { value: parsed, twice: [...twice] };
}

/** The JSON Pointer to a member of what a pointer is to. */
function pointerTo(pointer, name) {
  return `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
