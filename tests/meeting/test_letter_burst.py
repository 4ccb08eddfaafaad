"""Words that are typed outside the line are words, and keys are keys."""

import pytest

from pmtui.meeting.letter_burst import LetterBurst

QUICK, SLOW = 0.08, 0.5


def verdicts(letters: str, between: float, pause: float = 0.15) -> list[str]:
    burst, at = LetterBurst(pause), 100.0
    found: list[str] = []
    for letter in letters:
        at += between
        found.append(burst.take(letter.replace("→", ""), at))
        if found[-1] in ("words", "release"):
            found[-1] += f" {burst.release()}"
    return found


@pytest.mark.parametrize(
    ("letters", "between", "expected"),
    [
        ("the", QUICK, ["hold", "hold", "words the"]),
        ("is it", QUICK, ["hold", "hold", "words is ", "hold", "hold"]),
        ("It", QUICK, ["hold", "hold"]),
        ("ttt", QUICK, ["hold", "hold", "hold"]),  # a key held down
        ("th", SLOW, ["hold", "release t"]),
        ("t→", QUICK, ["hold", "release t"]),
        ("yo@", QUICK, ["hold", "hold", "words yo@"]),
        ("nab", QUICK, ["pass", "pass", "hold"]),  # n has opened the line before the next comes
        ("jjjkk", QUICK, ["pass"] * 5),
        ("0.*?3", QUICK, ["pass"] * 5),
        ("→→", QUICK, ["pass", "pass"]),
    ],
)
def test_three_letters_in_quick_succession_are_words(
    letters: str, between: float, expected: list[str]
) -> None:
    assert expected == verdicts(letters, between)


def test_without_a_pause_nothing_is_held_back() -> None:
    assert ["pass"] * 3 == verdicts("the", QUICK, pause=0)
