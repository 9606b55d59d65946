// JSON as it is written: numbers keep their digits, names may repeat, and nesting has no limit. Knows nothing of
// callbacks.

/** Reads JSON from a text piece by piece. Everything that is passed is checked. */
export class Json {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  /** The next character that is not white space, or `undefined`. It is not taken. */
  peek() {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return text[this.at];
      this.at += 1;
    }
  }

  /** Takes a character, if it is next. */
  next(character) {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  expect(character) {
    if (!this.next(character)) this.fail();
  }

  /** Takes an object. `visit` gets each name, and takes the value. */
  members(visit) {
    this.expect("{");
    if (this.next("}")) return;
    do visit(this.name());
    while (this.next(","));
    this.expect("}");
  }

  /** Takes a list. `visit` gets each index, and takes the element. */
  elements(visit) {
    this.expect("[");
    if (this.next("]")) return;
    let index = 0;
    do visit(index++);
    while (this.next(","));
    this.expect("]");
  }

  /** Takes a value, and gives its text as it came. */
  raw() {
    this.peek();
    const start = this.at;
    this.pass();
    return this.text.slice(start, this.at);
  }

  /** Takes a value, and tells `listener` of its parts. Not recursive: the sender chooses how deep it is nested. */
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

  /** Takes a value that is the whole text, and tells `listener` of its parts. */
  document(listener = NOBODY) {
    this.pass(listener);
    this.end();
  }

  end() {
    if (this.peek() !== undefined) this.fail();
  }

  /** Takes the name of a member and its colon. */
  name() {
    if (this.peek() !== '"') this.fail();
    const name = this.string();
    this.expect(":");
    return name;
  }

  /** Takes a string, number, boolean or null. A number is a `Numeral`. */
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

  /** Takes a number, as its digits. */
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
