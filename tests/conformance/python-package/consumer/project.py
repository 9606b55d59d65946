"""An empty environment with the built package, and what is done in it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ARTIFACTS = Path(sys.argv[1])
DIST = Path(os.environ["DIST"])
PROJECT = Path("build/project").absolute()
SITE = PROJECT / "site"


def _install() -> None:
    """From the wheel alone."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    PROJECT.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Neither an index nor anything else that is installed can help.
    options = ["--no-index", "--no-build-isolation", "--no-compile", "--target"]
    [wheel] = DIST.glob("voximplant_callbacks-*.whl")
    subprocess.run([*pip, *options, SITE, wheel], check=True, stdout=sys.stderr)


_install()
_table = SITE / "voximplant_callbacks/_table.py"
_published = ARTIFACTS / "python/_table.py"
HAS_PUBLISHED_TABLE = _table.read_bytes() == _published.read_bytes()
"""Whether the package has the table that is published."""
# So that a fault in it is noticed.
_table.write_bytes(_published.read_bytes())
sys.path[:0] = [str(SITE), str(PROJECT)]

import voximplant_callbacks as package  # noqa: E402

INDEX = json.loads((ARTIFACTS / "samples/index.json").read_text("utf-8"))
SIGNATURES = json.loads((ARTIFACTS / "signatures.json").read_text("utf-8"))["signatures"]
READER_VECTORS = json.loads((ARTIFACTS / "reader-vectors.json").read_text("utf-8"))
DIGEST_VECTORS = json.loads((ARTIFACTS / "digest-vectors.json").read_text("utf-8"))["vectors"]
CREDENTIAL = package.Credential(**INDEX["credential"])


def body(file: str) -> bytes:
    return (ARTIFACTS / "samples" / file).read_bytes()


def data(parts: Any) -> bytes:
    """The bytes of a text of a vector, which may be given in parts."""
    if isinstance(parts, str):
        return parts.encode()
    if isinstance(parts, list):
        return b"".join(map(data, parts))
    return bytes.fromhex(parts["hex"]) if "hex" in parts else (parts["repeat"] * parts["times"]).encode()


def blocks() -> list[str]:
    """Blocks of the README that are Python."""
    [metadata] = SITE.glob("voximplant_callbacks-*.dist-info/METADATA")
    parts = metadata.read_text("utf-8").split("```python\n")[1:]
    return [part.split("```")[0] for part in parts]
