// What a build of the package says of a published vector, in the form of the vectors.

/** The bytes of a text of a vector, which may be given in parts. */
export function bytes(parts) {
  if (typeof parts === "string") return Buffer.from(parts);
  if (Array.isArray(parts)) return Buffer.concat(parts.map(bytes));
  return parts.hex === undefined ? Buffer.from(parts.repeat.repeat(parts.times)) : Buffer.from(parts.hex, "hex");
}

const WITHOUT_PLACE = ["too_large", "not_utf8", "syntax"];

/** What is made of a body: whether it is refused, how many callbacks it has, or what each of them is. */
export async function ofReaderVector({ BodyError, receive }, { body, count, outcomes: asked }, credential) {
  try {
    const outcomes = await receive(bytes(body), credential);
    if (count !== undefined) return { count: outcomes.length };
    return { outcomes: await Promise.all(outcomes.map((outcome, index) => resultOf(outcome, asked?.[index] ?? {}))) };
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    const { code, pointer } = error;
    return { refused: WITHOUT_PLACE.includes(code) ? { error: code } : { error: code, pointer } };
  }
}

/** A result in the form of the vectors. Values, kept fields and the digest are there if they are asked for. */
async function resultOf(outcome, asked) {
  const decoded = outcome.outcome === "refused" ? outcome.callback : outcome;
  const root = decoded.callback ?? decoded.envelope;
  const at = (steps) => steps.reduce((value, step) => value?.[step], root);
  const values = (pointers, value) => pointers && Object.fromEntries(Object.keys(pointers).map((it) => [it, value(it.slice(1).split("/"))]));
  return {
    outcome: decoded.outcome,
    kind: decoded.kind,
    callback_id: decoded.callbackId,
    account_id: decoded.accountId,
    hash: outcome.refusal ?? "match",
    error: decoded.error?.code,
    pointer: decoded.error?.pointer,
    digest: asked.digest && (await decoded.digest()),
    values: values(asked.values, at),
    kept: values(asked.kept, (steps) => at(steps.slice(0, -1))?.extra[steps.at(-1)]),
  };
}

/** The digests of the callbacks of a vector. */
export function ofDigestVector({ digest }, { callbacks }) {
  return Promise.all(callbacks.map(({ text }) => digest(bytes(text).toString("utf8"))));
}

/** JSON whose names are sorted. */
export function sorted(json) {
  return JSON.stringify(json, (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
