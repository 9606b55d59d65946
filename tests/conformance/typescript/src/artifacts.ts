// What is published, read from the folder of artifacts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Credential, Signed } from "./hash.js";

/** An entry of `samples/index.json`, with the body, and without the verdicts: tools are to find them. */
export interface Sample {
  file: string;
  text: string;
  outcome: string;
  hash?: string;
  error?: string;
  pointer?: string;
}

/** An entry of `signatures.json`. */
export type Signature = Signed & Credential & { description: string };

export interface JsonSchema {
  [keyword: string]: unknown;
}

export interface Kind {
  name: string;
  hasPayload: boolean;
}

export class Artifacts {
  readonly credential: Credential;
  readonly samples: Sample[];
  readonly signatures: Signature[];

  constructor(readonly folder: string) {
    const index = this.json("samples/index.json");
    this.credential = index.credential;
    this.samples = index.samples.map((sample: Sample) => ({
      ...sample,
      text: this.text(`samples/${sample.file}`),
    }));
    this.signatures = this.json("signatures.json").signatures;
  }

  text(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Each file has a shape of its own. */
  json(file: string): any {
    return JSON.parse(this.text(file));
  }

  jsonSchema(name: string): JsonSchema {
    return this.json(`${name}.schema.json`);
  }

  /** The kinds that the types JSON Schema has. */
  kinds(): Kind[] {
    const { $defs } = this.json("types.schema.json");
    return $defs.Callback.anyOf.map(({ $ref }: { $ref: string }) => {
      const { properties } = $defs[$ref.replace("#/$defs/", "")];
      const name = properties.type.const;
      return { name, hasPayload: name in properties };
    });
  }
}
