"""A process that has imported the command line once and forks for each command, as a shell would start it.

A command is a process of its own with its own folder, environment and streams, but without the seconds that
importing takes. Started as a module; it reads one request a line and answers with one line.
"""

import json
import os
import sys
import tempfile
from importlib import import_module
from typing import Any


def _serve() -> None:
    # What most commands need is loaded beforehand.
    for name in ("bot.commands", "bot.imports", "bot.maintenance", "bot.organisation"):
        import_module(name)
    from bot.cli import app

    for line in sys.stdin:
        answer = _run(app, json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _run(app: Any, request: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(request["stdin"].encode())
        given.seek(0)
        child = os.fork()
        if child == 0:
            _be(app, request, (given.fileno(), out.fileno(), err.fileno()))
        _, status = os.waitpid(child, 0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "out": _written(out),
            "err": _written(err),
        }


def _written(file: Any) -> str:
    file.seek(0)
    text: str = file.read().decode()
    return text


def _be(app: Any, request: dict[str, Any], streams: tuple[int, int, int]) -> None:
    """Become the command; never returns."""
    code = 70
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        sys.argv = ["dondoc", *request["arguments"]]
        try:
            app()
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - the child must end here whatever happened, and say why
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    _serve()
