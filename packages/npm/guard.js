// Remembers handled callbacks: the defence against a replayed hash, as a hash neither expires nor covers
// the payload. This one lasts as long as the process.

import { Summary } from "./print.js";

export class MemoryGuard extends Summary {
  #accounts = new Map();
  #budget;

  constructor({ callbacks = 100_000, digests = 8192 } = {}) {
    super();
    this.#budget = { callbacks, digests };
  }

  claim(accountId, callbackId, digest) {
    if (!this.#accounts.has(accountId)) this.#accounts.set(accountId, new Account(this.#budget));
    return this.#accounts.get(accountId).claim(BigInt(callbackId), digest);
  }

  settle(accountId, callbackId) {
    this.#accounts.get(accountId)?.settle(BigInt(callbackId));
  }

  release(accountId, callbackId) {
    this.#accounts.get(accountId)?.release(BigInt(callbackId));
  }

  toJSON() {
    return { accounts: this.#accounts.size };
  }
}

/** What is remembered about one account. It is separate, so that no other account can fill it. */
class Account {
  /** Digests of callbacks in progress, and of those that were settled last, by callback ID. */
  #inProgress = new Map();
  #digests = new Map();
  /** Runs of consecutive settled callback IDs: the first and the last one of each, in order. */
  #firsts = [];
  #lasts = [];
  #budget;

  constructor(budget) {
    this.#budget = budget;
  }

  claim(id, digest) {
    if (this.#inProgress.has(id)) return "in_progress";
    if (this.#isSettled(id)) {
      const settled = this.#digests.get(id);
      if (settled === undefined) return "seen";
      return settled === digest ? "duplicate" : "conflict";
    }
    // An ID next to a settled one extends its run.
    const isFull = this.#firsts.length + this.#inProgress.size >= this.#budget.callbacks;
    if (isFull && !this.#isSettled(id - 1n) && !this.#isSettled(id + 1n)) return "full";
    this.#inProgress.set(id, digest);
    return "new";
  }

  settle(id) {
    const digest = this.#inProgress.get(id);
    if (!this.#inProgress.delete(id)) return;
    this.#addToRuns(id);
    this.#digests.set(id, digest);
    if (this.#digests.size > this.#budget.digests) this.#digests.delete(this.#digests.keys().next().value);
  }

  release(id) {
    this.#inProgress.delete(id);
  }

  #isSettled(id) {
    const run = this.#runBefore(id);
    return run >= 0 && id <= this.#lasts[run];
  }

  /** The last run that begins at this ID or before it, or -1. */
  #runBefore(id) {
    let [low, high] = [0, this.#firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#firsts[middle] <= id) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Adds an ID that is in no run, and joins adjacent runs. */
  #addToRuns(id) {
    const before = this.#runBefore(id);
    const touchesBefore = before >= 0 && this.#lasts[before] + 1n === id;
    const touchesAfter = this.#firsts[before + 1] === id + 1n;
    if (touchesBefore && touchesAfter) {
      this.#firsts.splice(before + 1, 1);
      this.#lasts.splice(before, 1);
    } else if (touchesBefore) {
      this.#lasts[before] = id;
    } else if (touchesAfter) {
      this.#firsts[before + 1] = id;
    } else {
      this.#firsts.splice(before + 1, 0, id);
      this.#lasts.splice(before + 1, 0, id);
    }
  }
}
