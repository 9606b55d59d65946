"""The content digest of a callback: the same for the same content, in every language and version."""

from hashlib import sha256

from ._json import Member, Object, tree_of, write


def digest(callback: str) -> str:
    """The content digest of the JSON text of one callback.

    `v1:` and the SHA-256 of the callback without its hash, as canonical JSON. It is the same in every language and in
    every version of this package, so that it can be stored.
    """
    return f"v1:{sha256(canonical(callback).encode()).hexdigest()}"


def canonical(callback: str) -> str:
    """Names sorted by code point, numbers as spelled, no white space, without the hash of the callback."""
    root = tree_of(callback)

    def choose(node: Object) -> list[Member]:
        kept = (member for member in node.members if node is not root or member[0] != "hash")
        # The sort is stable, so that a repeated name keeps its order.
        return sorted(kept, key=lambda member: member[0])

    return write(root, choose)
