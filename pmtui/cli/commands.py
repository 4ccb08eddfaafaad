"""The table of commands: what the help lists. Each name is also the module of this package that holds the command.

A command's module offers `DESCRIPTION` (paragraphs), `EXAMPLES` (command line, what it does), `add_arguments(parser)`
and `run(args) -> int`. Only the module of the command that was asked for is loaded.
"""

GROUPS: dict[str, dict[str, str]] = {
    "Write": {
        "open": "open a draft on screen, by file or id",
        "new": "make a draft and print where it is",
        "example": "make a draft that is a finished example to look around in",
        "set": "write one field of a draft, for scripts",
    },
    "Look": {
        "list": "list the drafts with their ids",
        "check": "say what is missing, vague or unfair, in drafts and Markdown files",
        "rules": "list what the hints look for; try a team's own rules",
        "templates": "list the templates and what each is for",
    },
    "Meet": {
        "present": "hold the review meeting, made to be projected",
        "notes": "follow a meeting in a second terminal, or print its account",
    },
    "Hand over": {
        "export": "turn a draft into Markdown or one HTML file",
    },
    "Set up": {
        "where": "show the folders in use",
        "doctor": "look whether everything is well, and say what to do",
        "completion": "print the script that completes commands in your shell",
    },
}

SUMMARIES = {name: summary for commands in GROUPS.values() for name, summary in commands.items()}
