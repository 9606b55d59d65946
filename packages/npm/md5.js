// MD5 as in RFC 1321, for runtimes that do not have it: WebCrypto does not. Upstream's hash is made with it; use it for
// nothing else.

import { bytesOfHex } from "./hex.js";

const SINES = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32));
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** Bytes in a block of MD5. */
const BLOCK = 64;

/** MD5 of some text so far, to which more may be added. A state is never changed. */
export class Md5 {
  static BLOCK = BLOCK;

  /** The state after `blocks` whole blocks, in the byte order of the digest, and the bytes of the incomplete block. */
  constructor(state = bytesOfHex("0123456789abcdeffedcba9876543210"), blocks = 0n, rest = new Uint8Array()) {
    this.state = state;
    this.blocks = blocks;
    this.rest = rest;
  }

  add(text) {
    const more = new TextEncoder().encode(text);
    const message = new Uint8Array(this.rest.length + more.length);
    message.set(this.rest);
    message.set(more, this.rest.length);
    const whole = Math.floor(message.length / BLOCK);
    const state = takenIn(this.state, message, whole);
    return new Md5(state, this.blocks + BigInt(whole), message.slice(whole * BLOCK));
  }

  /** The digest, as bytes. */
  digest() {
    const padded = new Uint8Array(this.rest.length + 9 > BLOCK ? 2 * BLOCK : BLOCK);
    padded.set(this.rest);
    padded[this.rest.length] = 0x80;
    const bits = BigInt.asUintN(64, (this.blocks * BigInt(BLOCK) + BigInt(this.rest.length)) * 8n);
    new DataView(padded.buffer).setBigUint64(padded.length - 8, bits, true);
    return takenIn(this.state, padded, padded.length / BLOCK);
  }
}

/** The state after this many blocks of the message. */
function takenIn(state, message, blocks) {
  const start = new DataView(state.buffer, state.byteOffset);
  let [a0, b0, c0, d0] = [0, 4, 8, 12].map((place) => start.getInt32(place, true));
  const view = new DataView(message.buffer, message.byteOffset);
  const words = new Int32Array(16);
  for (let block = 0; block < blocks; block += 1) {
    for (let word = 0; word < 16; word += 1) words[word] = view.getInt32(block * BLOCK + 4 * word, true);
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4;
      let mixed;
      let word;
      if (round === 0) [mixed, word] = [d ^ (b & (c ^ d)), step];
      else if (round === 1) [mixed, word] = [c ^ (d & (b ^ c)), 5 * step + 1];
      else if (round === 2) [mixed, word] = [b ^ c ^ d, 3 * step + 5];
      else [mixed, word] = [c ^ (b | ~d), 7 * step];
      const sum = (a + mixed + SINES[step] + words[word & 15]) | 0;
      const shift = SHIFTS[4 * round + (step & 3)];
      [a, d, c] = [d, c, b];
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  const after = new DataView(new ArrayBuffer(16));
  [a0, b0, c0, d0].forEach((word, index) => after.setInt32(4 * index, word, true));
  return new Uint8Array(after.buffer);
}
