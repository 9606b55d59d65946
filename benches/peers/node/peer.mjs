// Reads callbacks with JSON.parse: ../README.md says how it is run.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

// In microseconds of processor time.
const TURN = 100_000;

const lines = readFileSync(process.env.CORPUS, "utf8").trim().split("\n");
console.log(process.version);
for await (const line of createInterface({ input: process.stdin })) {
  const size = Number(line);
  const bodies = [];
  for (let start = 0; start < lines.length; start += size) {
    bodies.push(Buffer.from(`{"callbacks":[${lines.slice(start, start + size).join(",")}]}`));
  }
  let read = 0;
  let took = 0;
  const start = process.cpuUsage();
  while (took < TURN) {
    for (const body of bodies) {
      read += JSON.parse(body.toString()).callbacks.length;
    }
    const { user, system } = process.cpuUsage(start);
    took = user + system;
  }
  console.log((took * 1000) / read);
}
