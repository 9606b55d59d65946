// How things are printed and logged: without personal data and secrets.

/** How Node and other runtimes print an object. */
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Prints the result of its `toJSON`, which is safe to log. */
export class Summary {
  [INSPECT](_, options, inspect) {
    return inspect(this.toJSON(), options);
  }
}

/** A prototype of objects that print without sensitive values. Their JSON is complete. */
export function redacting(isSensitive) {
  const shown = function (_, options, inspect) {
    const known = Object.entries(this).filter(([name]) => name !== "extra");
    const hidden = known.map(([name, value]) => [name, isSensitive(name) ? "[hidden]" : value]);
    return inspect(Object.fromEntries(hidden), options);
  };
  return Object.defineProperty({}, INSPECT, { value: shown });
}
