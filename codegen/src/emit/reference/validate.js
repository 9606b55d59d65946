/*
 * The verdict of a JSON Schema on parsed JSON. It knows the keywords that the
 * published one uses, and refuses to work with any other.
 */

/** What a keyword demands. Each tells `fault` what a value must be, and which. */
const KEYWORDS = {
  type({ type }, { value, pointer }, { fault }) {
    const fits =
      type === "integer" ? value instanceof Numeral && value.isInteger() : typeOf(value) === type;
    if (!fits) fault(pointer, IN_WORDS[type]);
  },
  const({ const: only }, { value, pointer }, { fault }) {
    if (value !== only) fault(pointer, JSON.stringify(only));
  },
  minimum({ minimum }, { value, pointer }, { fault }) {
    if (value instanceof Numeral && Number(value.digits) < minimum) {
      fault(pointer, `at least ${minimum}`);
    }
  },
  pattern({ pattern }, { value, pointer }, { fault }) {
    if (typeof value === "string" && !new RegExp(pattern, "u").test(value)) {
      fault(pointer, `a string like ${pattern}`);
    }
  },
  maxItems({ maxItems }, { value, pointer }, { fault }) {
    if (Array.isArray(value) && value.length > maxItems) {
      fault(pointer, maxItems === 0 ? "an empty list" : `a list of at most ${maxItems}`);
    }
  },
  items({ items }, { value, pointer }, { check }) {
    if (!Array.isArray(value)) return;
    for (const [index, element] of value.entries()) {
      check(items, { value: element, pointer: pointerTo(pointer, index) });
    }
  },
  properties({ properties }, { value, pointer }, { check }) {
    if (!(value instanceof Map)) return;
    for (const [name, schema] of Object.entries(properties)) {
      if (value.has(name)) {
        check(schema, { value: value.get(name), pointer: pointerTo(pointer, name) });
      }
    }
  },
  required({ required }, { value, pointer }, { fault }) {
    if (!(value instanceof Map)) return;
    for (const name of required) {
      if (!value.has(name)) fault(pointerTo(pointer, name), "there");
    }
  },
  $ref({ $ref }, instance, { check, root }) {
    check(root.$defs[$ref.replace("#/$defs/", "")], instance);
  },
  allOf({ allOf }, instance, { check }) {
    for (const schema of allOf) check(schema, instance);
  },
  anyOf({ anyOf }, instance, { fault, faultsOf }) {
    const branches = anyOf.map((schema) => faultsOf(schema, instance));
    if (branches.some((faults) => faults.length === 0)) return;
    // A value that could be one of them is told its faults inside; any other, what it could be.
    const isInside = ({ pointer }) => pointer !== instance.pointer;
    const near = branches.find((faults) => faults.every(isInside));
    if (near) {
      for (const { pointer, wanted } of near) fault(pointer, wanted);
    } else {
      fault(instance.pointer, branches.map(([{ wanted }]) => wanted).join(" or "));
    }
  },
  if(schema, instance, { check, faultsOf }) {
    const branch = faultsOf(schema.if, instance).length === 0 ? schema.then : schema.else;
    if (branch !== undefined) check(branch, instance);
  },
};

/** What demands nothing by itself. */
const SILENT = [
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "title",
  "description",
  "examples",
  "deprecated",
  // `if` reads them.
  "then",
  "else",
];

const IN_WORDS = {
  array: "a list",
  boolean: "a boolean",
  integer: "a whole number",
  null: "null",
  number: "a number",
  object: "an object",
  string: "a string",
};

function typeOf(value) {
  if (value === null) return "null";
  if (value instanceof Numeral) return "number";
  if (value instanceof Map) return "object";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Every fault, as `{ pointer, wanted }`: what stands there must be what is wanted. */
function validate(root, body) {
  const faultsOf = (schema, instance) => {
    const faults = [];
    const fault = (pointer, wanted) => faults.push({ pointer, wanted });
    if (schema === false) {
      // The published JSON Schema says so of the payloads of other kinds alone.
      fault(instance.pointer, 'left out, unless "type" says this kind');
    }
    const check = (inner, at) => faults.push(...faultsOf(inner, at));
    for (const keyword of Object.keys(schema)) {
      if (SILENT.includes(keyword)) continue;
      if (!Object.hasOwn(KEYWORDS, keyword)) throw new Error(`the keyword ${keyword} is not known`);
      KEYWORDS[keyword](schema, instance, { fault, check, faultsOf, root });
    }
    return faults;
  };
  return faultsOf(root, { value: body, pointer: "" });
}
