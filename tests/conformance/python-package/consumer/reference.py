"""The Python that the reference page has for each kind: checked, and run on the sample of the kind."""

import contextlib
import importlib
import io

from consumer import checkers
from consumer.project import CREDENTIAL, body


def its_code_passes_and_runs() -> str:
    if said := checkers.snippets_are_clean():
        return said
    silent: list[str] = []
    for kind in checkers.KINDS:
        module = importlib.import_module(f"on_{kind}")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            module.on_post(body(f"{kind}/valid.json"), CREDENTIAL)
        if printed.getvalue().count("\n") != 1:
            silent.append(kind)
    return ", ".join(silent)
