"""The chat's page, with every sentence put in here."""

from pathlib import Path

from locales.speech import Speech

_TEMPLATES = Path(__file__).parent / "templates"


class ChatPage:
    """Renders the page in one language."""

    def __init__(self, tr: Speech) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self._templates = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined
        )
        self._tr = tr

    def render(self, seat: str, *, chat: str, mark: str | None) -> str:
        """The page of a seat and its chat; `mark` stands on top where figures are invented."""
        template = self._templates.get_template("chat.html")
        return template.render(seat=seat, chat=chat, mark=mark, words=self._words(), locale=self._tr.locale)

    def again(self, seat: str) -> str:
        """A page that asks for the chat once more, now from a page of ours."""
        return self._asking_again(seat, pause=0)

    def crowded(self, seat: str, *, pause: int) -> str:
        """A page that says why the chat cannot be opened yet and asks for it after some seconds."""
        return self._asking_again(seat, pause=pause, sentence=self._tr("web.chat.crowded"))

    def _asking_again(self, seat: str, *, pause: int, sentence: str = "") -> str:
        template = self._templates.get_template("again.html")
        words, locale = self._words(), self._tr.locale
        return template.render(seat=seat, pause=pause, sentence=sentence, words=words, locale=locale)

    def _words(self) -> dict[str, str]:
        tr = self._tr
        return {
            "title": tr("web.chat.title"),
            "subtitle": tr("web.chat.subtitle"),
            "log": tr("web.chat.log"),
            "empty": tr("web.chat.empty"),
            "input": tr("web.chat.input"),
            "hint": tr("web.chat.hint"),
            "send": tr("web.chat.send"),
            "choices": tr("web.chat.choices"),
            "newer": tr("web.chat.newer"),
            "me": tr("web.chat.from_me"),
            "bot": tr("web.chat.from_bot"),
            "connecting": tr("web.chat.connecting"),
            "connected": tr("web.chat.connected"),
            "lost": tr("web.chat.lost"),
            "ended": tr("web.chat.ended"),
            "reload": tr("web.chat.reload"),
            "sending": tr("web.chat.sending"),
            "unsent": tr("web.chat.unsent"),
            "untold": tr("web.chat.untold"),
            "file": tr("web.chat.file"),
            "no_script": tr("web.no_script"),
            "open": tr("web.to_chat"),
        }
