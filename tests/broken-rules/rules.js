// The rules of docs/wire.md in their order, and ways to break each: what is wrong then, and in which file of packages/npm
// which text, that stands there once, is to be replaced by which.

const [reader, json, receive, hex, tree, digest] = ["reader", "json", "receive", "hex", "tree", "digest"].map((it) => `${it}.js`);
const utf8 = 'return new TextDecoder("utf-8", { fatal: true }).decode(bytes);';
/** The bytes with what a pattern finds in them replaced, each byte as a character. */
const lenient = (pattern) =>
  `const fixed = Buffer.from(bytes).toString("latin1").replace(${pattern}, "?");
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(fixed, "latin1"));`;
const space = "code !== 32 && code !== 10 && code !== 13 && code !== 9";
const number = "const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;";
const word = '["n", ["null", null]],';
const escaped = "return JSON.parse(text.slice(start, this.at));";
const rewritten = (pattern, by) => `return JSON.parse(text.slice(start, this.at).replace(${pattern}, ${by}));`;
const passScalar = "listener.scalar(this.scalar());";
const passed = "} else {\n      json.pass();\n    }";
const callbacksTwice = 'if (callbacks !== undefined) throw new Fault("duplicate_field").in(name);';
const noCallbacks = 'if (callbacks === undefined) throw new Fault("missing_field").in("callbacks");';
const noList = 'if (takesNull(json)) return callbacks;\n  if (json.peek() !== "[") throw wrongType(json, "a list");';
const callbackLimit = "if (index === limits.list) throw tooLong(limits);\n    callbacks.push(callback);";
const listLimit = "if (index === limits.list) throw tooLong(limits);\n      list.push(value);";
const noCallback = 'if (json.peek() !== "{") throw wrongType(json, "a callback");';
const knownPayload = "const read = KINDS_BY_NAME.get(name).read(json, limits);";
const twoPayloads = 'if (of !== undefined) throw new Fault("payload_mismatch");';
const otherPayload = 'if (of !== undefined && of !== kind) throw new Fault("payload_mismatch").in(of);';
const noKind = 'if (kind === undefined) throw new Fault("missing_field").in("type");';
const noPayload = "if (description !== undefined && payload === undefined) {";
const isNeeded = 'if (description.fields.size > 0) throw new Fault("missing_payload").in(kind);';
const noObject = 'if (takesEmptyList(json)) return [];\n    if (json.peek() !== "{") throw wrongType(json, "an object");';
const nullPayload = "if (takesNull(json)) {\n      nulls.add(name);\n      return;\n    }";
const samePayload = 'if (nulls.has(name) || of === name) throw new Fault("duplicate_field");';
const behindWrapper = 'if (wrapper.length > 0) throw new Fault("duplicate_field").in(name);';
const beforeWrapper = 'if (hasFields) throw new Fault("duplicate_field").in(name);';
const unwraps = "wrapper = [name, ...at(name, () => this.unwrap(found, json, limits))];";
const ownName = 'if (hasOwnName || (isWrapper && isInside)) throw new Fault("duplicate_field").in(name);';
const isWrapper = 'return first === "{" || (this.isWrapped && first === "[");';
const assembles = "return wrapper.reduceRight((assemble, step) => () => at(step, assemble), () => this.assemble(found))();";
const inList = "at(0, () => this.fill(found, new Json(elements[0]), limits, true));";
const noField = 'if (value === undefined) throw new Fault("missing_field").in(name);';
const absent = 'absent: () => (word.endsWith("string") ? "" : undefined)';
const optional = "return { read: (json, limits) => (takesNull(json) ? null : type.read(json, limits)), absent: () => null, isSensitive };";
const keepsName = 'if (!name.isWellFormed()) throw new Fault("unreadable");\n    this.extra.push([name, json.raw()]);';
const keeps = "this.extra.push([name, json.raw()]);";
const readsOnce = 'if (this.values.has(name)) throw new Fault("duplicate_field");';
const extraOnce =
  "if (new Set(this.extra.map(([name]) => name)).size < this.extra.length) throw new Fault(\"duplicate_field\");";
const numberDigits = 'if (!/^(?:0|[1-9][0-9]*)$/.test(digits)) throw new Fault("invalid_number");';
const numberRange = "if (digits.length > LARGEST.length || (digits.length === LARGEST.length && digits > LARGEST)) {";
const readsDigits = 'return first === "-" || (first >= "0" && first <= "9") ? json.number() : readText(json, expected);';
const decimal = "const DECIMAL = /^(-?)(0|[1-9][0-9]*)(?:\\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/;";
const matches = 'const match = DECIMAL.exec(readDigits(json, "a decimal"));';
const decimalDigits = 'return sign + digits.slice(0, point) + (places > 0 ? `.${digits.slice(point)}` : "");';
const decimalLength = 'if (whole.length + fraction.length > LARGEST_MANTISSA.length) throw new Fault("out_of_range");';
const decimalRange = 'if (places > 28 || isLarge) throw new Fault("out_of_range");';
const readsText = 'if (json.peek() !== \'"\') throw wrongType(json, expected);';
const isText = 'if (!text.isWellFormed()) throw new Fault("unreadable");';
const readsString = 'return takesNull(json) ? "" : readText(json, "a string");';
const numberOrString = 'number_or_string: (json) => (takesNull(json) ? "" : readDigits(json, "a number or a string")),';
const readsBoolean = 'if (!"tf".includes(json.peek())) throw wrongType(json, "a boolean");';
const readsDate = "const text = readText(json, expected);";
const form = "const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})( (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?$/;";
const isLeap = 'const isLeap = month === "02" && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);';
const isDay = "const isDay = day >= 1 && day <= DAYS[month - 1] + (isLeap ? 1 : 0);";
const noDate = 'if (!isDay || !time.test(timeOfDay)) throw new Fault("invalid_date", `expected ${expected}`);';
const yearZero = 'if (year === "0000") throw';
const last = 'const LAST = "9999-12-30 22:00:00";';
const lists = "const value = at(index, () => element.read(json, limits));";
const bare = "if (!element.isScalar) throw wrongType(json, \"a list\");\n      return [element.read(json, limits)];";
const checksExtra = "found.checkExtra();\n  const envelope = ENVELOPE.assemble(found);";
const glimpsed = "return text === undefined || another !== undefined ? undefined : readOne(new Json(text));";
const noHash = 'if (hash === "") return { refusal: "missing" };';
const unreadable = 'if (accountId === undefined || callbackId === undefined || hash === undefined) return { refusal: "unreadable" };';
const hashForm = "return hash?.length === 32 ? bytesOfHex(hash) : undefined;";
const hasHash = 'const isKept = (node, { name }) => node !== root || name !== "hash";';
const sortsNames = ".sort((a, b) => byCodePoint(a.name, b.name)),";
const writesText = "out += JSON.stringify(node);";
const writesNumber = "out += node.digits;";

export const BROKEN = {
  // Bodies.
  "body-size": [
    ["a body has no limit", reader, "if (size > limits.body) {", "if (false) {"],
    ["the limit is a byte less", reader, "if (size > limits.body) {", "if (size >= limits.body) {"],
    ["the limit is a byte more", reader, "if (size > limits.body) {", "if (size > limits.body + 1) {"],
    [
      "characters are counted",
      reader,
      "checkSize(bytes.byteLength, limits);",
      "checkSize(new TextDecoder().decode(bytes).length, limits);",
    ],
    [
      "a byte order mark is not counted",
      reader,
      "checkSize(bytes.byteLength, limits);",
      'checkSize(bytes.byteLength - (Buffer.from(bytes).toString().startsWith("\\ufeff") ? 3 : 0), limits);',
    ],
    [
      "white space is not counted",
      reader,
      "checkSize(bytes.byteLength, limits);",
      "checkSize(Buffer.from(bytes).toString().trim().length, limits);",
    ],
    [
      "encoding comes before size",
      reader,
      "checkSize(bytes.byteLength, limits);",
      'if (!Buffer.from(Buffer.from(bytes).toString()).equals(bytes)) throw new BodyError("not_utf8", ""); checkSize(bytes.byteLength, limits);',
    ],
  ],
  "body-utf8": [
    ["what is not UTF-8 is replaced", reader, "{ fatal: true }", "{ fatal: false }"],
    ["it is a fault of syntax", reader, 'throw new BodyError("not_utf8", `body is not UTF-8${hint}`)', 'throw new BodyError("syntax", "")'],
    ["a body is read as Latin-1", reader, utf8, 'return Buffer.from(bytes).toString("latin1");'],
    ["a byte that UTF-8 does not use is read", reader, utf8, lenient("/[\\xf5-\\xff]/g")],
    ["a character that is cut short is read", reader, utf8, lenient("/[\\xc2-\\xf4][\\x80-\\xbf]{0,2}(?![\\x80-\\xbf])/g")],
    ["a character of two bytes may be longer than it must be", reader, utf8, lenient("/[\\xc0\\xc1][\\x80-\\xbf]/g")],
    ["a character of three bytes may be longer than it must be", reader, utf8, lenient("/\\xe0[\\x80-\\x9f][\\x80-\\xbf]/g")],
    ["a character of four bytes may be longer than it must be", reader, utf8, lenient("/\\xf0[\\x80-\\x8f][\\x80-\\xbf]{2}/g")],
    ["the first half of a surrogate pair is read", reader, utf8, lenient("/\\xed[\\xa0-\\xaf][\\x80-\\xbf](?!\\xed)/g")],
    ["the second half of a surrogate pair is read", reader, utf8, lenient("/(?<!\\xed..)\\xed[\\xb0-\\xbf][\\x80-\\xbf]/g")],
    ["a surrogate pair is read", reader, utf8, lenient("/\\xed[\\xa0-\\xaf][\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x80-\\xbf]/g")],
    ["what is beyond U+10FFFF is read", reader, utf8, lenient("/\\xf4[\\x90-\\xbf][\\x80-\\xbf]{2}/g")],
  ],
  "body-bom": [
    ["it is not skipped", reader, utf8, utf8.replace("true }", "true, ignoreBOM: true }")],
    ["two are skipped", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/^\\ufeff/, "")')],
    ["it is white space", json, space, `${space} && code !== 0xfeff`],
    ["it is skipped at the end", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/\\ufeff$/, "")')],
    ["it is skipped in strings", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/(?<!^)\\ufeff/g, "")')],
  ],
  "body-json": [
    ["a form feed is white space", json, space, `${space} && code !== 12`],
    ["a vertical tab is white space", json, space, `${space} && code !== 11`],
    ["NUL is white space", json, space, `${space} && code !== 0`],
    ["a no-break space is white space", json, space, `${space} && code !== 0xa0`],
    ["a line separator is white space", json, space, `${space} && code !== 0x2028`],
    ["a space is not white space", json, space, space.replace("code !== 32 && ", "")],
    ["a line feed is not white space", json, space, space.replace("code !== 10 && ", "")],
    ["a carriage return is not white space", json, space, space.replace("code !== 13 && ", "")],
    ["a tab is not white space", json, space, space.replace(" && code !== 9", "")],
    ["there are comments", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/\\/\\*[^*]*\\*\\//g, "")')],
    ["there are comments of a line", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/\\/\\/.*$/g, "")')],
    ["a list may end in a comma", json, 'do visit(index++);\n    while (this.next(","));', 'do visit(index++);\n    while (this.next(",") && this.peek() !== "]");'],
    ["an object may end in a comma", json, 'do visit(this.name());\n    while (this.next(","));', 'do visit(this.name());\n    while (this.next(",") && this.peek() !== "}");'],
    ["lists need no comma", json, 'do visit(index++);\n    while (this.next(","));', 'do visit(index++);\n    while (this.next(",") || this.peek() !== "]");'],
    ["objects need no comma", json, 'do visit(this.name());\n    while (this.next(","));', 'do visit(this.name());\n    while (this.next(",") || this.peek() !== "}");'],
    ["no colon is needed", json, 'const name = this.string();\n    this.expect(":");', 'const name = this.string();\n    this.next(":");'],
    ["a body may be followed by another", json, "if (this.peek() !== undefined) this.fail();", 'if (this.peek() !== undefined && this.peek() !== "{") this.fail();'],
    ["anything may follow a body", json, "if (this.peek() !== undefined) this.fail();", ""],
    ["a sender may close a list with a brace", json, 'while (this.next(","));\n    this.expect("]");', 'while (this.next(","));\n    if (!this.next("}")) this.expect("]");'],
    ["names need no quotes", reader, utf8, utf8.replace("(bytes)", '(bytes).replace(/^\\{(\\w+):/, \'{"$1":\')')],
    ["names may have single quotes", reader, utf8, utf8.replace("(bytes)", "(bytes).replace(/^\\{'(\\w+)':/, '{\"$1\":')")],
    ["NaN is a number", json, word, `${word}\n  ["N", ["NaN", null]],`],
    ["infinity is a number", json, number, number.replace("/-?", "/-Infinity|-?")],
    ["undefined is null", json, word, `${word}\n  ["u", ["undefined", null]],`],
    ["a word may have capitals", json, "if (!this.text.startsWith(word, this.at)) this.fail();", "if (this.text.substr(this.at, word.length).toLowerCase() !== word) this.fail();"],
    ["a word with a capital is a word", json, word, `${word}\n  ["T", ["True", true]],`],
    ["a word may be cut short", json, "if (!this.text.startsWith(word, this.at)) this.fail();\n    this.at += word.length;", "this.at = this.text.slice(this.at).search(/[^a-z]|$/) + this.at;"],
    ["a number may start with zeros", json, number, number.replace("0|[1-9][0-9]*", "[0-9]+")],
    ["a number may start with a plus sign", json, "const literal = LITERALS.get(first);", 'if (first === "+") this.at += 1;\n    const literal = LITERALS.get(first);'],
    ["a number may be a sign alone", json, number, number.replace("0|[1-9][0-9]*", "0|[1-9][0-9]*|(?<=-)")],
    ["a number may start with a point", json, number, number.replace("0|[1-9][0-9]*", "0|[1-9][0-9]*|(?=\\.)")],
    ["a number may end in a point", json, number, number.replace("[0-9]+)?(?:[eE]", "[0-9]*)?(?:[eE]")],
    ["an exponent needs no digits", json, number, number.replace("[-+]?[0-9]+", "[-+]?[0-9]*")],
    ["an exponent needs no digits behind a sign", json, number, number.replace("[-+]?[0-9]+", "(?:[-+]|[-+]?[0-9]+)")],
    ["an exponent may have a point", json, number, number.replace("[-+]?[0-9]+", "[-+]?[0-9.]+")],
    ["a number may be hexadecimal", json, number, number.replace("0|", "0x[0-9]+|0|")],
    ["a number may have underscores", json, number, number.replace("[1-9][0-9]*", "[1-9][0-9_]*")],
    ["a string may have a tab", json, "const PLAIN = /[^\"\\\\\\u0000-\\u001f]*/y;", "const PLAIN = /(?:[^\"\\\\\\u0000-\\u001f]|\\t)*/y;"],
    ["a string may have a line feed", json, "const PLAIN = /[^\"\\\\\\u0000-\\u001f]*/y;", "const PLAIN = /(?:[^\"\\\\\\u0000-\\u001f]|\\n)*/y;"],
    ["a string may have NUL", json, "const PLAIN = /[^\"\\\\\\u0000-\\u001f]*/y;", "const PLAIN = /[^\"\\\\\\u0001-\\u001f]*/y;"],
    ["a string may have U+001F", json, "const PLAIN = /[^\"\\\\\\u0000-\\u001f]*/y;", "const PLAIN = /[^\"\\\\\\u0000-\\u001e]*/y;"],
    ["a string may not have U+007F", json, "const PLAIN = /[^\"\\\\\\u0000-\\u001f]*/y;", "const PLAIN = /[^\"\\\\\\u0000-\\u001f\\u007f]*/y;"],
    ["\\x is an escape", json, escaped, rewritten("/\\\\x41/g", '"A"')],
    ["\\U is an escape", json, escaped, rewritten("/\\\\U/g", '"\\\\u"')],
    ["an escape of three digits is one", json, escaped, rewritten("/\\\\u([0-9a-f]{3})(?![0-9a-f])/gi", '"?"')],
    ["an escape may have a sign", json, escaped, rewritten("/\\\\u\\+/g", '"\\\\u0"')],
    ["an escape may have a space", json, escaped, rewritten("/\\\\u /g", '"\\\\u0"')],
    ["values that are only kept are not checked", json, passScalar, "if (first === '\"') listener.scalar(this.string());\n        else this.at += /^[^,\\]}\\s\"]+/.exec(this.text.slice(this.at, this.at + 50))?.[0].length ?? this.fail();"],
    ["strings that are only kept are not checked", json, passScalar, "if (first !== '\"') listener.scalar(this.scalar());\n        else this.at += /^\"(?:[^\"\\\\]|\\\\.)*\"/s.exec(this.text.slice(this.at))?.[0].length ?? this.fail();"],
    ["1000 lists in each other are too many", json, 'const first = this.peek();\n      if (first === "{"', 'const first = this.peek();\n      if (closers.length > 1000) return;\n      if (first === "{"'],
  ],
  "syntax-first": [
    ["shape is judged of what is not JSON", reader, "new Json(text).document();", ""],
    ["the rest is not read behind a fault in a body", reader, "new Json(text).document();", "if (!(error instanceof Fault)) new Json(text).document();"],
    ["the rest is not read if the list is too long", reader, "new Json(text).document();", 'if (error.code !== "too_long") new Json(text).document();'],
    ["the rest is not read if callbacks are absent", reader, "new Json(text).document();", 'if (error.code !== "missing_field") new Json(text).document();'],
    ["the rest is not read if a name is not text", reader, "new Json(text).document();", 'if (error.code !== "unreadable") new Json(text).document();'],
    ["the rest is not read if callbacks are there twice", reader, "new Json(text).document();", 'if (error.code !== "duplicate_field") new Json(text).document();'],
  ],
  "body-object": [
    ["a list of callbacks is a body", reader, "function readBody(json, limits) {", 'function readBody(json, limits) {\n  if (json.peek() === "[") return readCallbacks(json, limits);'],
    ["null is an empty body", reader, "function readBody(json, limits) {", "function readBody(json, limits) {\n  if (takesNull(json)) return [];"],
  ],
  "body-callbacks": [
    ["no callbacks are an empty list", reader, noCallbacks, "callbacks ??= [];"],
    ["no callbacks are a fault of another code", reader, noCallbacks, noCallbacks.replace("missing_field", "wrong_type")],
    ["no callbacks are a fault of the body", reader, noCallbacks, noCallbacks.replace('.in("callbacks")', "")],
    ["null is no list", reader, noList, noList.replace("if (takesNull(json)) return callbacks;", "")],
    ["a callback alone is a list", reader, noList, `if (json.peek() === "{") return [decode(json, "/callbacks", limits)];\n  ${noList}`],
    ["text that is empty is an empty list", reader, noList, `if (json.text.startsWith('""', json.at)) return (json.string(), []);\n  ${noList}`],
    ["the last list is the one that is read", reader, callbacksTwice, ""],
    ["null does not count", reader, callbacksTwice, callbacksTwice.replace("callbacks !== undefined", "callbacks?.length !== undefined && !json.text.includes('null')")],
    ["a second list is a fault of the body", reader, callbacksTwice, callbacksTwice.replace(".in(name)", "")],
    ["a second list is found before what is in the first", reader, "function readBody(json, limits) {", 'function readBody(json, limits) {\n  if (json.text.split(\'"callbacks":\').length > 2) throw new Fault("duplicate_field").in("callbacks");'],
    ["names are compared as they are written", json, "const name = this.string();", "const start = this.at;\n    const name = (this.string(), this.text.slice(start + 1, this.at - 1));"],
    ["capitals make no difference", reader, 'if (name === "callbacks") {', 'if (name.toLowerCase() === "callbacks") {'],
  ],
  "body-fields": [
    ["members beside callbacks are refused", reader, passed, '} else {\n      throw new Fault("wrong_type");\n    }'],
    ["no name may stand twice", reader, passed, '} else {\n      if ((json.seen ??= new Set()).has(name)) throw new Fault("duplicate_field");\n      json.seen.add(name);\n      json.pass();\n    }'],
    ["half a surrogate pair is refused", reader, passed, "} else {\n      if (json.raw().includes('\\\\ud800')) throw new Fault(\"unreadable\");\n    }"],
    ["numbers have bounds", reader, passed, "} else {\n      if (json.raw() === '1e999') throw new Fault(\"out_of_range\");\n    }"],
    ["they are read recursively", reader, passed, "} else {\n      const nested = () => { if (!json.next('[')) return json.pass(); if (json.next(']')) return; nested(); json.expect(']'); };\n      nested();\n    }"],
  ],
  "list-limit": [
    ["a list of callbacks has no limit", reader, callbackLimit, "callbacks.push(callback);"],
    ["one callback less may be there", reader, callbackLimit, callbackLimit.replace("limits.list)", "limits.list - 1)")],
    ["one callback more may be there", reader, callbackLimit, callbackLimit.replace("limits.list)", "limits.list + 1)")],
    ["the callbacks of a list that is too long are read", reader, callbackLimit, "if (index < limits.list) callbacks.push(callback);"],
    ["a list in a payload has no limit", reader, listLimit, "list.push(value);"],
    ["one element less may be there", reader, listLimit, listLimit.replace("limits.list)", "limits.list - 1)")],
    ["one element more may be there", reader, listLimit, listLimit.replace("limits.list)", "limits.list + 1)")],
    ["a list in a payload that is too long refuses the body", reader, "const raw = json.raw();\n    const { kind, ...signature }", "const raw = json.raw();\n    if (fault.code === \"too_long\") throw fault;\n    const { kind, ...signature }"],
    ["an element is counted before it is read", reader, lists, `if (index === limits.list) throw tooLong(limits);\n      ${lists}`],
    ["a list is counted before its elements are read", reader, "const list = [];\n    json.elements((index) => {", "const list = [];\n    let length = 0;\n    new Json(json.text.slice(json.at, json.at + 30_000)).text.replace(/[^,\\]]+/g, () => (length += 1));\n    if (json.text[json.at] === '[' && json.text.slice(json.at).split(']')[0].split(',').length > limits.list) throw tooLong(limits);\n    json.elements((index) => {"],
  ],

  // Callbacks.
  "callback-object": [
    ["an empty list is a callback", reader, noCallback, `if (takesEmptyList(json)) throw new Fault("missing_field").in("callback_id");\n  ${noCallback}`],
    ["null is a callback", reader, noCallback, `if (takesNull(json)) throw new Fault("missing_field").in("callback_id");\n  ${noCallback}`],
    ["it refuses the body", reader, "if (!(fault instanceof Fault)) throw fault;", 'if (fault.code === "wrong_type" && fault.pointer() === "") throw fault;'],
    ["its place is the list", reader, "const pointer = place + fault.pointer();", 'const pointer = fault.pointer() === "" && fault.code === "wrong_type" ? "/callbacks" : place + fault.pointer();'],
    ["an object without members is none", reader, noCallback, `if (json.text.startsWith("{}", json.at)) throw wrongType(json, "a callback");\n  ${noCallback}`],
  ],
  "callback-alone": [
    ["a malformed callback is left out", reader, "callbacks.push(callback);", 'if (callback.outcome !== "malformed") callbacks.push(callback);'],
    ["nothing behind a malformed callback is read", reader, "callbacks.push(callback);", 'if (callbacks.at(-1)?.outcome !== "malformed") callbacks.push(callback);'],
    ["a copy is left out", reader, "callbacks.push(callback);", "if (!callbacks.some((it) => it.raw === callback.raw)) callbacks.push(callback);"],
    ["a place has no index", reader, "decode(json, `/callbacks/${index}`, limits)", 'decode(json, "/callbacks/0", limits)'],
  ],
  "member-order": [
    ["a payload must stand behind its kind", reader, twoPayloads, `${twoPayloads}\n    if (kind === undefined) throw new Fault("payload_mismatch");`],
    ["the kind must not be the last one", reader, "kind = readKind(json);", 'kind = readKind(json);\n        if (json.peek() === "}") throw new Fault("wrong_type");'],
    ["the callback ID must stand before the account ID", reader, "at(name, () => found.read(name, field, json, limits));\n    } else if", 'if (name === "account_id" && !found.values.has("callback_id")) throw new Fault("missing_field").in("callback_id");\n      at(name, () => found.read(name, field, json, limits));\n    } else if'],
  ],
  kind: [
    ["an empty one is unknown", reader, 'if (kind === "") throw new Fault("missing_field");', ""],
    ["null is absent", reader, 'const kind = readText(json, "the name of a kind");', 'const kind = takesNull(json) ? "" : readText(json, "the name of a kind");'],
    ["a number is text", reader, 'const kind = readText(json, "the name of a kind");', 'const kind = readDigits(json, "the name of a kind");'],
    ["capitals make no difference", reader, "return kind;\n}", "return kind.toLowerCase();\n}"],
    ["space around it makes no difference", reader, "return kind;\n}", "return kind.trim();\n}"],
    ["escapes are not resolved", reader, 'const kind = readText(json, "the name of a kind");', 'const from = json.at;\n  const kind = readText(json, "the name of a kind") && json.text.slice(from + 1, json.at - 1).replaceAll(\'"\', "");'],
    ["an absent one is that of the payload", reader, noKind, "kind ??= of;"],
    ["half a surrogate pair is kept", reader, 'const kind = readText(json, "the name of a kind");', "if (json.peek() !== '\"') throw wrongType(json, \"the name of a kind\");\n  const kind = json.string();"],
  ],
  "unknown-kind": [
    ["it is malformed", reader, noPayload, `if (description === undefined) throw new Fault("wrong_type").in("type");\n  ${noPayload}`],
    ["its payload must be there", reader, noPayload, `if (description === undefined && !found.extra.some(([name]) => name === kind)) throw new Fault("missing_payload").in(kind);\n  ${noPayload}`],
    ["its payload is an object", reader, noPayload, `if (description === undefined && found.extra.some(([name, text]) => name === kind && text[0] !== "{")) throw new Fault("wrong_type").in(kind);\n  ${noPayload}`],
    ["its envelope is not judged", reader, noCallback, `${noCallback}\n  if (/"type":"kind_of/.test(json.text) && /"account_id":"x"/.test(json.text)) return (json.pass(), { kind: "kind_of_a_later_version", envelope: { account_id: "1", callback_id: "1", hash: "", extra: {} } });`],
    ["its payload is not kept", reader, "this.extra.push([name, json.raw()]);", 'const raw = json.raw();\n    if (!name.startsWith("kind_of")) this.extra.push([name, raw]);'],
    ["null under a known kind is a payload", reader, noPayload, `if (description === undefined && nulls.size > 0) throw new Fault("payload_mismatch").in([...nulls][0]);\n  ${noPayload}`],
  ],
  "payload-missing": [
    ["it may be absent", reader, isNeeded, ""],
    ["it may be absent if no field must be there", reader, isNeeded, "if ([...description.fields.values()].some((it) => it.absent() === undefined)) throw new Fault(\"missing_payload\").in(kind);"],
    ["null is of another type", reader, nullPayload, 'if (KINDS_BY_NAME.get(name).fields.size > 0 && json.peek() === "n") throw wrongType(json, "an object");\n    ' + nullPayload],
    ["its fields are missing", reader, isNeeded, "if (description.fields.size > 0) throw new Fault(\"missing_field\").in([...description.fields.keys()][0]).in(kind);"],
    ["its place is the callback", reader, isNeeded, isNeeded.replace(".in(kind)", "")],
  ],
  "payload-empty": [
    ["it must be there", reader, isNeeded, isNeeded.replace("> 0", ">= 0")],
    ["null is of another type", reader, nullPayload, 'if (KINDS_BY_NAME.get(name).fields.size === 0 && json.peek() === "n") throw wrongType(json, "an object");\n    ' + nullPayload],
    ["an empty list is of another type", reader, noObject, noObject.replace("if (takesEmptyList(json)) return [];", "")],
    ["a list has no space in it", reader, noObject, noObject.replace("if (takesEmptyList(json))", 'if (json.peek() && json.text[json.at + 1] === "]" && takesEmptyList(json))')],
    ["an object is of another type", reader, noObject, `if (this.fields.size === 0 && this.kind && json.peek() === "{") throw wrongType(json, "nothing");\n    ${noObject}`],
  ],
  "payload-type": [
    ["a list of one is its element", reader, noObject, `if (this.kind && !isInside && /^\\[\\s*\\{/.test(json.text.slice(json.at))) { json.next("["); const way = this.fill(found, json, limits, isInside); json.expect("]"); return way; }\n    ${noObject}`],
    ["any list is an object without members", reader, noObject, `if (json.peek() === "[") return (json.pass(), []);\n    ${noObject}`],
    ["text that is empty is an object without members", reader, noObject, `if (json.text.startsWith('""', json.at)) return (json.string(), []);\n    ${noObject}`],
    ["a boolean is an object without members", reader, noObject, `if (json.peek() === "t") return (json.pass(), []);\n    ${noObject}`],
    ["a number is an object without members", reader, noObject, `if (/[0-9]/.test(json.peek())) return (json.pass(), []);\n    ${noObject}`],
    ["half a surrogate pair is unreadable", reader, noObject, `if (json.peek() === '"') readText(new Json(json.text.slice(json.at)), "");\n    ${noObject}`],
    ["an empty list is an object for kinds without fields alone", reader, noObject, noObject.replace("if (takesEmptyList(json))", "if (!(this.kind && this.fields.size > 0) && takesEmptyList(json))")],
  ],
  "payload-kind": [
    ["a payload of another kind is an unknown field", reader, "} else if (KINDS_BY_NAME.has(name)) {", "} else if (KINDS_BY_NAME.has(name) && (kind === undefined || kind === name)) {"],
    ["it may be there", reader, otherPayload, ""],
    ["it may be there if the kind is unknown", reader, otherPayload, otherPayload.replace("of !== kind)", "of !== kind && KINDS_BY_NAME.has(kind))")],
    ["its place is that of the payload that is missing", reader, otherPayload, otherPayload.replace(".in(of)", ".in(kind)")],
    ["null is a payload of another kind", reader, "if (takesNull(json)) {\n      nulls.add(name);", 'if (takesNull(json)) {\n      if (kind !== undefined && name !== kind) throw new Fault("payload_mismatch");\n      nulls.add(name);'],
    ["null before the kind's own payload is a payload", reader, twoPayloads, 'if (of !== undefined || nulls.size > 0) throw new Fault("payload_mismatch");'],
    ["it is not read", reader, knownPayload, `if (kind !== undefined && kind !== name) throw new Fault("payload_mismatch");\n    ${knownPayload}`],
    ["a second payload is not read", reader, knownPayload, `if (of !== undefined) throw new Fault("payload_mismatch");\n    ${knownPayload}`],
    ["the last payload is the one that is read", reader, twoPayloads, ""],
    ["the kind's own payload is never the fault", reader, twoPayloads, 'if (of !== undefined) throw name === kind ? new Fault("payload_mismatch").in(`../${of}`) : new Fault("payload_mismatch");'],
    ["a payload of a kind without fields does not count", reader, twoPayloads, `if (KINDS_BY_NAME.get(name).fields.size === 0 && of !== undefined) return;\n    ${twoPayloads}`],
    ["the payload is missing", reader, otherPayload, 'if (of !== undefined && of !== kind) throw KINDS_BY_NAME.has(kind) ? new Fault("missing_payload").in(kind) : new Fault("payload_mismatch").in(of);'],
  ],
  wrapper: [
    ["there are none", reader, isWrapper, "return this.isWrapped && (first === \"{\" || first === \"[\");"],
    ["one must be there where it is documented", reader, "found.checkExtra();\n    return wrapper;", 'if (this.isWrapped && !isInside && wrapper.length === 0) throw new Fault("missing_field").in(this.kind);\n    found.checkExtra();\n    return wrapper;'],
    ["one may be within another", reader, ownName, ownName.replace("(isWrapper && isInside)", "false")],
    ["there may be two", reader, ownName, ownName.replace("hasOwnName ||", "")],
    ["a value before it does not count", reader, "hasOwnName = true;\n      if (!isWrapper) {", "hasOwnName = isWrapper;\n      if (!isWrapper) {"],
    ["a documented field may stand behind it", reader, behindWrapper, ""],
    ["a documented field may stand before it", reader, beforeWrapper, ""],
    ["a documented field beside it is unknown", reader, behindWrapper, 'if (wrapper.length > 0) {\n          found.keep(name, json);\n          return;\n        }'],
    ["null beside it does not count", reader, behindWrapper, 'if (wrapper.length > 0 && takesNull(json)) return;\n        ' + behindWrapper],
    ["null before it does not count", reader, "hasFields = true;", 'hasFields = json.peek() !== "n";'],
    ["a field before it is found before it is read", reader, unwraps, `${beforeWrapper}\n      ${unwraps}`],
    ["the fault of a field before it is at the field", reader, beforeWrapper, beforeWrapper.replace(".in(name)", ".in([...found.values.keys()][0])")],
    ["the fault of a field behind it is at the wrapper", reader, behindWrapper, behindWrapper.replace(".in(name)", ".in(this.kind)")],
    ["a field before it may be in it", reader, "found.read(name, field, json, limits));\n        return;", "(isInside && found.values.delete(name), found.read(name, field, json, limits)));\n        return;"],
    ["unknown fields beside it are refused", reader, "found.keep(name, json);\n        return;\n      }\n      const isWrapper", 'if (wrapper.length > 0) throw new Fault("duplicate_field").in(name);\n        found.keep(name, json);\n        return;\n      }\n      const isWrapper'],
    ["unknown fields beside it are dropped", reader, unwraps, `found.extra = [];\n      ${unwraps}`],
    ["an unknown name may be inside and behind", reader, "found.checkExtra();\n    return wrapper;", "if (wrapper.length === 0) found.checkExtra();\n    return wrapper;"],
    ["an unknown name may be before and inside", reader, unwraps, `const before = found.extra.splice(0);\n      ${unwraps}\n      for (const it of before) if (!found.extra.some(([other]) => other === it[0])) found.extra.push(it);`],
    ["places within it leave it out", reader, unwraps, "wrapper = [name, ...this.unwrap(found, json, limits)];"],
    ["places of missing fields leave it out", reader, assembles, "return this.assemble(found);"],
  ],
  "wrapper-list": [
    ["there are none", reader, isWrapper, 'return first === "{";'],
    ["it is a fault", reader, "if (elements.length !== 1) throw list;", "throw list;"],
    ["one without elements is an object without members", reader, "if (elements.length !== 1) throw list;", "if (elements.length === 0) return [];\n    if (elements.length !== 1) throw list;"],
    ["the first of two elements is read", reader, "if (elements.length !== 1) throw list;", "if (elements.length < 1) throw list;"],
    ["the first of two elements is read before they are counted", reader, "if (elements.length !== 1) throw list;", `if (elements.length > 0) ${inList}\n    if (elements.length !== 1) throw list;\n    [found.values, found.extra] = [new Map(), []];`],
    ["places leave out the index", reader, `${inList}\n    return [0];`, "this.fill(found, new Json(elements[0]), limits, true);\n    return [];"],
    ["places of missing fields leave out the index", reader, `${inList}\n    return [0];`, `${inList}\n    return [];`],
    ["a list in a list is one", reader, inList, "at(0, () => this.unwrap(found, new Json(elements[0]), limits));"],
    ["null is an element without members", reader, inList, `if (elements[0] === "null") return [0];\n    ${inList}`],
  ],
  "wrapper-other": [
    ["a list is a wrapper for every kind", reader, isWrapper, 'return first === "{" || first === "[";'],
    ["null is refused", reader, isWrapper, `if (first === "n") throw wrongType(json, "an object");\n    ${isWrapper}`],
    ["a number is refused", reader, isWrapper, `if (first === "5") throw wrongType(json, "an object");\n    ${isWrapper}`],
    ["text is refused", reader, isWrapper, `if (first === '"') throw wrongType(json, "an object");\n    ${isWrapper}`],
    ["it is dropped", reader, "hasOwnName = true;\n      if (!isWrapper) {\n        found.keep(name, json);", "hasOwnName = true;\n      if (!isWrapper) {\n        json.pass();"],
  ],

  // Fields.
  "missing-field": [
    ["a number is zero", reader, absent, 'absent: () => (word.endsWith("string") ? "" : word === "number" ? "0" : undefined)'],
    ["a decimal is zero", reader, absent, 'absent: () => (word.endsWith("string") ? "" : word.startsWith("decimal") ? "0" : undefined)'],
    ["a boolean is false", reader, absent, 'absent: () => (word.endsWith("string") ? "" : word === "boolean" ? false : undefined)'],
    ["a date is empty", reader, absent, 'absent: () => (word.endsWith("string") || word === "date" ? "" : undefined)'],
    ["a timestamp is empty", reader, absent, 'absent: () => (word.endsWith("string") || word.startsWith("timestamp") ? "" : undefined)'],
    ["it is a fault of the object", reader, noField, noField.replace(".in(name)", "")],
    ["it is a fault of another code", reader, noField, noField.replace("missing_field", "wrong_type")],
  ],
  empty: [
    ["a string must be there", reader, absent, "absent: () => undefined"],
    ["null is not a string", reader, readsString, 'return readText(json, "a string");'],
    ["a string is null", reader, absent, 'absent: () => (word.endsWith("string") ? null : undefined)'],
    ["a list must be there", reader, "isScalar: false, absent: () => [] };", "isScalar: false, absent: () => undefined };"],
    ["null is not a list", reader, "if (takesNull(json)) return [];", ""],
    ["null is a list of one", reader, "if (takesNull(json)) return [];", 'if (takesNull(json)) return [""];'],
  ],
  optional: [
    ["it must be there", reader, optional, optional.replace("absent: () => null", "absent: () => undefined")],
    ["null is of another type", reader, optional, optional.replace("takesNull(json) ? null : ", "")],
    ["it is empty if it is absent", reader, optional, optional.replace("absent: () => null", "absent: () => type.absent() ?? null")],
    ["it is empty if it is null", reader, optional, optional.replace("? null :", "? (type.absent() ?? null) :")],
    ["an empty string is absent", reader, optional, optional.replace("type.read(json, limits))", 'type.read(json, limits) || null)')],
    ["what cannot be read is absent", reader, optional, 'return { read: (json, limits) => { if (takesNull(json)) return null; const start = json.at; try { return type.read(json, limits); } catch { json.at = start; json.pass(); return null; } }, absent: () => null, isSensitive };'],
  ],
  "unknown-fields": [
    ["they are refused", reader, keeps, 'throw new Fault("wrong_type");'],
    ["they are dropped", reader, keeps, "json.pass();"],
    ["numbers are those of the language", reader, keeps, 'const raw = json.raw();\n    this.extra.push([name, /^[-0-9]/.test(raw) ? String(Number(raw)) : raw]);'],
    ["white space is dropped", reader, keeps, 'this.extra.push([name, json.raw().replaceAll(" ", "")]);'],
    ["escapes are resolved", reader, keeps, "this.extra.push([name, json.raw().replaceAll(\"\\\\/\", \"/\")]);"],
    ["half a surrogate pair is refused", reader, keeps, "const raw = json.raw();\n    if (/\\\\ud[89a-f]/.test(raw)) throw new Fault(\"unreadable\").in(name);\n    this.extra.push([name, raw]);"],
    ["a repeated name is refused", reader, keeps, "const raw = json.raw();\n    if (/\"a\":.*\"a\":/.test(raw)) throw new Fault(\"duplicate_field\").in(name);\n    this.extra.push([name, raw]);"],
    ["numbers have bounds", reader, keeps, "const raw = json.raw();\n    if (raw === \"1e999\") throw new Fault(\"out_of_range\").in(name);\n    this.extra.push([name, raw]);"],
    ["nesting has a limit", reader, keeps, "const raw = json.raw();\n    if (raw.startsWith('[[[[[[[[[') || raw.startsWith('{\"a\":{\"a\":{\"a\":')) throw new Fault(\"too_long\").in(name);\n    this.extra.push([name, raw]);"],
    ["the name of a prototype is magic", reader, "const record = Object.create(null);\n  for (const [name, value] of entries)", "const record = {};\n  for (const [name, value] of entries)"],
    ["the name of a method is magic", reader, keeps, "const raw = json.raw();\n    if (!(name in {})) this.extra.push([name, raw]);"],
    ["the name of a number in a library is magic", reader, keeps, "const raw = json.raw();\n    if (!name.startsWith(\"$\")) this.extra.push([name, raw]);"],
    ["the empty name is none", reader, keeps, 'const raw = json.raw();\n    if (name !== "") this.extra.push([name, raw]);'],
    ["a payload has the fields of the envelope", reader, "const field = this.fields.get(name);\n      if", "const field = this.fields.get(name) ?? (this.kind && ENVELOPE.fields.get(name));\n      if"],
  ],

  // Names.
  "duplicate-names": [
    ["the last one is read", reader, readsOnce, ""],
    ["the first one is read", reader, readsOnce, "if (this.values.has(name)) return json.pass();"],
    ["it is a fault only if the values differ", reader, readsOnce, "if (this.values.get(name)) throw new Fault(\"duplicate_field\");"],
    ["the last unknown one is kept", reader, extraOnce, ""],
    ["unknown ones are compared with their neighbour alone", reader, extraOnce, "if (this.extra.some(([name], at) => this.extra[at + 1]?.[0] === name)) throw new Fault(\"duplicate_field\");"],
    ["unknown ones are compared in callbacks alone", reader, "found.checkExtra();\n    return wrapper;", "return wrapper;"],
    ["unknown ones are compared in payloads alone", reader, checksExtra, checksExtra.replace("found.checkExtra();", "")],
    ["unknown ones are not compared in objects of payloads", reader, "found.checkExtra();\n    return wrapper;", "if (this.kind !== undefined) found.checkExtra();\n    return wrapper;"],
    ["unknown ones are not compared in kinds without fields", reader, "found.checkExtra();\n    return wrapper;", "if (this.fields.size > 0) found.checkExtra();\n    return wrapper;"],
    ["unknown ones are not compared in unknown kinds", reader, checksExtra, checksExtra.replace("found.checkExtra();", "if (KINDS_BY_NAME.has(kind)) found.checkExtra();")],
    ["the fault is at the name", reader, extraOnce, extraOnce.replace('throw new Fault("duplicate_field");', 'throw new Fault("duplicate_field").in(this.extra[0][0]);')],
    ["they are compared as they are written", json, "const name = this.string();", "const start = this.at;\n    const name = (this.string(), this.text.slice(start + 1, this.at - 1));"],
    ["unknown ones are compared as they are written", reader, keeps, "const from = json.text.slice(0, json.at).match(/\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*$/)?.[1] ?? name;\n    this.extra.push([from, json.raw()]);"],
    ["capitals make no difference", reader, extraOnce, extraOnce.replace("=> name)", "=> name.toLowerCase())")],
    ["space makes no difference", reader, extraOnce, extraOnce.replace("=> name)", "=> name.trim())")],
    ["they are normalized", reader, extraOnce, extraOnce.replace("=> name)", '=> name.normalize("NFC"))')],
    ["the kind may be there twice", reader, 'if (kind !== undefined) throw new Fault("duplicate_field");', ""],
    ["a payload may be there twice", reader, samePayload, ""],
    ["null for a payload does not count", reader, samePayload, samePayload.replace("nulls.has(name) || ", "")],
    ["null behind a payload does not count", reader, samePayload, `if (of === name && takesNull(json)) return;\n    ${samePayload}`],
    ["null for a payload of another kind does not count", reader, samePayload, samePayload.replace("nulls.has(name)", "(nulls.has(name) && (kind === undefined || kind === name))")],
    ["names in capitals are those that are documented", reader, "const field = this.fields.get(name);\n      if", "const field = this.fields.get(name.toLowerCase());\n      if"],
  ],
  "name-text": [
    ["one beside callbacks may be anything", reader, 'json.members((name) => {\n    if (!name.isWellFormed()) throw new Fault("unreadable");', "json.members((name) => {"],
    ["one in an object may be anything", reader, keepsName, keeps],
    ["one in a payload may be anything", reader, keepsName, keepsName.replace("if (!name", 'if (json.text.slice(0, json.at).lastIndexOf("{") < 20 && !name')],
    ["the second half of a pair may be there", reader, keepsName, keepsName.replace("!name.isWellFormed()", "/[\\ud800-\\udbff](?![\\udc00-\\udfff])/.test(name)")],
    ["no character beyond U+FFFF may be there", reader, keepsName, keepsName.replace("!name.isWellFormed()", "/[\\ud800-\\udfff]/.test(name)")],
    ["it is found at the end of the object", reader, keepsName, 'if (!name.isWellFormed()) this.isOdd = true;\n    this.extra.push([name, json.raw()]);'.concat("\n    const check = this.checkExtra;\n    this.checkExtra = () => { if (this.isOdd) throw new Fault(\"unreadable\"); check.call(this); };")],
    ["it is found before any other fault of a body", reader, "function readBody(json, limits) {", "function readBody(json, limits) {\n  if (/\"\\\\ud800\":1\\}$/.test(json.text)) throw new Fault(\"unreadable\");"],
  ],

  // Numbers.
  "number-type": [
    ["null is zero", reader, 'const digits = readDigits(json, "a number");', 'const digits = takesNull(json) ? "0" : readDigits(json, "a number");'],
    ["a boolean is a number", reader, 'const digits = readDigits(json, "a number");', 'const digits = json.peek() === "t" ? String(Number(json.scalar())) : readDigits(json, "a number");'],
    ["a list of one is its element", reader, 'const digits = readDigits(json, "a number");', 'const isList = json.next("[");\n  const digits = readDigits(json, "a number");\n  if (isList) json.expect("]");'],
    ["another type is no number", reader, "return first === \"-\"", "if (expected === \"a number\" && \"tfn{[\".includes(first)) throw new Fault(\"invalid_number\");\n  return first === \"-\""],
    ["a name is magic", reader, 'const digits = readDigits(json, "a number");', 'const magic = /^\\{"\\$serde_json::private::Number":"([0-9]+)"\\}/.exec(json.text.slice(json.at, json.at + 60));\n  if (magic) json.at += magic[0].length;\n  const digits = magic?.[1] ?? readDigits(json, "a number");'],
  ],
  "number-digits": [
    ["any number will do", reader, numberDigits, ""],
    ["leading zeros may be there", reader, numberDigits, numberDigits.replace("0|[1-9][0-9]*", "[0-9]+")],
    ["a plus sign may be there", reader, numberDigits, numberDigits.replace("0|", "0|\\+[0-9]+|")],
    ["a minus sign may be there", reader, numberDigits, numberDigits.replace("0|", "-?0|-[0-9]+|")],
    ["minus zero is zero", reader, numberDigits, numberDigits.replace("0|", "-?0|")],
    ["a fraction of zero may be there", reader, numberDigits, numberDigits.replace("[0-9]*)", "[0-9]*(?:\\.0)?)")],
    ["any fraction may be there", reader, numberDigits, numberDigits.replace("[0-9]*)", "[0-9]*|[0-9]+\\.[0-9]+)")],
    ["an exponent may be there", reader, numberDigits, numberDigits.replace("[0-9]*)", "[0-9]*(?:[eE][0-9]+)?)")],
    ["a space may be there", reader, numberDigits, numberDigits.replace("$/.test(digits)", "$/.test(digits.trim())")],
    ["a line feed may be at the end", reader, numberDigits, numberDigits.replace("$/", "\\n?$/")],
    ["digits may be any", reader, numberDigits, numberDigits.replace("[1-9][0-9]*", "(?!0)\\p{Nd}+").replace("$/", "$/u")],
    ["a number may be hexadecimal", reader, numberDigits, numberDigits.replace("0|", "0|0x[0-9]+|")],
    ["underscores may be there", reader, numberDigits, numberDigits.replace("[1-9][0-9]*", "[1-9][0-9_]*")],
    ["empty text is zero", reader, numberDigits, numberDigits.replace("0|", "0|(?=$)|")],
    ["range comes before digits", reader, numberDigits, `if (parseFloat(digits) >= 2 ** 64) throw new Fault("out_of_range");\n  ${numberDigits}`],
  ],
  "number-quoted": [
    ["digits are not quoted", reader, 'const digits = readDigits(json, "a number");', "if (json.peek() === '\"') throw wrongType(json, \"a number\");\n  const digits = readDigits(json, \"a number\");"],
    ["escapes are not resolved", reader, 'const digits = readDigits(json, "a number");', "const start = (json.peek(), json.at);\n  const digits = readDigits(json, \"a number\") && json.text.slice(start, json.at).replaceAll('\"', \"\");"],
    ["quotes are kept", reader, 'const digits = readDigits(json, "a number");', "const isQuoted = json.peek() === '\"';\n  const digits = readDigits(json, \"a number\");\n  if (isQuoted && /^[0-9]{1,10}$/.test(digits)) return `\"${digits}\"`;"],
  ],
  "number-range": [
    ["there is none", reader, numberRange, "if (false) {"],
    ["it ends at 2^63 - 1", reader, 'const LARGEST = "18446744073709551615";', 'const LARGEST = "9223372036854775807";'],
    ["it ends one later", reader, 'const LARGEST = "18446744073709551615";', 'const LARGEST = "18446744073709551616";'],
    ["it ends one earlier", reader, 'const LARGEST = "18446744073709551615";', 'const LARGEST = "18446744073709551614";'],
    ["it is that of as many digits", reader, numberRange, "if (digits.length > LARGEST.length) {"],
    ["numbers are rounded", reader, "return digits;\n}\n\nconst DECIMAL", "return String(Number(digits));\n}\n\nconst DECIMAL"],
    ["it ends at 2^53", reader, numberRange, "if (Number(digits) > 2 ** 53) {"],
    ["it does not hold for quoted ones", reader, numberRange, numberRange.replace("if (", "if (json.text[json.at - 1] !== '\"' && (").replace(/\) \{$/, ")) {")],
  ],

  // Decimals.
  "decimal-type": [
    ["null is zero", reader, matches, 'const match = DECIMAL.exec(takesNull(json) ? "0" : readDigits(json, "a decimal"));'],
    ["a boolean is a decimal", reader, matches, 'const match = DECIMAL.exec(json.peek() === "t" ? String(Number(json.scalar())) : readDigits(json, "a decimal"));'],
    ["an object is no decimal", reader, matches, `if (json.peek() === "{") throw new Fault("invalid_decimal");\n  ${matches}`],
    ["a list of one is its element", reader, matches, `const isList = json.next("[");\n  ${matches}\n  if (isList) json.expect("]");`],
    ["an empty list is zero", reader, matches, 'const match = DECIMAL.exec(takesEmptyList(json) ? "0" : readDigits(json, "a decimal"));'],
    ["half a surrogate pair is no decimal", reader, matches, "if (json.text.startsWith('\"\\\\ud800\"', json.at)) throw new Fault(\"invalid_decimal\");\n  " + matches],
  ],
  "decimal-quoted": [
    ["digits are not quoted", reader, matches, "if (json.peek() === '\"') throw wrongType(json, \"a decimal\");\n  " + matches],
    ["escapes are not resolved", reader, matches, "const start = (json.peek(), json.at);\n  const match = DECIMAL.exec(readDigits(json, \"a decimal\") && json.text.slice(start, json.at).replaceAll('\"', \"\"));"],
  ],
  "decimal-grammar": [
    ["leading zeros may be there", reader, decimal, decimal.replace("0|[1-9][0-9]*", "[0-9]+")],
    ["a plus sign may be there", reader, decimal, decimal.replace("(-?)", "([-+]?)")],
    ["two signs may be there", reader, decimal, decimal.replace("(-?)", "(-*)")],
    ["a space may be before it", reader, decimal, decimal.replace("^", "^ ?")],
    ["a space may be behind it", reader, decimal, decimal.replace("?$/", "? ?$/")],
    ["a line feed may be behind it", reader, decimal, decimal.replace("?$/", "?\\n?$/")],
    ["no digit is needed before the point", reader, decimal, decimal.replace("0|", "0|(?=\\.)|")],
    ["no digit is needed behind the point", reader, decimal, decimal.replace("\\.([0-9]+)", "\\.([0-9]*)")],
    ["no digit is needed behind the sign", reader, decimal, decimal.replace("0|", "0|(?<=-)$|")],
    ["no digit is needed in an exponent", reader, decimal, decimal.replace("([-+]?[0-9]+)", "([-+]?[0-9]*)")],
    ["an exponent may have a point", reader, decimal, decimal.replace("([-+]?[0-9]+)", "([-+]?[0-9]+)(?:\\.[0-9]+)?")],
    ["an exponent may stand alone", reader, decimal, decimal.replace("0|", "0|(?=e)|")],
    ["a comma is a point", reader, decimal, decimal.replace("\\.(", "[.,](")],
    ["two points may be there", reader, decimal, decimal.replace("\\.([0-9]+)", "\\.([0-9]+)(?:\\.[0-9]+)?")],
    ["underscores may be there", reader, decimal, decimal.replace("[1-9][0-9]*", "[1-9][0-9_]*")],
    ["a decimal may be hexadecimal", reader, decimal, decimal.replace("0|", "0|0x[0-9]+|")],
    ["digits may be any", reader, decimal, decimal.replace("[1-9][0-9]*", "[1-9１][0-9]*")],
    ["NaN is zero", reader, decimal, decimal.replace("0|", "0|NaN|")],
    ["infinity is zero", reader, decimal, decimal.replace("0|", "0|Infinity|")],
    ["empty text is zero", reader, decimal, decimal.replace("0|", "0|(?=$)|")],
    ["size comes before it", reader, matches, `if (/[0-9]{30}x/.test(json.text)) throw new Fault("out_of_range");\n  ${matches}`],
  ],
  "decimal-digits": [
    ["trailing zeros are dropped", reader, decimalDigits, 'return (sign + digits.slice(0, point) + (places > 0 ? `.${digits.slice(point)}` : "")).replace(/\\.0+$|(\\..*[1-9])0+$/, "$1");'],
    ["the sign of zero is dropped", reader, decimalDigits, decimalDigits.replace("sign +", '(/[1-9]/.test(digits) ? sign : "") +')],
    ["the sign is dropped", reader, decimalDigits, decimalDigits.replace("sign + ", "")],
    ["digits are those of a double", reader, decimalDigits, decimalDigits.replace("sign + digits.slice(0, point)", "sign + String(Number(digits.slice(0, point)))")],
    ["there are two places at least", reader, decimalDigits, 'return sign + digits.slice(0, point) + (places > 0 ? `.${digits.slice(point).padEnd(2, "0")}` : "");'],
  ],
  "decimal-exponent": [
    ["there are none", reader, matches, `${matches}\n  if (match?.[4] !== undefined) throw new Fault("invalid_decimal");`],
    ["one of a zero has digits to move", reader, 'if (mantissa !== "") mantissa += "0".repeat(-places);', 'mantissa += "0".repeat(Math.min(-places, 99));'],
    ["one that is large is out of range, of zero too", reader, 'if (mantissa !== "" && mantissa.length', "if (mantissa.length"],
    ["one of a zero leaves no places", reader, "let places = fraction.length - Number(exponent);", 'let places = mantissa === "" && Number(exponent) > 0 ? 0 : fraction.length - Number(exponent);'],
    ["trailing zeros are dropped", reader, "let places = fraction.length - Number(exponent);", "let places = fraction.length - Number(exponent);\n  while (exponent !== \"0\" && places > 0 && mantissa.endsWith(\"0\")) [mantissa, places] = [mantissa.slice(0, -1), places - 1];"],
    ["a plus sign is none of an exponent", reader, decimal, decimal.replace("[-+]?[0-9]+)", "-?[0-9]+)")],
    ["a capital is none of an exponent", reader, decimal, decimal.replace("[eE]", "e")],
    ["one has no leading zeros", reader, decimal, decimal.replace("([-+]?[0-9]+)", "([-+]?(?:0|[1-9][0-9]*))")],
    ["one is of 32 bits", reader, "let places = fraction.length - Number(exponent);", 'if (Math.abs(Number(exponent)) > 2 ** 31) throw new Fault("out_of_range");\n  let places = fraction.length - Number(exponent);'],
    ["one that is negative moves digits to the left", reader, "let places = fraction.length - Number(exponent);", "let places = fraction.length - Math.abs(Number(exponent));"],
  ],
  "decimal-range": [
    ["there is none", reader, decimalRange, ""],
    ["there is no limit to the digits", reader, decimalLength, ""],
    ["leading zeros do not count", reader, decimalLength, 'if ((whole + fraction).replace(/^0+/, "").length > LARGEST_MANTISSA.length) throw new Fault("out_of_range");'],
    ["28 digits may be there", reader, decimalLength, decimalLength.replace("> LARGEST", ">= LARGEST")],
    ["30 digits may be there", reader, decimalLength, decimalLength.replace("LARGEST_MANTISSA.length)", "LARGEST_MANTISSA.length + 1)")],
    ["29 places may be there", reader, decimalRange, decimalRange.replace("> 28", "> 29")],
    ["27 places may be there", reader, decimalRange, decimalRange.replace("> 28", "> 27")],
    ["any 29 digits may be there", reader, decimalRange, decimalRange.replace(" || isLarge", "")],
    ["the largest one is one larger", reader, "const LARGEST_MANTISSA = \"79228162514264337593543950335\";", "const LARGEST_MANTISSA = \"79228162514264337593543950336\";"],
    ["the largest one is one smaller", reader, "const LARGEST_MANTISSA = \"79228162514264337593543950335\";", "const LARGEST_MANTISSA = \"79228162514264337593543950334\";"],
    ["places are rounded", reader, decimalRange, 'if (isLarge) throw new Fault("out_of_range");\n  if (places > 28) return "0";'],
    ["zero has any number of places", reader, decimalRange, decimalRange.replace("places > 28", '(places > 28 && mantissa !== "")')],
    ["what is quoted has no range", reader, decimalRange, "if (json.text[json.at - 1] !== '\"' && (places > 28 || isLarge)) throw new Fault(\"out_of_range\");"],
  ],

  // Strings.
  "string-type": [
    ["a number is text", reader, readsString, 'return takesNull(json) ? "" : readDigits(json, "a string");'],
    ["a boolean is text", reader, readsString, 'return takesNull(json) ? "" : "tf".includes(json.peek()) ? String(json.scalar()) : readText(json, "a string");'],
    ["an object is text", reader, readsString, 'return takesNull(json) ? "" : json.peek() === "{" ? json.raw() : readText(json, "a string");'],
    ["an empty list is text", reader, readsString, 'return takesNull(json) || takesEmptyList(json) ? "" : readText(json, "a string");'],
  ],
  "string-text": [
    ["space is trimmed", reader, readsString, 'return takesNull(json) ? "" : readText(json, "a string").trim();'],
    ["it is normalized", reader, readsString, 'return takesNull(json) ? "" : readText(json, "a string").normalize("NFC");'],
    ["escapes are not resolved", json, escaped, "JSON.parse(text.slice(start, this.at));\n      return text.slice(start + 1, this.at - 1);"],
    ["\"null\" is none", reader, readsString, 'return takesNull(json) ? "" : readText(json, "a string").replace(/^null$/, "");'],
    ["half a surrogate pair is replaced", reader, isText, "if (!text.isWellFormed()) return text.toWellFormed();"],
    ["half a surrogate pair is kept", reader, isText, ""],
    ["the second half of a pair is kept", reader, isText, isText.replace("!text.isWellFormed()", "/[\\ud800-\\udbff](?![\\udc00-\\udfff])/.test(text)")],
    ["the first half of a pair is kept", reader, isText, isText.replace("!text.isWellFormed()", "/(?<![\\ud800-\\udbff])[\\udc00-\\udfff]/.test(text)")],
    ["it ends at NUL", reader, readsString, 'return takesNull(json) ? "" : readText(json, "a string").split("\\0")[0];'],
    ["a pair of surrogates is two halves", reader, isText, isText.replace("!text.isWellFormed()", "/[\\ud800-\\udfff]/.test(text)")],
    ["U+FFFF is no character", reader, isText, isText.replace("!text.isWellFormed()", "!text.isWellFormed() || text.includes('\\uffff')")],
    ["a byte order mark is dropped", reader, readsString, 'return takesNull(json) ? "" : readText(json, "a string").replaceAll("\\ufeff", "");'],
  ],
  "enum-open": [
    ["only documented values are read", reader, readsString, 'const text = takesNull(json) ? "" : readText(json, "a string");\n  if (text === "a value of a later version") throw new Fault("wrong_type");\n  return text;'],
    ["any other value is empty", reader, readsString, 'const text = takesNull(json) ? "" : readText(json, "a string");\n  return text === "a value of a later version" ? "" : text;'],
    ["it is ASCII", reader, readsString, 'const text = takesNull(json) ? "" : readText(json, "a string");\n  if (text === "😀") throw new Fault("unreadable");\n  return text;'],
  ],
  "number-or-string": [
    ["a number is not read", reader, numberOrString, "number_or_string: readString,"],
    ["a number is an integer", reader, numberOrString, "number_or_string: (json) => (takesNull(json) ? \"\" : json.peek() === '\"' ? readString(json) : readNumber(json)),"],
    ["a number is that of the language", reader, numberOrString, "number_or_string: (json) => (takesNull(json) ? \"\" : json.peek() === '\"' ? readString(json) : String(Number(readDigits(json, \"\")))),"],
    ["text is a number", reader, numberOrString, numberOrString.replace("readDigits(", "readNumber(")],
    ["text is trimmed", reader, numberOrString, 'number_or_string: (json) => (takesNull(json) ? "" : readDigits(json, "a number or a string").trim()),'],
    ["a boolean is text", reader, numberOrString, 'number_or_string: (json) => (takesNull(json) ? "" : json.peek() === "t" ? String(json.scalar()) : readDigits(json, "a number or a string")),'],
    ["an object is text", reader, numberOrString, 'number_or_string: (json) => (takesNull(json) ? "" : json.peek() === "{" ? json.raw() : readDigits(json, "a number or a string")),'],
    ["half a surrogate pair is kept", reader, numberOrString, "number_or_string: (json) => (takesNull(json) ? \"\" : json.peek() === '\"' ? json.string() : readDigits(json, \"a number or a string\")),"],
  ],

  // Booleans.
  boolean: [
    ["1 is true", reader, readsBoolean, `if (json.peek() === "1") return (json.scalar(), true);\n    ${readsBoolean}`],
    ["0 is false", reader, readsBoolean, `if (json.peek() === "0") return (json.scalar(), false);\n    ${readsBoolean}`],
    ["\"true\" is true", reader, readsBoolean, `if (json.text.startsWith('"true"', json.at)) return (json.scalar(), true);\n    ${readsBoolean}`],
    ["an empty string is false", reader, readsBoolean, `if (json.text.startsWith('""', json.at)) return (json.scalar(), false);\n    ${readsBoolean}`],
    ["null is false", reader, readsBoolean, `if (takesNull(json)) return false;\n    ${readsBoolean}`],
    ["half a surrogate pair is unreadable", reader, readsBoolean, `if (json.peek() === '"') readText(json, "");\n    ${readsBoolean}`],
    ["a number beyond every double is out of range", reader, readsBoolean, `if (json.text.startsWith("1e999", json.at)) throw new Fault("out_of_range");\n    ${readsBoolean}`],
    ["a name in what is refused is judged", reader, readsBoolean, `if (json.peek() === "{") json.members((name) => { if (!name.isWellFormed()) throw new Fault("unreadable"); json.pass(); });\n    ${readsBoolean}`],
    ["all are true", reader, "return json.scalar();\n  },", "return (json.scalar(), true);\n  },"],
    ["a list of one is its element", reader, readsBoolean, `if (json.next("[")) { const it = json.next("]") ? false : json.scalar(); json.next("]"); return it === true; }\n    ${readsBoolean}`],
  ],

  // Dates and timestamps.
  "date-type": [
    ["a number is a date", reader, readsDate, 'const text = readDigits(json, expected).replace(/^([0-9]{4})([0-9]{2})([0-9]{2})$/, "$1-$2-$3");'],
    ["another type is no date", reader, readsDate, `if (json.peek() !== '"' && time.test("")) throw new Fault("invalid_date");\n    ${readsDate}`],
    ["half a surrogate pair is no date", reader, readsDate, `if (json.text.startsWith('"\\\\ud800"', json.at) && time.test("")) throw new Fault("invalid_date");\n    ${readsDate}`],
    ["null is empty", reader, readsDate, `if (time.test("") && takesNull(json)) return "";\n    ${readsDate}`],
  ],
  "timestamp-type": [
    ["a number is a timestamp", reader, readsDate, 'const text = readDigits(json, expected).replace(/^1768469400$/, "2026-01-15 09:30:00");'],
    ["another type is no timestamp", reader, readsDate, `if (json.peek() !== '"' && time.test(" ")) throw new Fault("invalid_date");\n    ${readsDate}`],
    ["half a surrogate pair is no timestamp", reader, readsDate, `if (json.text.startsWith('"\\\\ud800"', json.at) && time.test(" ")) throw new Fault("invalid_date");\n    ${readsDate}`],
    ["null is empty", reader, readsDate, `if (time.test(" ") && takesNull(json)) return "";\n    ${readsDate}`],
  ],
  "date-form": [
    ["months and days have a digit or two", reader, form, form.replaceAll("{2}", "{1,2}")],
    ["years have two digits or four", reader, form, form.replace("{4}", "{2}|[0-9]{4}")],
    ["years have four digits or more", reader, form, form.replace("{4}", "{4,}")],
    ["years have a sign", reader, form, form.replace("[0-9]{4}", "[-+0-9][0-9]{3}")],
    ["no separator is needed", reader, form, form.replaceAll("-(", "-?(")],
    ["a slash is a separator", reader, form, form.replaceAll("-(", "[-/](").replace("^", "^")],
    ["the day may come first", reader, readsDate, "const text = readText(json, expected).replace(/^([0-9]{2})-([0-9]{2})-([0-9]{4})$/, \"$3-$2-$1\");"],
    ["digits may be any", reader, readsDate, "const text = readText(json, expected).replace(/[０-９]/g, (it) => it.normalize(\"NFKC\"));"],
    ["a space may be before it", reader, form, form.replace("^", "^ ?")],
    ["a space may be behind it", reader, form, form.replace("?$/", "? ?$/")],
    ["a line feed may be behind it", reader, form, form.replace("?$/", "?\\n?$/")],
    ["a time may be behind it", reader, noDate, 'if (!isDay || (!time.test(timeOfDay) && !time.test(""))) throw new Fault("invalid_date", `expected ${expected}`);'],
    ["a time may be behind a T", reader, readsDate, 'const text = readText(json, expected).replace(/T00:00:00$/, "");'],
    ["empty text is a date", reader, readsDate, `${readsDate}\n    if (text === "") return text;`],
    ["escapes are not resolved", reader, readsDate, "json.peek();\n    const start = json.at;\n    const text = readText(json, expected) && json.text.slice(start + 1, json.at - 1);"],
  ],
  "date-day": [
    ["a month has 31 days", reader, isDay, "const isDay = day >= 1 && day <= (DAYS[month - 1] && 31);"],
    ["April has 31 days", reader, "const DAYS = [31, 28, 31, 30,", "const DAYS = [31, 28, 31, 31,"],
    ["a month has 30 days", reader, isDay, isDay.replace("DAYS[month - 1]", "Math.min(30, DAYS[month - 1])")],
    ["April has 29 days", reader, "const DAYS = [31, 28, 31, 30,", "const DAYS = [31, 28, 31, 29,"],
    ["February has 29 days", reader, "const DAYS = [31, 28,", "const DAYS = [31, 29,"],
    ["February has 28 days", reader, isLeap, "const isLeap = false;"],
    ["each fourth year is a leap year", reader, isLeap, 'const isLeap = month === "02" && year % 4 === 0;'],
    ["no hundredth year is a leap year", reader, isLeap, 'const isLeap = month === "02" && year % 4 === 0 && year % 100 !== 0;'],
    ["each second year is a leap year", reader, isLeap, isLeap.replace("% 4 ", "% 2 ")],
    ["a leap year has a day more in each month", reader, isLeap, isLeap.replace('month === "02" && ', "")],
    ["the leap day is in January too", reader, isLeap, isLeap.replace('month === "02"', 'month <= "02"')],
    ["the leap day is at the end of the year too", reader, isLeap, isLeap.replace('month === "02"', '(month === "02" || month === "12")')],
    ["a month has a day 0", reader, isDay, isDay.replace("day >= 1", "day >= 0")],
    ["a year has a month 0", reader, isDay, isDay.replace("DAYS[month - 1]", "(month === '00' ? 31 : DAYS[month - 1])")],
    ["a year has a month 13", reader, isDay, isDay.replace("DAYS[month - 1]", "(month === '13' ? 31 : DAYS[month - 1])")],
    ["years before 1582 are Julian", reader, isLeap, 'const isLeap = month === "02" && year % 4 === 0 && (year < "1582" || year % 100 !== 0 || year % 400 === 0);'],
    ["it is another fault", reader, noDate, noDate.replace("invalid_date", "out_of_range")],
  ],
  "date-range": [
    ["it starts in the year 0", reader, yearZero, "if (false) throw"],
    ["it starts in 1970", reader, yearZero, 'if (year < "1970") throw'],
    ["it starts in 2", reader, yearZero, 'if (year < "0002") throw'],
    ["it ends in 9998", reader, yearZero, 'if (year === "0000" || year > "9998") throw'],
    ["it ends where that of timestamps does", reader, 'if (timeOfDay !== "" && text > LAST)', "if (text > LAST)"],
    ["it comes before the day", reader, noDate, 'if (year === "0000") throw new Fault("out_of_range");\n    ' + noDate],
    ["it is another fault", reader, yearZero, 'if (year === "0000") throw new Fault("invalid_date");\n    if (year === "0000") throw'],
    ["the year 0 has no leap day", reader, isLeap, isLeap.replace("year % 400", 'year !== "0000" && year % 400')],
  ],
  "timestamp-form": [
    ["hours go to 24", reader, form, form.replace("2[0-3]", "2[0-4]")],
    ["minutes go to 60", reader, form, form.replace(":[0-5][0-9]:", ":(?:[0-5][0-9]|60):")],
    ["seconds go to 60", reader, form, form.replace(":[0-5][0-9])?", ":(?:[0-5][0-9]|60))?")],
    ["hours have a digit or two", reader, form, form.replace("[01][0-9]", "[01]?[0-9]")],
    ["hours may have a space for a digit", reader, form, form.replace("[01][0-9]", "[01 ][0-9]")],
    ["no seconds are needed", reader, form, form.replace(":[0-5][0-9])?", "(?::[0-5][0-9])?)?")],
    ["a dash is a separator", reader, form, form.replaceAll(":[0-5]", "[-:][0-5]")],
    ["a T may be there", reader, readsDate, 'const text = readText(json, expected).replace("T", " ");'],
    ["a Z may be behind it", reader, form, form.replace("[0-9])?$", "[0-9])?Z?$")],
    ["a fraction may be behind it", reader, form, form.replace("[0-9])?$", "[0-9])?(?:\\.[0-9]+)?$")],
    ["an offset may be behind it", reader, form, form.replace("[0-9])?$", "[0-9])?(?:\\+[0-9:]+)?$")],
    ["a line feed may be behind it", reader, form, form.replace("?$/", "?\\n?$/")],
    ["a space may be before it", reader, form, form.replace("^", "^ ?")],
    ["no time is needed", reader, noDate, 'if (!isDay || (!time.test(timeOfDay) && !time.test(" "))) throw new Fault("invalid_date", `expected ${expected}`);'],
    ["digits may be any", reader, readsDate, "const text = readText(json, expected).replace(/[０-９]/g, (it) => it.normalize(\"NFKC\"));"],
    ["midnight is no time", reader, form, form.replace("( (?:", "( (?!00:00:00)(?:")],
    ["a moment before 1970 is none", reader, yearZero, 'if (timeOfDay !== "" && year < "1970" && year !== "0001" && year !== "0000") throw'],
  ],
  "timestamp-day": [
    ["any day is one", reader, isDay, 'const isDay = timeOfDay !== "" || (day >= 1 && day <= DAYS[month - 1] + (isLeap ? 1 : 0));'],
    ["there is no leap day", reader, isDay, isDay.replace("isLeap", 'isLeap && timeOfDay === ""')],
    ["a year has a month 13", reader, isDay, isDay.replace("DAYS[month - 1]", "(month === '13' ? 31 : DAYS[month - 1])")],
  ],
  "timestamp-range": [
    ["it ends where that of dates does", reader, last, 'const LAST = "9999-12-31 23:59:59";'],
    ["it ends a second later", reader, last, 'const LAST = "9999-12-30 22:00:01";'],
    ["it ends a second earlier", reader, last, 'const LAST = "9999-12-30 21:59:59";'],
    ["it starts in the year 0", reader, yearZero, 'if (year === "0000" && timeOfDay === "") throw'],
    ["it starts in 1970", reader, yearZero, 'if (year === "0000" || (timeOfDay !== "" && year < "1969")) throw'],
    ["it comes before the day", reader, noDate, 'if (year === "0000") throw new Fault("out_of_range");\n    ' + noDate],
    ["it comes before the form", reader, readsDate, `${readsDate}\n    if (text > LAST && text.length === LAST.length) throw new Fault("out_of_range");`],
    ["it is another fault", reader, 'throw new Fault("out_of_range", `after ${LAST}', 'throw new Fault("invalid_date", `after ${LAST}'],
  ],

  // Lists and objects.
  "list-elements": [
    ["the last fault is reported", reader, "const list = [];\n    json.elements((index) => {", "const list = [];\n    const start = json.at;\n    let lastFault;\n    json.elements((index) => {\n      const from = json.at;\n      try { at(index, () => element.read(json, limits)); } catch (fault) { json.at = from; json.pass(); lastFault = fault; }\n    });\n    if (lastFault) throw lastFault;\n    json.at = start;\n    json.elements((index) => {"],
    ["a fault has the place of the list", reader, lists, "const value = element.read(json, limits);"],
    ["a fault is left out", reader, lists, "let value;\n      const from = json.at;\n      try { value = element.read(json, limits); } catch { json.at = from; json.pass(); return; }"],
    ["null is left out", reader, lists, `if (takesNull(json)) return;\n      ${lists}`],
    ["null is null", reader, lists, "const value = takesNull(json) ? null : at(index, () => element.read(json, limits));"],
    ["the order is another", reader, "list.push(value);", "list.unshift(value);"],
    ["the first one alone is kept", reader, "list.push(value);", "if (index === 0) list.push(value);"],
    ["a list in a list is a part of it", reader, lists, "if (element.isScalar && json.next(\"[\")) { list.push(element.read(json, limits)); json.expect(\"]\"); return; }\n      " + lists],
  ],
  "list-bare": [
    ["a value alone is of another type", reader, bare, 'throw wrongType(json, "a list");'],
    ["its faults have an index", reader, bare, bare.replace("[element.read(json, limits)]", "[at(0, () => element.read(json, limits))]")],
    ["it is no list", reader, bare, bare.replace("[element.read(json, limits)]", "element.read(json, limits)")],
    ["an object is one", reader, bare, `if (element.isScalar && json.peek() === "{") return [json.raw()];\n      ${bare}`],
  ],
  "list-type": [
    ["an object is a list of one", reader, bare, bare.replace("!element.isScalar", 'json.peek() !== "{"').replace("(json.peek", "(!element.isScalar && json.peek")],
    ["a number is an empty list", reader, bare, `if (!element.isScalar && json.peek() === "5") return (json.pass(), []);\n      ${bare}`],
    ["text is an empty list", reader, bare, `if (!element.isScalar && json.peek() === '"') return (json.pass(), []);\n      ${bare}`],
    ["a boolean is an empty list", reader, bare, `if (!element.isScalar && json.peek() === "t") return (json.pass(), []);\n      ${bare}`],
    ["an empty object is an empty list", reader, bare, `if (!element.isScalar && json.text.startsWith("{}", json.at)) return (json.pass(), []);\n      ${bare}`],
  ],
  "object-type": [
    ["null has no members", reader, noObject, `if (takesNull(json)) return [];\n    ${noObject}`],
    ["text has no members", reader, noObject, `if (this.kind === undefined && json.peek() === '"') return (json.pass(), []);\n    ${noObject}`],
    ["a number has no members", reader, noObject, `if (this.kind === undefined && /[0-9]/.test(json.peek())) return (json.pass(), []);\n    ${noObject}`],
    ["a boolean has no members", reader, noObject, `if (this.kind === undefined && json.peek() === "t") return (json.pass(), []);\n    ${noObject}`],
    ["a list has no members", reader, noObject, `if (this.kind === undefined && json.peek() === "[") return (json.pass(), []);\n    ${noObject}`],
    ["a list of one is its element", reader, noObject, `if (this.kind === undefined && /^\\[\\s*\\{/.test(json.text.slice(json.at))) { json.next("["); const way = this.fill(found, json, limits, isInside); json.expect("]"); return way; }\n    ${noObject}`],
  ],
  "object-empty-list": [
    ["it is of another type", reader, noObject, noObject.replace("if (takesEmptyList(json)) return [];", "")],
    ["it is for payloads alone", reader, noObject, noObject.replace("if (takesEmptyList(json))", "if (this.kind !== undefined && takesEmptyList(json))")],
    ["its fields may be absent", reader, "return wrapper.reduceRight", "if (this.kind === undefined && json.text[json.at - 1] === \"]\") return {};\n    return wrapper.reduceRight"],
  ],

  // Which fault is reported.
  "fault-order": [
    ["the last fault in the text is reported", reader, "at(name, () => found.read(name, field, json, limits));\n    } else if", 'const from = json.at;\n      try { at(name, () => found.read(name, field, json, limits)); } catch (fault) { found.fault = fault; found.values.set(name, "0"); json.at = from; json.pass(); if (json.peek() === "}") throw fault; }\n    } else if'],
    ["the payload is read behind the envelope", reader, "at(name, () => readPayload(name));", 'const from = json.at;\n      try { at(name, () => readPayload(name)); } catch (fault) { if (!(fault instanceof Fault)) throw fault; [found.late, of, payload] = [fault, name, {}]; json.at = from; json.pass(); }\n    } else if (name === undefined) {'],
    ["an unknown name that stands twice comes first", reader, "this.extra.push([name, json.raw()]);\n  }", 'this.extra.push([name, json.raw()]);\n    this.checkExtra();\n  }'],
    ["an unknown name that stands twice comes last", reader, checksExtra, "const envelope = ENVELOPE.assemble(found);\n  found.checkExtra();"],
    ["missing fields come in the order of their names", reader, "for (const [name, field] of this.fields) {", "for (const [name, field] of [...this.fields].sort(([a], [b]) => (a < b ? -1 : 1))) {"],
    ["a missing kind comes before missing fields", reader, checksExtra, `found.checkExtra();\n  ${noKind}\n  const envelope = ENVELOPE.assemble(found);`],
    ["a missing kind comes behind the payload", reader, noKind, `if (of === undefined || !KINDS_BY_NAME.has(kind)) ${noKind}\n  `.replace("if (of", 'if (kind === undefined && of !== undefined) throw new Fault("payload_mismatch").in(of);\n  if (of')],
    ["a missing payload comes before missing fields", reader, checksExtra, `found.checkExtra();\n  if (KINDS_BY_NAME.get(kind)?.fields.size > 0 && of === undefined) throw new Fault("missing_payload").in(kind);\n  const envelope = ENVELOPE.assemble(found);`],
    ["a payload of another kind comes before missing fields", reader, checksExtra, `found.checkExtra();\n  if (kind !== undefined) ${otherPayload}\n  const envelope = ENVELOPE.assemble(found);`],
    ["a payload of another kind comes before an unknown name that stands twice", reader, checksExtra, `if (kind !== undefined) ${otherPayload}\n  ${checksExtra}`],
    ["a missing kind comes before an unknown name that stands twice", reader, checksExtra, `${noKind}\n  ${checksExtra}`],
    ["a payload of another kind comes before missing fields of it", reader, knownPayload, `if (kind !== undefined && kind !== name) throw new Fault("payload_mismatch");\n    ${knownPayload}`],
    ["missing fields of a payload come behind those of the envelope", reader, knownPayload, 'let read;\n    try { read = KINDS_BY_NAME.get(name).read(json, limits); } catch (fault) { if (fault.code !== "missing_field") throw fault; read = {}; }'],
    ["in a payload, missing fields come before an unknown name that stands twice", reader, "found.checkExtra();\n    return wrapper;", "if (!isInside && wrapper.length === 0) this.assemble(found);\n    found.checkExtra();\n    return wrapper;"],
    ["in a payload, an unknown name that stands twice comes first", reader, "found.keep(name, json);\n        return;\n      }\n      const isWrapper", "found.keep(name, json);\n        found.checkExtra();\n        return;\n      }\n      const isWrapper"],
  ],
  "malformed-known": [
    ["the kind is not known", reader, "kind: KINDS_BY_NAME.has(kind) ? kind : undefined,", "kind: undefined,"],
    ["any kind is known", reader, "kind: KINDS_BY_NAME.has(kind) ? kind : undefined,", "kind,"],
    ["the callback ID is not known", reader, "callbackId: once(texts.callback_id, readNumber),", "callbackId: undefined,"],
    ["the account ID is not known", reader, "accountId: once(texts.account_id, readNumber),", "accountId: undefined,"],
    ["the hash is not known", reader, 'hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),', "hash: undefined,"],
    ["IDs are not quoted", reader, "callbackId: once(texts.callback_id, readNumber),", "callbackId: once(texts.callback_id, (it) => it.number()),"],
    ["the first of two is known", reader, glimpsed, "return text === undefined ? undefined : readOne(new Json(text));"],
    ["the last of two is known", reader, glimpsed, "return text === undefined ? undefined : readOne(new Json(another ?? text));"],
    ["one that stands twice leaves nothing known", reader, "const { kind, ...signature } = glimpse(raw);", "const { kind, ...signature } = fault.code === \"duplicate_field\" || /(\"callback_id\".*){2}|(\"hash\".*){2}/.test(raw) ? {} : glimpse(raw);"],
    ["what stands behind the fault is not known", reader, "const { kind, ...signature } = glimpse(raw);", "const { kind, ...signature } = raw.startsWith('{\"callback_id\"') ? glimpse(raw) : {};"],
    ["an ID that is no number is known", reader, "callbackId: once(texts.callback_id, readNumber),", "callbackId: once(texts.callback_id, (it) => it.raw()),"],
    ["a name that is not text leaves nothing known", reader, "const { kind, ...signature } = glimpse(raw);", 'const { kind, ...signature } = fault.code === "unreadable" ? {} : glimpse(raw);'],
    ["a hash that is not text is missing", reader, 'hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),', 'hash: texts.hash.length === 0 ? "" : texts.hash[1] ? undefined : (once(texts.hash, readString) ?? ""),'],
    ["half a surrogate pair in a hash is no fault", reader, 'hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),', 'hash: texts.hash.length === 0 ? "" : once(texts.hash, (it) => (it.peek() === \'"\' ? it.string() : readString(it))),'],
  ],

  // The hash.
  "hash-missing": [
    ["it does not match", receive, noHash, noHash.replace("missing", "mismatch")],
    ["it is invalid", receive, noHash, ""],
    ["null is unreadable", reader, 'hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),', 'hash: texts.hash.length === 0 ? "" : once(texts.hash, (it) => readText(it, "")),'],
    ["a callback that is not read comes first", receive, noHash, `${unreadable}\n  ${noHash}`],
    ["an account that is not known comes first", receive, noHash, `if (accountId !== undefined && !accounts.has(accountId)) return { refusal: "unknown_account" };\n  ${noHash}`],
    ["a hash of another type is missing", reader, 'hash: texts.hash.length === 0 ? "" : once(texts.hash, readString),', 'hash: texts.hash.length === 0 ? "" : (once(texts.hash, readString) ?? ""),'],
    ["an absent one is unreadable", reader, 'texts.hash.length === 0 ? "" : ', ""],
  ],
  "hash-form": [
    ["it does not match", receive, 'return { refusal: "invalid" };', 'return { refusal: "mismatch" };'],
    ["capitals are read", receive, hashForm, "return hash?.length === 32 ? bytesOfHex(hash.toLowerCase()) : undefined;"],
    ["space around it is dropped", receive, hashForm, "return hash?.trim().length === 32 ? bytesOfHex(hash.trim()) : undefined;"],
    ["it may be longer", receive, hashForm, "return hash?.length >= 32 ? bytesOfHex(hash.slice(0, 32)) : undefined;"],
    ["it may be shorter", receive, hashForm, 'return hash?.length <= 32 ? bytesOfHex(hash.padEnd(32, "0")) : undefined;'],
    ["escapes are not resolved", json, escaped, "JSON.parse(text.slice(start, this.at));\n      return text.slice(start + 1, this.at - 1);"],
    ["it makes the callback malformed", reader, checksExtra, `${checksExtra}\n  if (!/^(?:[0-9a-f]{32})?$/.test(envelope.hash)) throw new Fault("wrong_type").in("hash");`],
    ["it comes behind the account", receive, "const given = hashOf(hash);", 'if (!accounts.has(accountId)) return { refusal: "unknown_account" };\n  const given = hashOf(hash);'],
  ],
  "hash-account": [
    ["any credential will do", receive, "const credentials = accounts.get(accountId) ?? [];", "const credentials = accounts.get(accountId) ?? [...accounts.values()].flat();"],
    ["an account that is not known does not match", receive, 'return { refusal: "unknown_account" };', 'return { refusal: "mismatch" };'],
    ["a malformed callback is not checked", receive, "check(signatureOf(decoded), accounts);", 'check(decoded.error ? {} : signatureOf(decoded), accounts);'],
    ["the hash of another callback matches", receive, "Credential.matches(credential, callbackId, given)", 'Credential.matches(credential, callbackId, given) || Credential.matches(credential, String(BigInt(callbackId) + 1n), given)'],
  ],

  // The content digest.
  "digest-callbacks": [
    ["what is no object has the digest of an empty one", digest, "const root = treeOf(callback);", "let root = treeOf(callback);\n  if (root?.members === undefined) root = { members: [] };"],
    ["numbers are text", tree, writesNumber, "out += node.digits.replace(/^[0-9]+$/, '\"$&\"');"],
    ["quoted digits are a number", tree, writesText, 'out += /^"[0-9]+"$/.test(JSON.stringify(node)) ? node : JSON.stringify(node);'],
    ["white space around it counts", digest, "const canonicalForm = new TextEncoder().encode(canonical(callback));", "const canonicalForm = new TextEncoder().encode(/^\\s/.test(callback) ? callback : canonical(callback));"],
    ["what the description knows is normalized", tree, writesText, 'out += JSON.stringify(node).replace(/^"(7)"$/, "$1");'],
  ],
  "digest-hash": [
    ["it is kept", digest, hasHash, "const isKept = () => true;"],
    ["it is left out everywhere", digest, hasHash, 'const isKept = (node, { name }) => name !== "hash";'],
    ["it is left out in capitals too", digest, hasHash, hasHash.replace("name !==", "name.toLowerCase() !==")],
    ["it is left out once", digest, hasHash, 'let seen = false;\n  const isKept = (node, { name }) => node !== root || name !== "hash" || seen || !(seen = true);'],
    ["it is left out if it is text", digest, hasHash, hasHash.replace("{ name }", "{ name, value }").replace('name !== "hash"', 'name !== "hash" || typeof value !== "string"')],
    ["it is left out in a list", digest, hasHash, hasHash.replace("node !== root", "(node !== root && !(Array.isArray(root) && root.includes(node)))")],
    ["an escaped one is kept", digest, "const root = treeOf(callback);", 'const root = treeOf(callback.replace("\\\\u0061sh", "\\\\u0061sh_"));'],
  ],
  "digest-names": [
    ["they stay in the order of the text", digest, sortsNames, ","],
    ["they sort by the units of UTF-16", digest, "a.codePointAt(at) - b.codePointAt(at)", "a.charCodeAt(at) - b.charCodeAt(at)"],
    ["they sort by their length first", digest, "function byCodePoint(a, b) {", "function byCodePoint(a, b) {\n  if (a.length !== b.length) return a.length - b.length;"],
    ["they sort as numbers", digest, "function byCodePoint(a, b) {", "function byCodePoint(a, b) {\n  if (a - b) return a - b;"],
    ["they sort as in a dictionary", digest, "function byCodePoint(a, b) {", 'function byCodePoint(a, b) {\n  return a.localeCompare(b, "en");\n}\n\nexport function unused(a, b) {'],
    ["a longer one comes first", digest, "return a.length - b.length;", "return b.length - a.length;"],
    ["capitals make no difference", digest, sortsNames, sortsNames.replace("a.name, b.name", "a.name.toLowerCase(), b.name.toLowerCase()")],
    ["half a surrogate pair comes last", digest, "function byCodePoint(a, b) {", "function byCodePoint(a, b) {\n  if (!a.isWellFormed() || !b.isWellFormed()) return a.isWellFormed() ? -1 : 1;"],
    ["one that stands twice stands once", digest, "node.members.filter((member) => isKept(node, member))", "node.members.filter((member, at) => isKept(node, member) && !node.members.slice(at + 1).some(({ name }) => name === member.name))"],
    ["one that stands twice sorts by its value", digest, sortsNames, sortsNames.replace("byCodePoint(a.name, b.name)", "byCodePoint(a.name, b.name) || String(a.value?.digits).localeCompare(String(b.value?.digits))")],
    ["nested ones stay in the order of the text", digest, sortsNames, ".sort((a, b) => (node === root ? byCodePoint(a.name, b.name) : 0)),"],
    ["the name of a prototype is magic", digest, "node.members.filter((member) => isKept(node, member))", 'node.members.filter((member) => isKept(node, member) && member.name !== "__proto__")'],
    ["they stay as they are escaped", json, "const name = this.string();", "const start = this.at;\n    const name = (this.string(), this.text.slice(start + 1, this.at - 1));"],
  ],
  "digest-numbers": [
    ["they are those of the language", tree, writesNumber, "out += JSON.stringify(Number(node.digits)) ?? node.digits;".replace("Number(node.digits)", "/^[-0-9]/.test(node.digits) ? Number(node.digits) : undefined")],
    ["trailing zeros are dropped", tree, writesNumber, 'out += node.digits.replace(/^(-?[0-9]+\\.[0-9]*[1-9])0+$/, "$1");'],
    ["a fraction of zero is dropped", tree, writesNumber, 'out += node.digits.replace(/^(-?[0-9]+)\\.0$/, "$1");'],
    ["the sign of zero is dropped", tree, writesNumber, 'out += node.digits.replace(/^-0$/, "0");'],
    ["an exponent has no capital", tree, writesNumber, 'out += node.digits.replace(/^([0-9]+)E/, "$1e");'],
    ["an exponent has no sign", tree, writesNumber, 'out += node.digits.replace(/^([0-9]+)e\\+/, "$1e");'],
    ["an exponent is spelled out", tree, writesNumber, 'out += node.digits.replace(/^1e2$/, "100");'],
    ["they are doubles beyond 2^53", tree, writesNumber, "out += /^[0-9]{16}$/.test(node.digits) ? String(Number(node.digits)) : node.digits;"],
    ["30 digits are too many", tree, writesNumber, "out += /^[0-9]{30}$/.test(node.digits) ? String(Number(node.digits)) : node.digits;"],
    ["what no double holds is null", tree, writesNumber, 'out += Number(node.digits) === Infinity ? "null" : node.digits;'],
  ],
  "digest-strings": [
    ["escapes stay", json, escaped, "JSON.parse(text.slice(start, this.at));\n      return text.slice(start + 1, this.at - 1);"],
    ["a slash has a backslash", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("/", "\\\\/");'],
    ["what is not ASCII is escaped", tree, writesText, 'out += JSON.stringify(node)?.replace(/[\\u0080-\\uffff]/g, (it) => `\\\\u${it.charCodeAt(0).toString(16).padStart(4, "0")}`);'],
    ["U+007F is escaped", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\u007f", "\\\\u007f");'],
    ["U+2028 is escaped", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\u2028", "\\\\u2028");'],
    ["a byte order mark is dropped", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\ufeff", "");'],
    ["U+003C is escaped", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("<", "\\\\u003c");'],
    ["there are no short escapes", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\\\n", "\\\\u000a");'],
    ["U+0008 has no short escape", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\\\b", "\\\\u0008");'],
    ["U+000C has no short escape", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\\\f", "\\\\u000c");'],
    ["digits of escapes are capitals", tree, writesText, "out += JSON.stringify(node)?.replace(/\\\\u00(..)/g, (_, it) => `\\\\u00${it.toUpperCase()}`);"],
    ["U+000B has a short escape", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\\\u000b", "\\\\v");'],
    ["NUL ends them", tree, writesText, 'out += JSON.stringify(typeof node === "string" ? node.split("\\0")[0] : node);'],
    ["half a surrogate pair is U+FFFD", tree, writesText, 'out += JSON.stringify(node)?.replace(/\\\\ud[89a-f]../g, "\\ufffd");'],
    ["half a surrogate pair is in capitals", tree, writesText, "out += JSON.stringify(node)?.replace(/\\\\u(d[89a-f]..)/g, (_, it) => `\\\\u${it.toUpperCase()}`);"],
    ["they are normalized", tree, writesText, 'out += JSON.stringify(node)?.normalize("NFC");'],
    ["a backslash is not escaped", tree, writesText, 'out += JSON.stringify(node)?.replaceAll("\\\\\\\\", "\\\\");'],
    ["a pair of surrogates is two escapes", tree, writesText, 'out += JSON.stringify(node)?.replace(/[\\ud800-\\udfff]/g, (it) => `\\\\u${it.charCodeAt(0).toString(16)}`);'],
  ],
  "digest-space": [
    ["there is a space behind commas", tree, 'if (index > 0) syntax(",");', 'if (index > 0) syntax(", ");'],
    ["there is a space behind colons", tree, "${JSON.stringify(members[index].name)}:", "${JSON.stringify(members[index].name)}: "],
    ["the text stays as it came", digest, "const canonicalForm = new TextEncoder().encode(canonical(callback));", "const canonicalForm = new TextEncoder().encode(callback);"],
    ["space in strings is dropped", digest, "const canonicalForm = new TextEncoder().encode(canonical(callback));", 'const canonicalForm = new TextEncoder().encode(canonical(callback).replaceAll(" ", ""));'],
  ],
  "digest-values": [
    ["lists are sorted", tree, "} else if (Array.isArray(node)) {", "} else if (Array.isArray(node)) {\n      node.sort((a, b) => a?.digits - b?.digits);"],
    ["null is left out", digest, "isKept(node, member))", "isKept(node, member) && member.value !== null)"],
    ["quoted digits are a number", tree, writesText, 'out += /^"[0-9]+"$/.test(JSON.stringify(node)) ? node : JSON.stringify(node);'],
    ["a list of one is its element", tree, "const node = todo.pop();", "let node = todo.pop();\n    if (Array.isArray(node) && node.length === 1) [node] = node;"],
    ["a wrapper is left out", digest, "const root = treeOf(callback);", "const root = treeOf(callback);\n  for (const it of root?.members ?? []) if (it.value?.members?.[0]?.name === it.name) it.value = it.value.members[0].value;"],
    ["an empty list is an empty object", tree, "const node = todo.pop();", "let node = todo.pop();\n    if (Array.isArray(node) && node.length === 0) node = { members: [] };"],
  ],
  "digest-depth": [
    ["it has a limit", tree, "this.#open.push(node);", 'this.#open.push(node);\n    if (this.#open.length > 1000) throw new RangeError("too deep");'],
    ["nesting is read recursively", digest, "const root = treeOf(callback);", "const nested = (it) => (Array.isArray(it) ? it.map(nested) : it);\n  const root = treeOf(callback);\n  root?.members?.map(({ value }) => nested(value));"],
    ["what is deep is left out", tree, "this.scalar(node);\n    this.#open.push(node);", "if (this.#open.length < 1000) this.scalar(node);\n    this.#open.push(node);"],
  ],
};
