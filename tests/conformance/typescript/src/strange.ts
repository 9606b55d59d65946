// Callbacks that no sample has, but the field or a forger may send, and what their hash is worth.
import type { Artifacts } from "./artifacts.js";
import { isKnown, read } from "./body.js";
import { check, type Verdict } from "./hash.js";
import { type Claim, unless } from "./report.js";

export function strange(artifacts: Artifacts): [unknown, Verdict][] {
  const [right] = read(artifacts.text("samples/card_payment/valid.json"));
  return [
    [null, "invalid"],
    [[], "invalid"],
    ["text", "invalid"],
    [true, "invalid"],
    [{}, "missing"],
    [{ ...right, account_id: "1" }, "mismatch"],
    [{ ...right, account_id: [right?.account_id] }, "invalid"],
    [{ ...right, callback_id: [right?.callback_id] }, "invalid"],
    [{ ...right, hash: [right?.hash] }, "invalid"],
    [{ ...right, hash: false }, "invalid"],
    [{ ...right, hash: "" }, "missing"],
  ];
}

export function rightVerdicts(artifacts: Artifacts): Claim {
  const against = strange(artifacts)
    .map(([callback, right]) => ({ callback, right, met: check(callback, artifacts.credential) }))
    .filter(({ right, met }) => met !== right)
    .map(({ callback, right, met }) => `${met}, not ${right}: ${JSON.stringify(callback)}`);
  if (isKnown(JSON.parse("null"), new Set(["null"]))) against.push("null is of a known kind");
  return unless(against, "strange callbacks get the right verdict");
}
