"""Vague words turned into figures: what is replaced, what stands there afterwards, and the action when nobody knows."""

from collections.abc import Mapping

import pytest

from pmtui.language.measured import _KINDS, FIGURES, measure_next_time, read_vague, write_measured
from pmtui.language.text_hints import find_hints, load_rules

CHANGE = {
    "percentile": "p99", "before": "300 ms", "after": "1.2 s", "began": "14:02", "lasted": "12 min", "normal": "300–400 ms",
}  # fmt: skip
HOUR = {"began": "14:02", "ended": "15:05"}
SHARE = {"count": "1,240", "total": "15,000"}


def mended(text: str, values: Mapping[str, str]) -> str:
    """Return the text after its first vague hint was answered with these values."""
    vague = first_vague(text)
    return text[: vague.start] + write_measured(vague, values) + text[vague.end :]


def first_vague(text: str):
    hint = find_hints(text, "impact")[0]
    vague = read_vague(text, hint.start, hint.end, hint.rule)
    assert vague is not None, hint
    return vague


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        (
            "Latency increased after deploying.",
            CHANGE,
            "p99 latency increased from 300 ms to 1.2 s at 14:02 for 12 min (normally 300–400 ms) after deploying.",
        ),
        (
            "The latency went up.",
            {"percentile": "p99", "after": "1.2 s", "began": "within 3 min"},
            "The p99 latency went up to 1.2 s within 3 min.",
        ),
        ("The queue grew rapidly.", {"before": "40", "after": "9,000 jobs"}, "The queue grew from 40 to 9,000 jobs."),
        ("- Traffic had increased before noon.", {"before": "4 k/s"}, "- Traffic had increased from 4 k/s before noon."),
        ("The search was slow.", {"after": "9 s", "normal": "300 ms"}, "The response time of the search was at 9 s (normally 300 ms)."),
        ("Search was slow in Frankfurt.", {"before": "1 s", "after": "9 s"}, "The response time of Search went from 1 s to 9 s in Frankfurt."),
        ("The search was slow.", {"began": "14:02", "lasted": "12 min"}, "The search was slow at 14:02 for 12 min."),
        ("Response times were slow.", {"before": "1 s", "after": "9 s"}, "Response times went from 1 s to 9 s."),
        ("Throughput dropped considerably, and we waited.", {"before": "9/s", "after": "2/s"}, "Throughput dropped from 9/s to 2/s, and we waited."),
        ("Responses have degraded significantly since May.", {"percentile": "p99", "after": "9 s"}, "p99 responses have degraded to 9 s since May."),
        ("The alert fired shortly after the rollout.", {"lasted": "3 min"}, "The alert fired 3 min after the rollout."),
        ("The alert fired shortly after the rollout.", {"began": "14:02"}, "The alert fired at 14:02, after the rollout."),
        (
            "Throughput was severely degraded.",
            {"before": "900/s", "after": "120/s", "normal": "850/s"},
            "Throughput was severely degraded (from 900/s to 120/s; normally 850/s).",
        ),
        ("The outage lasted about an hour.", HOUR, "The outage lasted 1 h 3 min (14:02 to 15:05)."),
        ("For several hours, payments were delayed.", HOUR, "For 1 h 3 min (14:02 to 15:05), payments were delayed."),
        ("The outage lasted about an hour.", {"lasted": "63 min"}, "The outage lasted 63 min."),
        ("The outage lasted about an hour.", {"began": "23:50", "ended": "00:10"}, "The outage lasted 20 min (23:50 to 00:10)."),
        ("Nobody could pay for about an hour.", {"lasted": "55 min"}, "Nobody could pay for 55 min."),
        ("Nobody could pay for about an hour.", {"began": "07:05"}, "Nobody could pay from 07:05."),
        ("Nobody could pay for about an hour.", {"ended": "08:00"}, "Nobody could pay until 08:00."),
        ("Shortly afterwards the alert fired.", {"began": "14:05"}, "At 14:05 the alert fired."),
        ("Many users saw errors.", SHARE, "1,240 of 15,000 users saw errors."),
        ("Most of the requests failed.", {"count": "9,400"}, "9,400 requests failed."),
        ("A number of tenants saw errors.", {"count": "8 %"}, "8 % of tenants saw errors."),
    ],
)  # fmt: skip
def test_figures_take_the_place_of_the_vague_words(
    text: str, values: Mapping[str, str], expected: str
) -> None:
    """S-77."""
    assert expected == mended(text, values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Latency increased after deploying.", CHANGE),
        ("Users saw high latency in Frankfurt.", CHANGE),
        ("The outage lasted about an hour.", HOUR),
        ("Many users saw errors.", SHARE),
    ],
)
def test_a_clause_with_its_figures_is_no_longer_hinted(text: str, values: Mapping[str, str]) -> None:
    assert () == find_hints(mended(text, values), "impact")


@pytest.mark.parametrize("text", ["Latency increased.", "It took about an hour.", "Many users left."])
@pytest.mark.parametrize("values", [{}, {"what": "something"}, {"before": " ", "began": "", "count": "\n"}])
def test_without_a_figure_the_words_stay(text: str, values: Mapping[str, str]) -> None:
    assert text == mended(text, values)


def test_only_the_clause_of_the_hint_is_touched() -> None:
    text = "Many users saw errors, and p99 latency went up."
    assert "1,240 users saw errors, and p99 latency went up." == mended(text, {"count": "1,240"})


def test_what_is_typed_stands_on_one_line_as_it_was_typed() -> None:
    assert "[b]3[/b] users left." == mended("Many users left.", {"count": " [b]3[/b]\n"})


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Latency increased.", {"percentile": "p99"}, "Measure p99 latency, so that it is known next time"),
        ("The outage lasted about an hour.", {}, "Measure how long the outage lasts, so that it is known next time"),
        ("Many users left.", {}, "Measure how many users are affected, so that it is known next time"),
        ("Many users left.", {"what": "API clients"}, "Measure how many API clients are affected, so that it is known next time"),
    ],
)  # fmt: skip
def test_a_figure_nobody_knows_is_measured_the_next_time(
    text: str, values: Mapping[str, str], expected: str
) -> None:
    """S-59."""
    assert expected == measure_next_time(first_vague(text), values)


def test_a_hint_that_no_figure_answers_is_left_alone() -> None:
    assert read_vague("Something in the network was off.", 0, 9, "vague.evasion") is None
    assert read_vague("Dave broke it.", 0, 10, "blame.agent-harm") is None


@pytest.mark.parametrize("ending", _KINDS)
def test_every_sort_of_vagueness_is_one_of_a_rule(ending: str) -> None:
    assert [rule.id for rule in load_rules().rules if rule.kind == "vague" and rule.id.endswith(ending)]


@pytest.mark.parametrize("kind", FIGURES)
def test_every_form_asks_what_the_words_are_about_first_where_the_sentence_says_it(kind: str) -> None:
    names = [figure.name for figure in FIGURES[kind]]  # type: ignore[index]  # the keys are the kinds
    assert "what" == names[-1 if kind == "time" else 0]


@pytest.mark.parametrize(
    "text", ["", "x", "((((", "many" * 500, "İ İ İ many users", "\u202eMany\u0301 users"]
)
def test_odd_text_and_odd_places_never_fail(text: str) -> None:
    for rule in ("vague.change", "vague.time", "vague.quantity", "vague.degree"):
        for start in range(min(len(text), 40) + 1):
            vague = read_vague(text, start, min(start + 4, len(text)), rule)
            assert vague is not None
            assert 0 <= vague.start <= vague.end <= len(text)
            assert text[vague.start : vague.end] == vague.words
