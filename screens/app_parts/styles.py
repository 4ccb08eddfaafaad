"""The styles of the whole program: one stylesheet and the themes it draws its colours from."""

from textual.theme import Theme

THEMES = (
    Theme(
        name="pmtui-dark", primary="#6cb6ff", secondary="#b392f0", accent="#8ddb8c", warning="#e3b341",
        error="#ff938a", success="#8ddb8c", foreground="#e6edf3", background="#0d1117", surface="#12181f",
        panel="#1c242d", dark=True,
        variables={"footer-key-foreground": "#6cb6ff", "block-cursor-text-style": "none"},
    ),
    Theme(
        name="pmtui-light", primary="#0a5bb5", secondary="#6e40c9", accent="#116329", warning="#8a5a00",
        error="#b00020", success="#116329", foreground="#1b1f24", background="#ffffff", surface="#f6f8fa",
        panel="#e8ecf0", dark=False,
        variables={"footer-key-foreground": "#0a5bb5", "block-cursor-text-style": "none"},
    ),
    Theme(
        name="pmtui-contrast", primary="#ffff00", secondary="#00ffff", accent="#00ff00", warning="#ffb000",
        error="#ff8080", success="#00ff00", foreground="#ffffff", background="#000000", surface="#000000",
        panel="#000000", dark=True,
        variables={"footer-key-foreground": "#ffff00", "border": "#ffffff", "border-blurred": "#ffffff"},
    ),
)  # fmt: skip

STYLES = """
Screen { background: $background; }
.title { text-style: bold; color: $foreground; }
.quiet { color: $text-muted; }
.ask { color: $primary; }
.problem { color: $text-warning; }
.good { color: $text-success; }
.strong { text-style: bold; }
Input { background: $surface; }
Input:focus { background: $panel; }
OptionList { background: $background; border: none; }
OptionList:focus { background: $background; border: none; }
OptionList > .option-list--option-highlighted { background: $primary 25%; color: $foreground; text-style: none; }
OptionList:focus > .option-list--option-highlighted { background: $primary 25%; color: $foreground; text-style: none; }
ModalScreen { background: $background 60%; align: center middle; }
.dialog {
    background: $surface; border: round $primary; padding: 0 1; width: 76; max-width: 96%; height: auto; max-height: 94%;
}
ToastRack { dock: top; align: right top; margin: 3 0 0 0; }
Toast { width: auto; max-width: 76; margin-top: 0; padding: 0 1; }
.dialog > .title { margin-bottom: 1; }
.buttons { height: auto; margin-top: 1; align-horizontal: right; }
.buttons Button { margin-left: 2; }
DataTable { background: $background; }
DataTable > .datatable--header { background: $surface; color: $text-muted; text-style: bold; }
"""
