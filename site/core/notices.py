"""What waits for an editor, said on the first screen of the admin."""

from wagtail.admin.ui.components import Component


class NoticePanel(Component):
    """A sentence, and where to go to deal with it."""

    name = "notice"
    template_name = "core/admin/notice_panel.html"
    order = 50  # before what is on this week

    def __init__(self, sentence: str, label: str, url: str) -> None:
        self.sentence, self.label, self.url = sentence, label, url

    def get_context_data(self, parent_context: object) -> dict[str, str]:
        return {"sentence": self.sentence, "label": self.label, "url": self.url}
