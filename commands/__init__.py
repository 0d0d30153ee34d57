"""The commands of ``matloom``: one file a verb, each with a Typer app named ``app``; :mod:`matloom.cli` lists them."""
