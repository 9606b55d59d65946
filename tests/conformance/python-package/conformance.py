"""Installs the built Python package into an empty environment and uses it there, as its README says."""

import json
from typing import Any

# The package is there once this is imported.
from consumer.project import package  # isort: skip
from consumer.claims import claims
from consumer.verdicts import (
    digests,
    hashes,
    of_digest_vectors,
    of_reader_vectors,
    of_signatures,
    outcomes,
    replays,
)


def main() -> None:
    def report(on: str, verdicts: dict[str, str]) -> dict[str, Any]:
        version = package.__version__
        return {"tool": package.__name__, "version": version, "on": on, "verdicts": verdicts}

    verdicts = [
        report("outcomes", outcomes()),
        report("hash", hashes()),
        report("digests", digests()),
        report("replays", replays()),
        report("signatures", of_signatures()),
        report("reader-vectors", of_reader_vectors()),
        report("digest-vectors", of_digest_vectors()),
    ]
    print(json.dumps({"verdicts": verdicts, "claims": claims()}))


if __name__ == "__main__":
    main()
