"""Binding to a core, in processes of their own: what is bound stays bound."""

import os
import subprocess
import sys

import pytest

SERVER = """
import os, sys, threading
from gd.ui.cores import keep_to_one, use_all
everything = os.sched_getaffinity(0)
keep_to_one()
bound = os.sched_getaffinity(0)
seen = []
def training():
    seen.append(os.sched_getaffinity(0))
    use_all()
    seen.append(os.sched_getaffinity(0))
thread = threading.Thread(target=training)
thread.start()
thread.join()
assert seen == [bound, everything], seen
assert os.sched_getaffinity(0) == bound
print(sorted(bound), flush=True)
sys.stdin.read()
"""


def cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


@pytest.mark.skipif(len(cores()) < 2, reason="this system has one core, or binds nothing to one")
def test_each_server_has_a_core_and_those_beyond_the_cores_have_all(tmp_path):
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        for _ in range(len(cores()) + 1)
    ]
    try:
        bound = [server.stdout.readline().strip() for server in servers if server.stdout]
    finally:
        for server in servers:
            server.communicate()
    assert sorted(bound) == sorted([*(f"[{core}]" for core in cores()), str(sorted(cores()))])
    assert all(server.returncode == 0 for server in servers)
