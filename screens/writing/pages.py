"""Which page a section gets."""

from screens.writing.page import Page, PageContext

_ONE_TEXT = {"prose", "list", "factors", "links", "people"}


def make_page(context: PageContext) -> Page:
    """Return the page for a section: a text for one prose field or list, a table or tree for rows, else a form.

    Pages are imported when they are first needed; each brings widgets that the others do not.
    """
    kind, ids = context.coach.kind, context.question_ids
    own = tuple(question.id for question in context.section.questions)
    if kind == "timeline":
        from screens.writing.timeline_page import TimelinePage

        return TimelinePage(context)
    if kind == "actions":
        from screens.writing.actions_page import ActionsPage

        return ActionsPage(context)
    if kind == "causes":
        from screens.writing.causes_page import CausesPage

        return CausesPage(context)
    if kind in _ONE_TEXT and len(own) <= 1 and len(ids) <= 1:
        from screens.writing.text_page import TextPage

        only = (own or ids or (context.section.id,))[0]
        return TextPage(context, only)
    from screens.writing.form_page import FormPage

    return FormPage(context)
