"""Names of benchmarks in (all by default), their tables out, one after the other.

Usage: python -m benchmarks [NAME ...]      python -m benchmarks --list
"""

import subprocess
import sys
import time
from pathlib import Path

from . import SHARED

LONG = frozenset({"towers", "towers_smoke", "compositions", "datasets", "search"})
"""Training and large builds, each taking many minutes: run only when named."""


def names() -> list[str]:
    """Every module of this folder that has a ``main``."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return [p.stem for p in modules if not p.stem.startswith("_") and "def main(" in p.read_text(encoding="utf-8")]


def main() -> None:
    """Run what is named, and say how long each took; the exit status is the number that failed."""
    if "--list" in sys.argv:
        print("\n".join(names()))
        return
    if not (SHARED / "data").is_dir():
        sys.exit(f"No benchmark data in {SHARED}. Set MATLOOM_SHARED to the folder that holds it.")
    chosen = sys.argv[1:] or [name for name in names() if name not in LONG]
    failed = 0
    for name in chosen:
        print(f"\n== {name}", flush=True)
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False)
        failed += done.returncode != 0
        print(f"== {name}: {time.perf_counter() - began:.0f} s, exit status {done.returncode}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
