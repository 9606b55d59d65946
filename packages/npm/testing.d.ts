// For tests of code that receives callbacks: a sample of every kind, and the signer.

import type { Credential, Kind } from "./index.js";

/** The documented callback of a kind, as JSON text. */
export declare function sample(kind: Kind): string;

/**
 * The body of a POST with these callbacks, given as JSON text or as objects. Each gets the credential's account ID and
 * the right hash.
 *
 * @throws {TypeError} A callback has no `callback_id`, or it is not an integer of at most 64 bits.
 */
export declare function sign(callbacks: string | object | readonly (string | object)[], credential: Credential): string;
