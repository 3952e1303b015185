"""Runs programs in a fresh process that cannot import `gd`: many, one after the other."""

import contextlib
import io
import json
import runpy
import subprocess
import sys
import traceback
from pathlib import Path


class Programs:
    """A process that runs one program after the other, each with globals of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # in which the programs lie and, apart from them, run
        (folder / "elsewhere").mkdir()
        self.process = subprocess.Popen(
            [sys.executable, "-I", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=folder / "elsewhere",
        )

    def run(self, text: str) -> tuple[str, str]:
        """What the program prints to stdout and to stderr."""
        file = self.folder / "program.py"
        file.write_text(text, "utf-8")
        assert self.process.stdin
        assert self.process.stdout
        print(file, file=self.process.stdin, flush=True)
        out, error = json.loads(self.process.stdout.readline())
        return out, error

    def lines(self, text: str) -> list[str]:
        """The lines that the program prints; it must not warn or fail."""
        out, error = self.run(text)
        assert error == ""
        return out.splitlines()

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def _serve() -> None:
    """Run each program whose path stdin gives; write what it printed as a line of JSON."""
    for path in sys.stdin:
        out, error = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            try:
                assert "gd" not in sys.modules
                runpy.run_path(path.strip(), run_name="__main__")
            except SystemExit as stop:
                print(stop, file=sys.stderr)
            except BaseException:
                traceback.print_exc()
        if "numpy" in sys.modules:
            sys.modules["numpy"].seterr(divide="warn", over="warn", invalid="warn", under="ignore")
        print(json.dumps([out.getvalue(), error.getvalue()]), flush=True)


if __name__ == "__main__":
    _serve()
