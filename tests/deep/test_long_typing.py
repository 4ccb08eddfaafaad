"""A postmortem of 1,500 words typed in one go: memory stays where it is, and the last key costs what the first did."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pty", reason="terminals of Unix")
pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(sys.platform != "linux", reason="memory and processor time are read from /proc"),
]

KEYS, PART = 9_000, 500
SENTENCE = "At 14:02 the pool of the payment service ran dry and every request waited for eight seconds. "


def memory(pid: int) -> int:
    """Return the bytes of memory in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processor(pid: int) -> float:
    """Return the seconds of processor time of all threads, those that have ended too."""
    return time.clock_gettime((~pid << 3) | 2)


def test_9000_keys_add_no_memory_and_the_last_cost_what_the_first_did(
    open_window: Callable[..., Any],
) -> None:
    window = open_window()
    text = (SENTENCE * ((KEYS + PART) // len(SENTENCE) + 1))[: KEYS + PART]
    costs: list[float] = []
    held: list[int] = []

    def type_part(part: str) -> None:
        began = processor(window.pid)
        for number, key in enumerate(part, 1):
            window.type("\r" if number % PART == 0 else key)
            window.read(0.02)
        window.read(2.5)  # what follows the last key, the check of the whole draft included
        costs.append(processor(window.pid) - began)
        held.append(memory(window.pid))
        window.output = window.output[-2000:]

    type_part(text[:PART])  # what is loaded at the first pause is there now
    costs.clear()
    for start in range(PART, KEYS + PART, PART):
        type_part(text[start : start + PART])
    grown = [(there - held[0]) / 1e6 for there in held]
    assert grown[-1] < 5, grown
    assert costs[-1] < costs[0] * 1.5, costs
