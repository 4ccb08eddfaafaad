"""New drafts: ids, file names and a first document."""

import secrets
from datetime import UTC, datetime

from pmtui.deadlines import EXAMPLE_TAG
from pmtui.document.identity import Meta
from pmtui.document.postmortem import Postmortem, replace
from pmtui.text import slug

ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ID_LENGTH = 6


def new_id() -> str:
    """Return a short id that is easy to read aloud; unique enough for any folder of drafts."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def new_document(
    title: str = "",
    *,
    severity: str | None = None,
    began: datetime | None = None,
    zone: str = "UTC",
    authors: tuple[str, ...] = (),
    template: str = "standard",
    noun: str = "postmortem",
) -> Postmortem:
    """Return a document with only its head filled in."""
    return Postmortem(
        meta=Meta(
            id=new_id(),
            title=title,
            noun=noun,
            template=template,
            severity=severity,
            zone=zone,
            began=began,
            created=datetime.now(UTC).replace(microsecond=0),
            authors=authors,
        )
    )


def file_name(document: Postmortem) -> str:
    """Return the name a new draft's file gets and keeps for life: date, slug of the title, id."""
    meta = document.meta
    day = (meta.began or meta.created or datetime.now(UTC)).date().isoformat()
    return "-".join(part for part in (day, slug(meta.title), slug(meta.id, 20)) if part) + ".toml"


def example_document() -> Postmortem:
    """Return a copy of the worked example under an id of its own, marked so that nothing in it is ever late."""
    from pmtui.drafts.file.format import load
    from prompts.content import example_names, read_example

    name = example_names()[0]
    document = load(read_example(name), f"{name}.toml")
    tags = (*document.meta.tags, EXAMPLE_TAG)
    return replace(document, meta=replace(document.meta, id=new_id(), tags=tags))
