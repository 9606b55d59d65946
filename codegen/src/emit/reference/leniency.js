/*
 * What is read although it is not as documented. The reader passes over it, and
 * whoever writes a sender, or another reader, wants to know.
 */

/** The leniencies that reading a callback of a known kind took: `{ pointer, says }` of each. */
function lenienciesOf({ kind, raw }, place) {
  const found = [];
  const tell = (pointer, says) => found.push({ pointer, says });

  const value = (node, word, pointer, id) => {
    const type = word.replace(/[?!]+$/, "");
    if (node === null) {
      if (!word.includes("?")) tell(pointer, "null, read as empty");
    } else if (type.startsWith("[")) {
      if (!Array.isArray(node)) tell(pointer, "a single value, read as a list of one");
      const elements = Array.isArray(node) ? node : [];
      elements.forEach((element, index) => value(element, type.slice(1, -1), `${pointer}/${index}`, id));
    } else if (Object.hasOwn(TABLE.objects, type)) {
      object(node, TABLE.objects[type], pointer, `object.${type}`);
    } else if (type === "number" || type === "decimal") {
      const isText = typeof node === "string";
      if (isText && !isDocumentedAsText(id)) tell(pointer, "digits in a string, read as a number");
      if (!isText && isDocumentedAsText(id)) tell(pointer, "a number, read as the string of its digits");
    }
  };

  const object = (node, fields, pointer, id, known = []) => {
    if (Array.isArray(node)) return tell(pointer, "an empty list, read as an object without fields");
    for (const { name, value: inner } of node.members) {
      const there = pointerTo(pointer, name);
      if (Object.hasOwn(fields, name)) value(inner, fields[name], there, `${id}.${name}`);
      else if (!known.includes(name)) tell(there, "not documented, kept as its JSON");
    }
    for (const [name, word] of Object.entries(fields)) {
      const isThere = node.members.some((member) => member.name === name);
      if (!isThere && !word.includes("?")) tell(pointerTo(pointer, name), "absent, read as empty");
    }
  };

  const callback = treeOf(raw);
  object(callback, TABLE.envelope, place, "envelope", ["type", ...KINDS]);
  const fields = TABLE.kinds[kind];
  const payload = memberOf(callback, kind);
  // A kind without fields is documented to come in any of these ways.
  if (Object.keys(fields).length === 0 && (payload ?? []).members === undefined) return found;
  const isWrapped = TABLE.wrapped.includes(kind);
  const inner = memberOf(payload, kind);
  const isWrapper = inner?.members !== undefined || (isWrapped && Array.isArray(inner));
  if (isWrapper && !isWrapped) tell(`${place}/${kind}/${kind}`, "one level deeper than documented");
  if (!isWrapper && isWrapped) tell(`${place}/${kind}`, "without the second property of this name");
  if (!isWrapper) object(payload, fields, `${place}/${kind}`, `kind.${kind}`);
  else if (!Array.isArray(inner)) object(inner, fields, `${place}/${kind}/${kind}`, `kind.${kind}`);
  else object(inner[0], fields, `${place}/${kind}/${kind}/0`, `kind.${kind}`);
  return found;
}

const memberOf = (node, wanted) => node?.members?.findLast(({ name }) => name === wanted)?.value;

/** Whether a number is documented as a string of digits, which the row of the field says. */
const isDocumentedAsText = (id) => document.getElementById(id).hasAttribute("data-text");

/** The JSON Pointer to a member of what a pointer is to. */
function pointerTo(pointer, name) {
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
