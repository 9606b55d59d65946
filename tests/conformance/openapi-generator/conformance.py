"""Makes types for Java and Go with openapi-generator, and has programs that are compiled with them read every sample.

`python3 conformance.py ARTIFACTS` prints the report: ../README.md has its form.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
BUILD = FOLDER / "build"
LIB = BUILD / "lib"
(GENERATOR,) = LIB.glob("openapi-generator-cli-*.jar")

# Gson also reads a number from a string of its digits, as the SDK does.
QUOTED = {"shapes/quoted_ids.json", "shapes/digit_strings.json", "replay/quoted_id.json"}


def run(*command: str | Path) -> str:
    result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise AssertionError(f"{command[0]}: {result.stdout}{result.stderr}"[-2000:])
    return result.stdout


def generate(language: str, document: Path, out: Path) -> None:
    shutil.rmtree(out, ignore_errors=True)
    run("java", "-jar", GENERATOR, "generate", "-c", f"{language}.yaml", "-i", document, "-o", out)


def java(artifacts: Path) -> Any:
    generate("java", artifacts / "openapi.json", BUILD / "java")
    libraries = ":".join(str(jar) for jar in LIB.glob("*.jar") if jar != GENERATOR)
    classes = BUILD / "classes"
    shutil.rmtree(classes, ignore_errors=True)
    sources = [*(BUILD / "java/src/main/java").rglob("*.java"), FOLDER / "java/Read.java"]
    run("javac", "-nowarn", "-cp", libraries, "-d", classes, *sources)
    return json.loads(run("java", "-cp", f"{libraries}:{classes}", "Read", artifacts))


def go(artifacts: Path) -> Any:
    generate("go", artifacts / "openapi.json", BUILD / "go/callbacks")
    shutil.copy(FOLDER / "go/money.go", BUILD / "go/callbacks")
    run("go", "vet", "./build/go/callbacks")
    return json.loads(run("go", "run", "./go/read", artifacts))


def claim(sentence: str, prove: Callable[[], object]) -> dict[str, Any]:
    """A proof that raises has failed, for whatever reason."""
    try:
        prove()
    except Exception as error:
        return {"claim": sentence, "holds": False, "detail": f"{type(error).__name__}: {error}"}
    return {"claim": sentence, "holds": True}


def same(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


def main(artifacts: Path) -> None:
    read: dict[str, Any] = {}
    index = json.loads((artifacts / "samples/index.json").read_text("utf-8"))
    fits = {it["file"] for it in index["samples"] if it["types"] == "valid"}
    # Gson makes a long of an integer of 64 bits, as the README says.
    claims = [
        claim("the types for Java compile", lambda: read.update(java=java(artifacts))),
        claim(
            "in Java, what fits the types JSON Schema is read, and of what does not only numbers in quotes",
            lambda: same({it for it, how in read["java"]["verdicts"].items() if how == "valid"}, fits | QUOTED),
        ),
        claim(
            "in Java, 10.50 stays 10.50, and an amount in quotes keeps every digit",
            lambda: same(read["java"]["exact"], ["10.50", "12345678901234567890.12"]),
        ),
        claim("the types for Go compile, and `go vet` finds nothing in them", lambda: read.update(go=go(artifacts))),
        claim(
            "in Go, 10.50 stays 10.50, and numbers that a double cannot hold are exact",
            lambda: same(read["go"]["exact"], ["10.50", "12345678901234567890.12", "18446744073709551615"]),
        ),
    ]
    version = GENERATOR.stem.removeprefix("openapi-generator-cli-")
    verdicts = [
        {
            "tool": "types for Go by openapi-generator",
            "version": version,
            "on": "types",
            "verdicts": read.get("go", {"verdicts": {}})["verdicts"],
        }
    ]
    print(json.dumps({"verdicts": verdicts, "claims": claims}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
