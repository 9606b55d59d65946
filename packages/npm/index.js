// Receives account callbacks: reads bodies as the Rust SDK does, and checks the hash of every callback.

export { Credential, Seal } from "./credential.js";
export { digest } from "./digest.js";
export { MemoryGuard } from "./guard.js";
export { BodyError, KINDS, LIMITS, read } from "./reader.js";
export { CredentialLookupError, STATUSES, receive, respond } from "./receive.js";
