"""The credential of an account, and how it checks hashes."""

import hmac
import re
import secrets
from hashlib import md5

from ._md5 import BLOCK, Md5

_VERSION = "vxseal1"
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LETTERS = 52
_DIGITS = re.compile(r"0|[1-9][0-9]*")
_HASH = re.compile(r"[0-9a-f]{32}")


class Credential:
    """The secret input of the hashes of an account's callbacks. Printing it shows only the account ID."""

    __slots__ = ("_prefix", "_sealed", "account_id")

    account_id: int
    _prefix: bytes
    _sealed: Md5 | None

    def __init__(self, *, account_id: int, salt: str, api_key: str) -> None:
        """The credential of an account with the salt that is set next to its callback URL.

        Raises `ValueError` if the salt or the API key is missing or empty, or ends in a line break.
        """
        self._set(account_id, _secret("salt", salt), _secret("API key", api_key))

    @classmethod
    def without_salt(cls, *, account_id: int, api_key: str) -> "Credential":
        """The credential of an account without a salt.

        Set one if you can: it is changed more easily than the key.
        """
        self = cls.__new__(cls)
        self._set(account_id, b"", _secret("API key", api_key))
        return self

    @classmethod
    def unseal(cls, text: str) -> "Credential":
        """The credential of a `Seal`, from its text.

        Raises `ValueError` if the text is not that of a seal.
        """
        self = cls.__new__(cls)
        self.account_id, self._sealed = _opened(text)
        self._prefix = b""
        return self

    def _set(self, account_id: int, salt: bytes, api_key: bytes) -> None:
        self.account_id = _id("account ID", account_id)
        self._prefix = salt + str(account_id).encode() + api_key
        self._sealed = None

    def hash(self, callback_id: int) -> str:
        """The hash of the account's callback with this ID. Anyone who knows it can forge that callback."""
        digits = str(_id("callback ID", callback_id)).encode()
        if self._sealed is not None:
            return self._sealed.digest(digits).hex()
        return md5(self._prefix + digits, usedforsecurity=False).hexdigest()

    def matches(self, callback_id: int, hash: str) -> bool:
        """Whether this is the hash of the account's callback with this ID, in constant time."""
        return is_hash(hash) and hmac.compare_digest(self.hash(callback_id), hash)

    def __repr__(self) -> str:
        return f"Credential(account_id={self.account_id})"

    def __getstate__(self) -> None:
        raise TypeError("a credential is not pickled, as it is a secret")


class Seal:
    """A credential without its API key, for a server that only checks hashes.

    It is the state of MD5 after salt, account ID and API key, which together fill whole blocks. Who has it can forge
    callbacks until the salt is changed, but cannot call the Management API.
    """

    __slots__ = ("_text", "account_id", "salt")

    MAX_SALT = 39
    """The most characters of a salt."""

    account_id: int
    salt: str
    """The salt, to set upstream next to the callback URL."""
    _text: str

    def __init__(self, *, account_id: int, salt: str, api_key: str) -> None:
        """Raises `ValueError` as `Credential` does, or if the salt does not have the right length."""
        key = _secret("API key", api_key)
        message = _secret("salt", salt) + str(_id("account ID", account_id)).encode() + key
        if len(message) % BLOCK:
            raise ValueError(_unsealable(account_id, key))
        sealed = Md5().after(message)
        text = f"{_VERSION}.{account_id}.{sealed.blocks}.{sealed.state.hex()}"
        self.account_id, self.salt, self._text = account_id, salt, f"{text}.{_checksum(text)}"

    @classmethod
    def propose(cls, *, account_id: int, api_key: str, random: bytes | None = None) -> "Seal":
        """Proposes a random salt that can be sealed, and seals it."""
        key = _secret("API key", api_key)
        length = _salt_length(_id("account ID", account_id), key)
        if length is None:
            raise ValueError(_unsealable(account_id, key))
        chosen = secrets.token_bytes(cls.MAX_SALT) if random is None else random

        def pick(place: int, byte: int) -> str:
            # The last character is a letter, so that the salt does not run together with the account ID.
            choice = _LETTERS if place + 1 == length else len(_CHARACTERS)
            return _CHARACTERS[byte * choice // 256]

        salt = "".join(pick(place, byte) for place, byte in enumerate(chosen[:length]))
        return cls(account_id=account_id, salt=salt, api_key=api_key)

    def reveal(self) -> str:
        """The text to give to the server, for `Credential.unseal`. It is a secret."""
        return self._text

    def __repr__(self) -> str:
        return f"Seal(account_id={self.account_id})"


def is_hash(text: str) -> bool:
    """Whether a text is 32 lower-case hexadecimal digits."""
    return _HASH.fullmatch(text) is not None


def _id(what: str, number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**64:
        raise ValueError(f"{what} is not an integer of at most 64 bits")
    return number


def _secret(what: str, secret: object) -> bytes:
    """A forgotten secret must not lead to accepting hashes that anyone can compute."""
    hint = ", or if the account has none, use Credential.without_salt" if what == "salt" else ""
    if not isinstance(secret, str):
        raise ValueError(f"{what} is missing: give it as a string{hint}")
    if not secret:
        raise ValueError(f"{what} is empty: give it as a string{hint}")
    if secret.endswith(("\n", "\r")):
        raise ValueError(f"{what} ends in a line break: remove it")
    try:
        return secret.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{what} is not Unicode text") from None


def _salt_length(account_id: int, key: bytes) -> int | None:
    """How many characters a salt needs to fill a block, or `None` if upstream allows fewer."""
    length = BLOCK - (len(str(account_id)) + len(key)) % BLOCK
    return length if length <= Seal.MAX_SALT else None


def _unsealable(account_id: int, key: bytes) -> str:
    needed = _salt_length(account_id, key)
    if needed is not None:
        return f"salt cannot be sealed: choose one of {needed} characters"
    return (
        f"no salt of at most {Seal.MAX_SALT} characters can be sealed with an API key of this length: "
        "use the key itself"
    )


def _checksum(text: str) -> str:
    """Detects typing mistakes: without it, every callback would be refused as forged."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()[:8]


def _opened(text: object) -> tuple[int, Md5]:
    version, *parts = text.split(".") if isinstance(text, str) and text.isascii() else [""]
    if version != _VERSION:
        raise ValueError(f"sealed credential does not begin with `{_VERSION}.`: seal it again")
    if len(parts) != 4:
        raise ValueError(_FORM)
    account_id, blocks, state, check = parts
    numbers = [int(it) for it in (account_id, blocks) if len(it) <= 20 and _DIGITS.fullmatch(it)]
    if len(numbers) != 2 or max(numbers) >= 2**64 or not _HASH.fullmatch(state):
        raise ValueError(_FORM)
    assert isinstance(text, str)
    if check != _checksum(text.rpartition(".")[0]):
        raise ValueError("sealed credential has a wrong checksum: copy it once more")
    return numbers[0], Md5(bytes.fromhex(state), numbers[1])


_FORM = "sealed credential is not `version.account.blocks.state.checksum`: copy it whole"
