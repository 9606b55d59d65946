"""Makes the virtual environment of this consumer, and runs the consumer in it.

It needs nothing but Python. CONFORMANCE_VENV names another place for the environment.
"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
VENV = Path(os.environ.get("CONFORMANCE_VENV") or FOLDER / "build" / "venv").absolute()
PYTHON = os.path.join(sysconfig.get_path("scripts", "venv", {"base": str(VENV)}), "python")
LOCK = FOLDER / "requirements.txt"
# Says what was installed, and is written last: without it, the environment is made again.
STAMP = VENV / "installed.txt"


def main() -> None:
    match sys.argv[1:]:
        case ["install"]:
            install()
        case ["run", artifacts]:
            run(Path(artifacts).absolute())
        case _:
            sys.exit("usage: environment.py install | environment.py run ARTIFACTS")


def install() -> None:
    wanted = f"{sys.version}\n{LOCK.read_text(encoding='utf-8')}"
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    # Only what is a virtual environment may be cleared: the place may be somebody's folder.
    clear = ["--clear"] if (VENV / "pyvenv.cfg").is_file() else []
    subprocess.run([sys.executable, "-m", "venv", *clear, VENV], check=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
    # Standard output is for the report alone.
    subprocess.run([*pip, "-r", str(LOCK)], check=True, stdout=sys.stderr)
    STAMP.write_text(wanted, encoding="utf-8")


def run(artifacts: Path) -> None:
    if not STAMP.is_file():
        sys.exit("nothing is installed: run `python3 environment.py install` first")
    # The types are there before anything imports them.
    types = [PYTHON, "-m", "consumer.types", str(artifacts)]
    subprocess.run(types, check=True, cwd=FOLDER, stdout=sys.stderr)
    generated = {**os.environ, "PYTHONPATH": str(FOLDER / "build" / "generated")}
    report = [PYTHON, "-m", "consumer", str(artifacts)]
    sys.exit(subprocess.run(report, check=False, cwd=FOLDER, env=generated).returncode)


if __name__ == "__main__":
    main()
