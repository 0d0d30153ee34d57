"""Options in, a pipeline that also asks a language model out, with one count of tokens for all its workers."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from ....records.errors import MatloomError
from ...pipeline import OPTIONAL, PipelineConfig
from .client import Client, ServerError
from .ledger import Ledger
from .options import LEDGER_VARIABLE, LlmOptions


def with_language_model(config: PipelineConfig, options: LlmOptions) -> PipelineConfig:
    """``config`` with the stages that ask the model and read its replies, in front of the last one, the linker."""
    stages = (*config.stages[:-1], *OPTIONAL, config.stages[-1])
    return replace(config, stages=stages, options=config.options | {"llm_replies": msgspec.to_builtins(options)})


@contextmanager
def one_ledger(options: LlmOptions) -> Generator[Ledger]:
    """The count of what all workers that are started inside use together.

    Raises:
        MatloomError: E013, where nobody answers at the endpoint.
    """
    try:
        Client(replace(options, server=replace(options.server, retries=min(1, options.server.retries)))).check()
    except ServerError as error:
        raise MatloomError("E013", url=options.server.url, why=error) from error
    before = os.environ.get(LEDGER_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="matloom-") as folder:
        path = Path(folder) / "tokens"
        os.environ[LEDGER_VARIABLE] = str(path)
        try:
            yield Ledger(options.server, path)
        finally:
            if before is None:
                del os.environ[LEDGER_VARIABLE]
            else:
                os.environ[LEDGER_VARIABLE] = before
