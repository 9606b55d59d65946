// The validators that judge every sample, each given the same: a JSON Schema, then bodies.
import { type Schema, Validator } from "@cfworker/json-schema";
import { registerSchema, type SchemaObject, validate } from "@hyperjump/json-schema/draft-2020-12";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as z from "zod";
import type { JsonSchema } from "./artifacts.js";

export type Validates = (body: unknown) => boolean;

export interface Tool {
  name: string;
  on: string[];
  compile: (schema: JsonSchema) => Validates | Promise<Validates>;
}

export const TOOLS: Tool[] = [
  {
    name: "ajv",
    on: ["validation", "types"],
    compile: (schema) => new Ajv2020({ strict: true }).compile(schema),
  },
  {
    name: "ajv",
    on: ["validation.draft-07", "types.draft-07"],
    compile: (schema) => new Ajv({ strict: true }).compile(schema),
  },
  { name: "@hyperjump/json-schema", on: ["validation", "types"], compile: hyperjump },
  {
    name: "@cfworker/json-schema",
    on: ["validation", "types"],
    compile: (schema) => {
      const validator = new Validator(schema as Schema, "2020-12");
      return (body) => validator.validate(body).valid;
    },
  },
  { name: "zod", on: ["types"], compile: zod },
];

async function hyperjump(schema: JsonSchema): Promise<Validates> {
  registerSchema(schema as SchemaObject);
  const compiled = await validate(String(schema.$id));
  return (body) => compiled(body as Parameters<typeof compiled>[0]).valid;
}

/**
 * An integer of zod ends at 2^53. A multiple of 1 is an integer too, of any size: the JSON Schema
 * says the same, and numbers of callbacks may be larger. Nor does zod take a `not`, which stands
 * beside a pattern for languages whose `$` also stands before a line feed.
 */
function zod(schema: JsonSchema): Validates {
  const withoutNot = (name: string, value: unknown) => (name === "not" ? undefined : value);
  const text = JSON.stringify(schema, withoutNot).replaceAll(
    '"type":"integer"',
    '"type":"number","multipleOf":1',
  );
  const compiled = z.fromJSONSchema(JSON.parse(text));
  return (body) => compiled.safeParse(body).success;
}
