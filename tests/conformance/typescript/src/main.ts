// Gives the verdicts of the tools of TypeScript on what is published in a folder, the argument.
import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { Artifacts, type Sample } from "./artifacts.js";
import { isKnown, read } from "./body.js";
import { compile } from "./compiler.js";
import { check } from "./hash.js";
import { makeTypes, tryLines } from "./readme.js";
import { type Claim, unless, type Verdicts, versionOf } from "./report.js";
import { rightVerdicts } from "./strange.js";
import { writeSwitches } from "./switches.js";
import { TOOLS } from "./validators.js";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const build = join(folder, "build");

const argument = process.argv[2];
if (!argument) throw new Error("the folder of the artifacts is missing");
const artifacts = new Artifacts(resolve(argument));
const kinds = new Set(artifacts.kinds().map(({ name }) => name));

makeTypes(folder, build, artifacts);
const verdicts = [...(await judged()), ...hashes()];
const claims = [
  ...compile(folder, writeSwitches(build, artifacts.kinds()), artifacts.kinds()),
  formatted(),
  ...errors(),
  exact(),
  newer(),
  rightVerdicts(artifacts),
  await tryLines(
    folder,
    build,
    artifacts,
    new Ajv2020().compile(artifacts.jsonSchema("validation")),
  ),
];
process.stdout.write(`${JSON.stringify({ verdicts, claims }, null, 2)}\n`);

async function judged(): Promise<Verdicts[]> {
  const tasks = TOOLS.flatMap((tool) => tool.on.map((on) => ({ tool, on })));
  return Promise.all(
    tasks.map(async ({ tool, on }) => {
      const validates = await tool.compile(artifacts.jsonSchema(on));
      const verdicts = artifacts.samples.map(({ file, text }) => {
        return [file, validates(JSON.parse(text)) ? "valid" : "invalid"];
      });
      return said(tool.name, versionOf(tool.name, folder), on, verdicts);
    }),
  );
}

function hashes(): Verdicts[] {
  const samples = artifacts.samples.filter(({ hash }) => hash !== undefined);
  const ofSamples = samples.map(({ file, text }) => {
    const hashes = read(text).map((callback) => check(callback, artifacts.credential));
    return [file, hashes.join()];
  });
  const ofSignatures = artifacts.signatures.map((signature) => {
    return [signature.description, check(signature, signature)];
  });
  return [
    said("node:crypto", "", "hash", ofSamples),
    said("node:crypto", "", "signatures", ofSignatures),
  ];
}

function said(tool: string, version: string, on: string, verdicts: string[][]): Verdicts {
  return { tool, version, on, verdicts: Object.fromEntries(verdicts) };
}

/** The format, by the tool that most code is formatted by. */
function formatted(): Claim {
  const prettier = join(folder, "node_modules", "prettier", "bin", "prettier.cjs");
  const run = spawnSync(process.execPath, [prettier, "--check", "src"], {
    cwd: folder,
    encoding: "utf8",
  });
  const against = run.status === 0 ? [] : [`${run.stdout}${run.stderr}`];
  return unless(against, `prettier ${versionOf("prettier", folder)} accepts the formatting`);
}

/** How many errors one fault makes: the point of the flat JSON Schema. */
function errors(): Claim[] {
  const validate = new Ajv2020({ allErrors: true }).compile(artifacts.jsonSchema("validation"));
  const wrong = (fault: string, isTold: (sample: Sample, errors: ErrorObject[]) => boolean) => {
    const samples = artifacts.samples.filter(({ error }) => error === fault);
    if (samples.length === 0) return [`no sample has ${fault}`];
    return samples.flatMap((sample) => {
      validate(JSON.parse(sample.text));
      // That an `if` had a say in an error is no error of its own.
      const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
      return isTold(sample, errors) ? [] : [`${sample.file}: ${JSON.stringify(errors)}`];
    });
  };
  return [
    unless(
      wrong("missing_field", ({ pointer }, [first, ...others]) => {
        const place = `${first?.instancePath}/${first?.params.missingProperty}`;
        return place === pointer && others.length === 0;
      }),
      "a missing field gives exactly one error in ajv with `allErrors`, not counting `if`, and the error names it",
    ),
    unless(
      wrong("wrong_type", ({ pointer }, errors) => {
        return errors.length === 1 && errors[0]?.instancePath === pointer;
      }),
      "a value of the wrong type gives exactly one error in ajv, not counting `if`, at its place",
    ),
  ];
}

/** What the types say of the numbers is what `read` gives. */
function exact(): Claim {
  const met = ["numbers/large.json", "numbers/quoted.json", "card_payment/valid.json"].flatMap(
    (file) =>
      read(artifacts.text(`samples/${file}`))
        .filter((callback) => isKnown(callback, kinds))
        .flatMap((callback) => {
          return callback.type === "card_payment"
            ? [callback.card_payment.amount]
            : [callback.callback_id, callback.balance];
        }),
  );
  const exact = "12345678901234567890.12";
  const quoted = /"callback_id": ([0-9]+)/.exec(artifacts.text("samples/numbers/quoted.json"));
  const right = ["18446744073709551615", exact, quoted?.[1] ?? "no ID", exact, "10.50"];
  return unless(
    right
      .filter((digits, at) => String(met[at]) !== digits)
      .map((digits) => `not ${digits}: ${met}`),
    "numbers over 2^53 and amounts keep every digit, 10.50 too",
  );
}

/** The types have no place for a newer kind, so the guard is to stop it, with what it brought. */
function newer(): Claim {
  const against = artifacts.samples.filter(({ text, outcome }) => {
    const stopped = read(text).filter((callback) => !isKnown(callback, kinds));
    const isStopped = stopped.length > 0;
    const isKept = stopped.every((callback) => callback[callback.type] !== undefined);
    return isStopped !== (outcome === "unknown") || !isKept;
  });
  return unless(
    against.map(({ file }) => file),
    "the guard stops a kind that is newer than the types, with its payload, and nothing else",
  );
}
