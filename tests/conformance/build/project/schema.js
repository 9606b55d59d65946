import schema from "voximplant-callbacks/schemas/validation.schema.json" with { type: "json" };
process.stdout.write(schema.title);
