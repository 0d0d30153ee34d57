"""``python -m matloom``: the same as the command ``matloom``."""

from .cli import app

if __name__ == "__main__":
    app(prog_name="matloom")
