"""MD5 as in RFC 1321 from a stored state, which `hashlib` cannot do. It is only for seals."""

import math
from dataclasses import dataclass

BLOCK = 64
"""Bytes in a block of MD5."""

_SINES = [int(abs(math.sin(step + 1)) * 2**32) for step in range(64)]
_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
_START = bytes.fromhex("0123456789abcdeffedcba9876543210")


@dataclass(frozen=True)
class Md5:
    """MD5 after some whole blocks, of which only the state is kept."""

    state: bytes = _START
    """In the byte order of the digest."""
    blocks: int = 0

    def after(self, message: bytes) -> "Md5":
        """The state after more blocks."""
        state = self.state
        for start in range(0, len(message), BLOCK):
            state = _taken_in(state, message[start : start + BLOCK])
        return Md5(state, self.blocks + len(message) // BLOCK)

    def digest(self, rest: bytes) -> bytes:
        """The digest, if this is all that follows."""
        bits = (self.blocks * BLOCK + len(rest)) * 8 % 2**64
        zeros = -(len(rest) + 9) % BLOCK
        return self.after(rest + b"\x80" + bytes(zeros) + bits.to_bytes(8, "little")).state


def _taken_in(state: bytes, block: bytes) -> bytes:
    words = [int.from_bytes(block[at : at + 4], "little") for at in range(0, BLOCK, 4)]
    start = [int.from_bytes(state[at : at + 4], "little") for at in range(0, 16, 4)]
    a, b, c, d = start
    for step in range(64):
        group = step // 16
        if group == 0:
            mixed, word = d ^ (b & (c ^ d)), step
        elif group == 1:
            mixed, word = c ^ (d & (b ^ c)), 5 * step + 1
        elif group == 2:
            mixed, word = b ^ c ^ d, 3 * step + 5
        else:
            mixed, word = c ^ (b | ~d & 0xFFFFFFFF), 7 * step
        total = (a + mixed + _SINES[step] + words[word % 16]) & 0xFFFFFFFF
        shift = _SHIFTS[4 * group + step % 4]
        turned = total << shift | total >> (32 - shift)
        a, d, c, b = d, c, b, (b + turned) & 0xFFFFFFFF
    after = zip(start, (a, b, c, d), strict=True)
    return b"".join(((old + new) & 0xFFFFFFFF).to_bytes(4, "little") for old, new in after)
