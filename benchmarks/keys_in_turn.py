"""What it costs that keys wait for their turn: one key at a time and a packet of them, in the writing room, with and without.

    python benchmarks/keys_in_turn.py [--rounds 30]

Both ways run in one process, by turns, on one draft of 2,000 words: from the key's arrival until the text holds it, and
processor time until nothing goes on any more. A control runs the same way twice.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual import events


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0)


async def measure(rounds: int) -> None:
    from pmtui.app import PmtuiApp
    from pmtui.document.fields import set_value
    from pmtui.drafts.folder.library import Library
    from pmtui.drafts.folder.new import new_document
    from pmtui.settings import Settings

    folder = Path(tempfile.mkdtemp())
    os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = str(folder)
    prose = "\n\n".join("the pool was full before the deploy began and nobody saw it " * 7 for _ in range(24))
    document = set_value(new_document("Sign-in failed"), "summary", prose)
    app = PmtuiApp(folder, Library(folder).create(document), Settings(author="Mira"))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.focused is not None and hasattr(app.focused, "document"))
        await pilot.pause(1.0)
        editor = app.focused
        has_turn = app.keys.has_turn

        async def type_in(letters: str, in_turn: bool) -> tuple[float, float]:
            app.keys.has_turn = has_turn if in_turn else lambda event: True  # type: ignore[method-assign]
            size = len(editor.document.text)  # type: ignore[union-attr]
            clock, processor = time.perf_counter(), time.process_time()
            for letter in letters:
                app.post_message(events.Key(letter, letter))
            await until(lambda: len(editor.document.text) == size + len(letters))  # type: ignore[union-attr]
            took = time.perf_counter() - clock
            await asyncio.sleep(0.5)
            return took * 1000, (time.process_time() - processor) * 1000

        async def step_left(times: int, in_turn: bool) -> tuple[float, float]:
            app.keys.has_turn = has_turn if in_turn else lambda event: True  # type: ignore[method-assign]
            editor.move_cursor((0, 200))  # type: ignore[union-attr]
            clock, processor = time.perf_counter(), time.process_time()
            for _ in range(times):
                app.post_message(events.Key("left", None))
            await until(lambda: editor.cursor_location == (0, 200 - times))  # type: ignore[union-attr]
            took = time.perf_counter() - clock
            await asyncio.sleep(0.5)
            return took * 1000, (time.process_time() - processor) * 1000

        await type_in("a", True)
        await compare("one key", rounds, lambda in_turn: type_in("x", in_turn))
        await compare("40 letters at once", max(rounds // 3, 5), lambda in_turn: type_in("x" * 40, in_turn))
        await compare("one arrow", rounds, lambda in_turn: step_left(1, in_turn))
        await compare("40 arrows at once", max(rounds // 3, 5), lambda in_turn: step_left(40, in_turn))


async def compare(name: str, rounds: int, way: Callable[[bool], Awaitable[tuple[float, float]]]) -> None:
    found: dict[str, list[tuple[float, float]]] = {"with": [], "without": [], "without, again": []}
    for _ in range(rounds):
        for kind, figures in found.items():
            figures.append(await way(kind == "with"))
    for index, what in enumerate(("ms to the text", "ms of processor")):
        middle = {kind: statistics.median(pair[index] for pair in pairs) for kind, pairs in found.items()}
        ratio = statistics.median(
            a[index] / b[index] for a, b in zip(found["with"], found["without"], strict=True)
        )
        control = statistics.median(
            a[index] / b[index] for a, b in zip(found["without, again"], found["without"], strict=True)
        )
        print(f"{name:18} {what:16} {middle['with']:7.2f} against {middle['without']:7.2f}: "
              f"{ratio:.2f} times (control {control:.2f})")  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    asyncio.run(measure(parser.parse_args().rounds))
