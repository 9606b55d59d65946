// JSON as a tree that keeps every digit and every name, and writing it. Nothing here is recursive.

import { Json, Numeral } from "./json.js";

/** A JSON text as a tree, where an object is a list of its members, as names may repeat. */
export function treeOf(text) {
  const tree = new Tree();
  new Json(text).document(tree);
  return tree.root;
}

/** Writes a tree as compact JSON, with the members of each object that `choose` gives. */
export function write(root, choose = (node) => node.members) {
  let out = "";
  // What is still to be written, the next one last. Strings that are syntax are wrapped in an object.
  const todo = [root];
  const syntax = (text) => todo.push(new Numeral(text));
  while (todo.length > 0) {
    const node = todo.pop();
    if (node instanceof Numeral) {
      out += node.digits;
    } else if (Array.isArray(node)) {
      syntax("]");
      for (let index = node.length - 1; index >= 0; index -= 1) {
        todo.push(node[index]);
        if (index > 0) syntax(",");
      }
      syntax("[");
    } else if (node?.members !== undefined) {
      syntax("}");
      const members = choose(node);
      for (let index = members.length - 1; index >= 0; index -= 1) {
        todo.push(members[index].value);
        syntax(`${index > 0 ? "," : ""}${JSON.stringify(members[index].name)}:`);
      }
      syntax("{");
    } else {
      // Escapes exactly what the canonical form does, half of a surrogate pair as `\udxxx` too.
      out += JSON.stringify(node);
    }
  }
  return out;
}

class Tree {
  root;
  #open = [];
  #name;

  open(first) {
    const node = first === "[" ? [] : { members: [] };
    this.scalar(node);
    this.#open.push(node);
  }

  close() {
    this.#open.pop();
  }

  name(name) {
    this.#name = name;
  }

  scalar(value) {
    const outer = this.#open.at(-1);
    if (outer === undefined) this.root = value;
    else if (Array.isArray(outer)) outer.push(value);
    else outer.members.push({ name: this.#name, value });
  }
}
