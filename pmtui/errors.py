"""The one family of errors that is meant for a person: a title, what happened, what to do next."""


class PmtuiError(Exception):
    """Something a person can act on.

    `title` is one line without a full stop; `message` names the file and the place;
    `next_step` says what to do. `str()` gives all three.
    """

    def __init__(self, title: str, message: str = "", next_step: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return "\n".join(part for part in (self.title, self.message, self.next_step) if part)


class DraftError(PmtuiError):
    """A draft cannot be read, written or understood; its file was left as it is."""


class UsageError(PmtuiError):
    """What was asked for does not make sense as asked."""
