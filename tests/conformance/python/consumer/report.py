"""What the runner reads: the verdicts of each tool, and claims that were proved or not."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)

    def judge(self, tool: str, version: str, on: str, verdicts: dict[str, str]) -> None:
        self.verdicts.append({"tool": tool, "version": version, "on": on, "verdicts": verdicts})

    def claim(self, sentence: str, prove: Callable[[], None]) -> None:
        """A proof that raises has failed, for whatever reason: the claim does not hold."""
        try:
            prove()
        except Exception as error:
            detail = f"{type(error).__name__}: {error}"
            self.claims.append({"claim": sentence, "holds": False, "detail": detail})
        else:
            self.claims.append({"claim": sentence, "holds": True})

    def text(self) -> str:
        return json.dumps({"verdicts": self.verdicts, "claims": self.claims}, indent=2)
