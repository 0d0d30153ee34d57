"""Where the public benchmark data lies, for tests that are skipped where it is missing."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("MATLOOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
needs_shared = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="no benchmark data beside the checkout")
