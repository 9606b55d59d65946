// JSON as written: numbers keep their digits, names may repeat, and nesting has no limit. It knows nothing about
// callbacks.

/** Reads JSON from a text piece by piece, and checks everything that it passes. */
export class Json {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  /** The next character that is not white space, or `undefined`. It is not consumed. */
  peek() {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return text[this.at];
      this.at += 1;
    }
  }

  /** Consumes a character, if it is next. */
  next(character) {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  expect(character) {
    if (!this.next(character)) this.fail();
  }

  /** Reads an object. `visit` gets each name, and reads the value. */
  members(visit) {
    this.expect("{");
    if (this.next("}")) return;
    do visit(this.name());
    while (this.next(","));
    this.expect("}");
  }

  /** Reads a list. `visit` gets each index, and reads the element. */
  elements(visit) {
    this.expect("[");
    if (this.next("]")) return;
    let index = 0;
    do visit(index++);
    while (this.next(","));
    this.expect("]");
  }

  /** Reads a value, and returns its unchanged text. */
  raw() {
    this.peek();
    const start = this.at;
    this.pass();
    return this.text.slice(start, this.at);
  }

  /** Reads a value, and passes its parts to `listener`. Not recursive: the sender chooses how deeply it is nested. */
  pass(listener = NOBODY) {
    const closers = [];
    for (;;) {
      const first = this.peek();
      if (first === "{" || first === "[") {
        const closer = first === "{" ? "}" : "]";
        this.at += 1;
        listener.open(first);
        if (!this.next(closer)) {
          closers.push(closer);
          if (first === "{") listener.name(this.name());
          continue;
        }
        listener.close();
      } else {
        listener.scalar(this.scalar());
      }
      for (;;) {
        const closer = closers.at(-1);
        if (closer === undefined) return;
        if (this.next(",")) {
          if (closer === "}") listener.name(this.name());
          break;
        }
        this.expect(closer);
        closers.pop();
        listener.close();
      }
    }
  }

  /** Reads a value that is the whole text, and passes its parts to `listener`. */
  document(listener = NOBODY) {
    this.pass(listener);
    this.end();
  }

  end() {
    if (this.peek() !== undefined) this.fail();
  }

  /** Reads the name of a member and its colon. */
  name() {
    if (this.peek() !== '"') this.fail();
    const name = this.string();
    this.expect(":");
    return name;
  }

  /** Reads a string, number, boolean or null. A number is a `Numeral`. */
  scalar() {
    const first = this.peek();
    if (first === '"') return this.string();
    const literal = LITERALS.get(first);
    if (literal === undefined) return new Numeral(this.number());
    const [word, value] = literal;
    if (!this.text.startsWith(word, this.at)) this.fail();
    this.at += word.length;
    return value;
  }

  /** Reads a number, as its digits. */
  number() {
    NUMBER.lastIndex = this.at;
    if (!NUMBER.test(this.text)) this.fail();
    const digits = this.text.slice(this.at, NUMBER.lastIndex);
    this.at = NUMBER.lastIndex;
    return digits;
  }

  string() {
    const { text } = this;
    const start = this.at;
    let isPlain = true;
    for (PLAIN.lastIndex = start + 1; ; PLAIN.lastIndex += 2) {
      PLAIN.test(text);
      this.at = PLAIN.lastIndex;
      if (text[this.at] === '"') break;
      if (text[this.at] !== "\\" || this.at + 1 === text.length) this.fail();
      isPlain = false;
    }
    this.at += 1;
    if (isPlain) return text.slice(start + 1, this.at - 1);
    try {
      return JSON.parse(text.slice(start, this.at));
    } catch {
      return this.fail();
    }
  }

  fail() {
    throw new JsonError(this.text, this.at);
  }
}

/** A number by its digits. */
export class Numeral {
  constructor(digits) {
    this.digits = digits;
  }
}

export class JsonError extends SyntaxError {
  constructor(text, at) {
    const before = text.slice(0, at).split("\n");
    super(`not JSON at line ${before.length} column ${before.at(-1).length + 1}`);
  }
}

const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const LITERALS = new Map([
  ["t", ["true", true]],
  ["f", ["false", false]],
  ["n", ["null", null]],
]);

const NOBODY = { open() {}, name() {}, scalar() {}, close() {} };
