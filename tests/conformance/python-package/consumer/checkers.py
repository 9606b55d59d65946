"""What mypy and pyright say of code that uses the package, each asked once about all of it."""

import html
import json
import os
import subprocess
import sys
from functools import cache

from consumer.project import ARTIFACTS, PROJECT, SITE, blocks, package

README = dict(zip(("handling", "with_fastapi", "with_flask", "in_tests"), blocks(), strict=True))
KINDS = sorted(package.KINDS)


def _match_over(kinds: list[str]) -> str:
    names = [package.callbacks.CLASSES[kind][0].__name__ for kind in kinds]
    cases = "".join(
        f"        case {name}():\n            return repr(callback.{kind})\n"
        for kind, name in zip(kinds, names, strict=True)
    )
    return (
        "from typing import assert_never\n\nfrom voximplant_callbacks import Callback\n"
        f"from voximplant_callbacks.callbacks import {', '.join(names)}\n\n__all__ = ['assert_never']\n\n\n"
        f"def handle(callback: Callback) -> str:\n    match callback:\n{cases}"
    )


# With it mypy finds what was forgotten; pyright finds it without.
_NEVER = "        case forgotten:\n            assert_never(forgotten)\n"

_NARROWS = """
from decimal import Decimal

from voximplant_callbacks import Duplicate, KnownCallback, MalformedCallback, Outcome, Refused, UnknownCallback
from voximplant_callbacks.callbacks import CardPaymentCallback


def amount(outcome: Outcome) -> Decimal | None:
    match outcome:
        case KnownCallback(callback=CardPaymentCallback() as paid):
            return paid.card_payment.amount
        case KnownCallback():
            return Decimal(outcome.credential_index)
        case UnknownCallback() | MalformedCallback() | Duplicate() | Refused():
            return None
"""

_NOT_CHECKED = """
from voximplant_callbacks import read


def index(body: bytes) -> int:
    return read(body)[0].credential_index
"""


def _snippet(page: str, kind: str) -> str:
    """The code that the reference page has for a kind."""
    article = page.split(f'<article id="kind.{kind}"')[1]
    return html.unescape(article.split('data-language="Python"')[1].split("<code>")[1].split("</code>")[0])


_PAGE = (ARTIFACTS / "reference.html").read_text("utf-8")
SNIPPETS = {f"on_{kind}": _snippet(_PAGE, kind) + "\n" for kind in KINDS}

_BOTH = {**README, **SNIPPETS, "narrows": _NARROWS, "not_checked": _NOT_CHECKED}
_CODE = {
    "mypy": {**_BOTH, "complete": _match_over(KINDS) + _NEVER, "forgotten": _match_over(KINDS[1:]) + _NEVER},
    "pyright": {**_BOTH, "complete": _match_over(KINDS), "forgotten": _match_over(KINDS[1:])},
}


@cache
def said_of(name: str) -> dict[str, str]:
    """What each checker says of a module of the project, or of the package. What is right has nothing."""
    return {tool: "\n".join(line for line in _said(tool) if name in line.split(" - ")[0].split(": ")[0]) for tool in _CODE}


@cache
def _said(tool: str) -> list[str]:
    for name, code in _CODE[tool].items():
        (PROJECT / f"{name}.py").write_text(code, "utf-8")
    files = [f"{name}.py" for name in _CODE[tool]]
    configuration = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(SITE)],
        "include": [*files, "site/voximplant_callbacks"],
    }
    (PROJECT / "pyrightconfig.json").write_text(json.dumps(configuration))
    arguments = {
        "mypy": ["--strict", "--no-error-summary", "--no-pretty", *files],
        "pyright": ["--pythonpath", sys.executable],
    }
    ran = subprocess.run(
        [sys.executable, "-m", tool, *arguments[tool]],
        cwd=PROJECT,
        env={**os.environ, "MYPYPATH": str(SITE), "PYTHONPATH": str(SITE)},
        capture_output=True,
        text=True,
    )
    # It finds what is wrong on purpose, or it was not run.
    assert "forgotten.py" in ran.stdout, ran.stdout + ran.stderr
    return [line for line in ran.stdout.splitlines() if "error" in line]


def package_is_clean() -> str:
    return "".join(said_of("voximplant_callbacks/").values())


def readme_is_clean() -> str:
    return "".join(text for name in README for text in said_of(f"{name}.py").values())


def snippets_are_clean() -> str:
    return "".join(text for name in SNIPPETS for text in said_of(f"{name}.py").values())


def a_forgotten_kind_is_found() -> str:
    if wrong := "".join(said_of("complete.py").values()):
        return wrong
    left_out = package.callbacks.CLASSES[KINDS[0]][0].__name__
    said = said_of("forgotten.py")
    is_found = left_out in said["mypy"] and "do not exhaustively handle" in said["pyright"]
    return "" if is_found else f"they say {said}"


def an_outcome_narrows() -> str:
    if said := "".join(said_of("narrows.py").values()):
        return said
    wrong = said_of("not_checked.py").values()
    return "" if all("credential_index" in said for said in wrong) else "they take it as checked"
