// Compiles everything by tsc, once per version: the one that most code has, and the native one.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Kind } from "./artifacts.js";
import { type Claim, unless, versionOf } from "./report.js";
import type { Switches } from "./switches.js";

const COMPILERS = ["typescript", "typescript-native"];

interface CompileError {
  file: string;
  line: number;
  message: string;
}

export function compile(folder: string, switches: Switches[], kinds: Kind[]): Claim[] {
  return COMPILERS.flatMap((compiler) => {
    const tsc = `tsc ${versionOf(compiler, folder)}`;
    const errors = errorsOf(compiler, folder);
    const incomplete = switches.map(({ incomplete }) => `build/${incomplete}`);
    const complete = switches.map(({ complete }) => `build/${complete}`);
    const rest = errors.filter(({ file }) => ![...incomplete, ...complete].includes(file));
    return [
      unless(rest.map(shown), `${tsc} --strict compiles the consumer and the generated types`),
      ...switches.flatMap(({ generator, complete, incomplete }) => [
        unless(
          errors.filter(({ file }) => file === `build/${complete}`).map(shown),
          `${tsc}: a \`switch\` over all kinds of ${generator} compiles, and amounts are digits`,
        ),
        unless(
          unnoticed(
            errors.filter(({ file }) => file === `build/${incomplete}`),
            kinds,
          ),
          `${tsc}: a \`switch\` that leaves out a kind of ${generator}, whichever, does not, and the error names it`,
        ),
      ]),
    ];
  });
}

/** The errors of tsc by file; one without a place, such as of its options, is of no file. */
function errorsOf(compiler: string, folder: string): CompileError[] {
  const tsc = join(folder, "node_modules", compiler, "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "--strict", "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  const lines = `${run.stdout}${run.stderr}`.split("\n").filter((line) => /^\S/.test(line));
  return lines.map((line) => {
    const place = /^(.+?)\((\d+),\d+\): (.*)$/.exec(line);
    return place
      ? { file: String(place[1]), line: Number(place[2]), message: String(place[3]) }
      : { file: "", line: 0, message: line };
  });
}

/** The kinds whose absence no error names, and errors of other kinds. */
function unnoticed(errors: CompileError[], kinds: Kind[]): string[] {
  const expected = kinds.map(({ name }, at) => {
    const error = `error TS2322: Type '"${name}"' is not assignable to type 'never'.`;
    return { line: at + 2, error };
  });
  const missed = expected.filter(
    ({ line, error }) => !errors.some((met) => met.line === line && met.message === error),
  );
  const others = errors.filter(
    (met) => !expected.some(({ line, error }) => met.line === line && met.message === error),
  );
  return [...missed.map(({ error }) => `not told: ${error}`), ...others.map(shown)];
}

function shown({ file, line, message }: CompileError): string {
  return `${file}(${line}): ${message}`;
}
