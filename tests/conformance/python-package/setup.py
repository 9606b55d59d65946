"""Makes the virtual environment in `build/venv`, with the tools of `requirements.txt`."""

import subprocess
import sys
from pathlib import Path

VENV = Path("build/venv")


def main() -> None:
    if not (VENV / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip = [VENV / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "--requirement", "requirements.txt"], check=True)


if __name__ == "__main__":
    main()
