"""Shared fixtures; puts the tests' own helpers on the path; no test fails because a machine is slow."""

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
settings.register_profile("matloom", deadline=None)
settings.load_profile("matloom")
