"""Ignore comments in Markdown: what they reach, what they silence, and which of them are reported."""

import time

import pytest

from pmtui.language.ignore_comments import IgnoreComments

KNOWN = ("blame.fault", "blame.human-error", "vague.time", "vague.quantity")


def silent(text: str, rule: str = "vague.time") -> list[int]:
    """Return the lines on which a rule is silent."""
    ignores = IgnoreComments(text, KNOWN)
    return [line for line in range(1, text.count("\n") + 2) if ignores.silence(rule, line)]


def problems(text: str) -> list[tuple[str, int]]:
    """Return code and line of the comments that are reported when no hint was found."""
    return [(problem.code, problem.line) for problem in IgnoreComments(text, KNOWN).problems()]


class TestWithinAParagraph:
    @pytest.mark.parametrize(
        "text",
        [
            "one <!-- pmtui: ignore vague.time -->\ntwo\n\nfour",
            "one\n<b>two</b> <!--pmtui:ignore vague.time-->\n\nfour",
            "<!-- pmtui: ignore vague.time it is quoted --> one\ntwo\n\nfour",
        ],
    )
    def test_a_comment_reaches_all_of_it(self, text: str) -> None:
        assert [1, 2] == silent(text)

    def test_an_item_of_a_list_is_a_paragraph(self) -> None:
        assert [2, 3] == silent("- one\n- two <!-- pmtui: ignore vague.time -->\n  more\n- three\n")

    def test_a_row_of_a_table_is_a_paragraph(self) -> None:
        assert [3] == silent("| a |\n|---|\n| b <!-- pmtui: ignore vague.time --> |\n| c |\n")


class TestAlone:
    def test_a_comment_reaches_the_lines_below_up_to_the_next_empty_one(self) -> None:
        assert [3, 4] == silent("<!-- pmtui: ignore vague.time -->\n\nthree\nfour\n\nsix\n")

    def test_it_may_stand_directly_above(self) -> None:
        assert [2, 3] == silent("<!-- pmtui: ignore vague.time -->\ntwo\nthree\n\nfive\n")

    def test_several_may_stand_above_one_another(self) -> None:
        text = "<!-- pmtui: ignore vague.time -->\n<!-- pmtui: ignore blame.fault -->\nthree\n"
        assert [3] == silent(text)
        assert [3] == silent(text, "blame.fault")

    def test_it_may_have_several_lines(self) -> None:
        assert [5] == silent("<!-- pmtui: ignore vague.time\nthe reason\nis long -->\n\nfive\n")

    def test_it_reaches_a_whole_list(self) -> None:
        assert [2, 3] == silent("<!-- pmtui: ignore vague.time -->\n- two\n- three\n\n- five\n")


class TestAStretch:
    TEXT = "one\n<!-- pmtui: ignore-start vague.time the log -->\n\nfour\n\nsix\n<!-- pmtui: ignore-end -->\n\nnine"

    def test_reaches_from_start_to_end(self) -> None:
        assert [2, 3, 4, 5, 6, 7] == silent(self.TEXT)

    def test_of_one_rule_can_end_before_that_of_another(self) -> None:
        text = (
            "<!-- pmtui: ignore-start vague.time, blame.fault -->\ntwo\n<!-- pmtui: ignore-end vague.time -->\n"
            "four\n<!-- pmtui: ignore-end -->\nsix"
        )
        assert [1, 2, 3] == silent(text)
        assert [1, 2, 3, 4, 5] == silent(text, "blame.fault")

    def test_without_an_end_reaches_to_the_end_of_the_file_and_is_reported(self) -> None:
        text = "<!-- pmtui: ignore-start vague.time -->\ntwo\n\nfour"
        assert [1, 2, 3, 4] == silent(text)
        assert ("ignore.unclear", 1) in problems(text)

    def test_without_a_start_is_reported(self) -> None:
        assert [("ignore.unclear", 2)] == problems("one\n<!-- pmtui: ignore-end -->\n")


class TestRules:
    def test_are_separated_by_commas_and_end_before_the_reason(self) -> None:
        text = "one <!-- pmtui: ignore vague.time, blame.fault as the vendor put it -->"
        assert [1] == silent(text)
        assert [1] == silent(text, "blame.fault")
        assert [] == silent(text, "vague.quantity")

    def test_a_kind_stands_for_all_its_rules(self) -> None:
        text = "one <!-- pmtui: ignore vague: a quotation -->"
        assert [1] == silent(text, "vague.quantity")
        assert [] == silent(text, "blame.fault")

    def test_one_that_does_not_exist_is_reported_with_the_nearest(self) -> None:
        (problem,) = IgnoreComments("x\n\ny <!-- pmtui: ignore blame.humanerror -->", KNOWN).problems()
        assert ("ignore.unknown-rule", 3) == (problem.code, problem.line)
        assert "blame.human-error" in problem.message


class TestReports:
    def test_name_the_line_of_each_comment_that_silences_nothing(self) -> None:
        text = (
            "one <!-- pmtui: ignore vague.time, blame.fault -->\n\nthree <!-- pmtui: ignore vague.time -->\n"
        )
        ignores = IgnoreComments(text, KNOWN)
        assert ignores.silence("vague.time", 1)
        told = [(problem.code, problem.line) for problem in ignores.problems()]
        assert [("ignore.unused", 1), ("ignore.unused", 3)] == told

    @pytest.mark.parametrize("comment", ["ignore", "ingore vague.time", "", "ignore -->x<!-- pmtui:"])
    def test_name_what_is_not_understood(self, comment: str) -> None:
        assert "ignore.unclear" in [code for code, _ in problems(f"one <!-- pmtui: {comment} -->\n")]

    def test_leave_alone_what_stands_in_code_and_other_comments(self) -> None:
        text = (
            "```\n<!-- pmtui: ignore nothing -->\n```\n<!-- ignore vague.time -->\n<!-- pmtui is fine -->\n"
        )
        assert [] == problems(text)
        assert [] == silent(text)

    def test_leave_alone_a_comment_that_is_shown_as_code(self) -> None:
        text = "`<!-- pmtui: ignore nothing -->` is how `<!--pmtui: ignore vague.time-->` is written\n"
        assert [] == problems(text)
        assert [] == silent(text)

    def test_reason_may_hold_code(self) -> None:
        assert [1] == silent("one <!-- pmtui: ignore vague.time `5m` is the setting -->\n")


@pytest.mark.parametrize(
    "unit",
    [
        "<!-- pmtui: ignore vague.time --> x\n",
        "x <!-- pmtui: ignore vague.time --> ",
        "<!-- pmtui: ignore vague.time",
        "<!-- pmtui: ignore-start vague.time -->\n",
        "<!-- pmtui: ignore nothing -->\n\n",
        "`<!-- pmtui: ignore vague.time -->` ",
    ],
)
def test_twice_the_comments_cost_about_twice_the_time(unit: str) -> None:
    def seconds(count: int) -> float:
        spent = []
        for _ in range(3):
            began = time.process_time()
            IgnoreComments(unit * count, KNOWN).problems()
            spent.append(time.process_time() - began)
        return min(spent)

    assert seconds(8_000) < 4 * seconds(2_000) * 2.5 + 0.05
