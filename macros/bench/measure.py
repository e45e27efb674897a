"""One process, measured: its wall time, its CPU time and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What one run cost, in seconds and MB (10⁶ bytes), and the last line it printed."""

    wall: float
    cpu: float
    peak: float
    said: str


class Failed(Exception):
    """The program that was measured did not do its work; holds what it said."""


def measure(
    command: Sequence[str],
    seconds: float,
    accepted: Sequence[int] = (0,),
    env: Mapping[str, str] | None = None,
) -> Cost | None:
    """Run ``command`` alone to its end; None if it was not done after ``seconds`` and was stopped."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env)
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        alarm.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if process.returncode < 0 and wall >= seconds:
        return None
    if process.returncode not in accepted:
        raise Failed(f"{' '.join(command)}\nended with {process.returncode}:\n{said[-3000:]}")
    # Linux counts kilobytes of 1024, macOS bytes.
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak, said.strip().rsplit("\n", 1)[-1])
