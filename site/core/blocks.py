"""The blocks of a page's body: few, and accessible by construction."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture with the text that replaces it for who cannot see it; empty only when said decorative."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Légende"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Crédit"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Citation"))
    source = blocks.CharBlock(label=_("Qui parle, où"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Citation")
        template = "blocks/quote.html"


class CalloutBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("Texte"), features=["bold", "italic", "link"])

    class Meta:
        icon = "warning"
        label = _("Encadré")
        template = "blocks/callout.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), max_length=160)
    text = blocks.RichTextBlock(label=_("Texte"), features=["bold", "italic", "ol", "ul", "link"])


class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre de l’ensemble"), required=False, max_length=160)
    items = blocks.ListBlock(AccordionItemBlock(label=_("Volet")), label=_("Volets"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Volets à déplier")
        template = "blocks/accordion.html"


class VideoValue(blocks.StructValue):
    @property
    def host(self) -> str:
        """The site that holds the video, without "www.": "video.example"."""
        return (urlsplit(self["url"]).hostname or "").removeprefix("www.")


class VideoBlock(blocks.StructBlock):
    """A link to a video where it is hosted: nothing is fetched from there until the reader goes."""

    title = blocks.CharBlock(label=_("Titre de la vidéo"), max_length=160)
    url = blocks.URLBlock(label=_("Adresse de la vidéo"))
    duration = blocks.CharBlock(
        label=_("Durée"), required=False, max_length=40, help_text=_("Par exemple : 4 minutes.")
    )
    transcript = blocks.RichTextBlock(label=_("Transcription"), required=False, features=["bold", "italic", "ol", "ul"])

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not cleaned["url"].startswith("https://"):
            message = _("L’adresse d’une vidéo commence par https://.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Lien vers une vidéo")
        template = "blocks/video.html"
        value_class = VideoValue


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(label=_("Intitulé du lien"), max_length=160)

    class Meta:
        icon = "doc-full"
        label = _("Document à télécharger")
        template = "blocks/document.html"


class EventsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), max_length=160)
    events = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="evenements.EventPage", label=_("Événement")),
        label=_("Événements"),
        min_num=1,
    )

    class Meta:
        icon = "date"
        label = _("Liste d’événements")
        template = "blocks/events.html"


class ActorsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Titre"), max_length=160)
    actors = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="annuaire.ActorPage", label=_("Acteur")), label=_("Acteurs"), min_num=1
    )

    class Meta:
        icon = "group"
        label = _("Liste d’acteurs")
        template = "blocks/actors.html"


class BodyBlock(blocks.StreamBlock):
    """What an editor may put in a page's body."""

    text = blocks.RichTextBlock(label=_("Texte"), features=TEXT_FEATURES, template="blocks/text.html", icon="pilcrow")
    picture = PictureBlock()
    quote = QuoteBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
    video = VideoBlock()
    document = DocumentBlock()
    events = EventsBlock()
    actors = ActorsBlock()

    class Meta:
        template = "blocks/body.html"
