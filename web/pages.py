"""Rendering pages: templates that get finished sentences, and the pages of errors."""

from pathlib import Path

from starlette.responses import HTMLResponse

from locales.speech import Speech

FOLDER = Path(__file__).parent
FRESH = {"Cache-Control": "no-store"}


class Pages:
    """The templates of this package in one language."""

    def __init__(self, tr: Speech) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self.tr = tr
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def answer(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """A page that no cache keeps: it shows one person's view of one moment."""
        page = self._templates.get_template(template)
        text = page.render(locale=self.tr.locale, product=self.tr("web.product"), **values)
        return HTMLResponse(text, status, headers=FRESH)

    def notice(self, title: str, *sentences: str, status: int = 200) -> HTMLResponse:
        """A page that only says something, with the way to the chat."""
        values = {"title": title, "sentences": sentences, "to_chat": self.tr("web.to_chat")}
        return self.answer("notice.html", status=status, **values)
