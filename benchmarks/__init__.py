"""Commands that measure matloom on real input: one module a subject, run as ``python -m benchmarks.NAME``."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("MATLOOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
