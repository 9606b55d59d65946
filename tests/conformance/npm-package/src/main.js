// Installs the built npm package into an empty project and uses it there, as its README says.

import { claims } from "./claims.js";
import { version } from "./project.js";
import { digests, hashes, ofDigestVectors, ofReaderVectors, ofSignatures, outcomes, replays } from "./verdicts.js";

const report = (on, verdicts) => ({ tool: "voximplant-callbacks", version, on, verdicts: Object.fromEntries(verdicts) });

console.log(
  JSON.stringify({
    verdicts: [
      report("outcomes", outcomes()),
      report("hash", await hashes()),
      report("digests", await digests()),
      report("replays", await replays()),
      report("signatures", await ofSignatures()),
      report("reader-vectors", await ofReaderVectors()),
      report("digest-vectors", await ofDigestVectors()),
    ],
    claims: await claims(),
  }),
);
