// Judges bodies by the components of a document, as a tool does that reads nothing else.
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";

export const COMPONENTS = [
  // `discriminator` is a keyword of OpenAPI, which says nothing more than the constants do.
  {
    document: "openapi.json",
    ajv: () =>
      new Ajv2020({
        strict: true,
        keywords: ["components", "discriminator"],
        // It is for generators: a number beyond it is still what the SDK reads.
        formats: { int64: true },
      }),
  },
  // What AsyncAPI takes as a JSON Schema is draft-07.
  { document: "asyncapi.json", ajv: () => new Ajv({ strict: true, keywords: ["components"] }) },
];

export function validator(ajv, { components }) {
  return ajv.compile({ $ref: "#/components/schemas/Body", components });
}
