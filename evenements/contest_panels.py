"""What an editor says of an edition of the contest and of an entry, with a word of help."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel

from core.models import BasePage
from core.panels import FactsInlinePanel

EDITION_PANELS = [
    MultiFieldPanel(
        [*BasePage.content_panels, FieldPanel("year"), FieldPanel("summary"), FieldPanel("body")],
        heading=_("L’édition"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel(
                        "opens_at", help_text=_("À cette minute, on peut candidater. Vide : pas encore décidé.")
                    ),
                    FieldPanel("closes_at"),
                ]
            ),
            FieldRowPanel([FieldPanel("jury_ends_on"), FieldPanel("results_at")]),
            FactsInlinePanel(
                "calendar",
                label=_("Étape"),
                heading=_("Étapes, prises dans l’agenda"),
                help_text=_("Créez d’abord ces rendez-vous dans l’agenda (lancement, remise des prix…)."),
            ),
        ],
        heading=_("Le calendrier"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("takes_applications"),
            FieldPanel("categories", help_text=_("Chacune se décrit dans Vocabulaire → Catégories du concours.")),
            FieldPanel("how_to_enter", help_text=_("Ce qu’il faut préparer. Le bouton « Commencer » vient dessous.")),
            FieldPanel("criteria", help_text=_("Ce que le public lit ; les critères notés sont plus bas.")),
            FieldPanel("prizes", help_text=_("Ce que gagnent les lauréats.")),
            FieldPanel("rules", help_text=_("En entier : qui candidate doit l’accepter.")),
        ],
        heading=_("Candidater"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("anonymous"), FieldPanel("marks_hidden")]),
            FactsInlinePanel(
                "weighted_criteria",
                label=_("Critère"),
                heading=_("Critères notés de 0 à 10"),
                help_text=_(
                    "Un critère de poids 4 compte quatre fois plus qu’un critère de poids 1. "
                    "Dès qu’un juré l’a noté, un critère reste, même si l’on revient à une ancienne version."
                ),
            ),
            FactsInlinePanel(
                "jurors",
                label=_("Membre du jury"),
                heading=_("Membres du jury"),
                help_text=_(
                    "Chacun a besoin d’un compte, qui ne lui ouvre que les candidatures à noter. "
                    "Retirer quelqu’un ferme cet accès ; les notes données comptent toujours."
                ),
            ),
        ],
        heading=_("Le jury"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "partners",
                widget=CheckboxSelectMultiple,
                help_text=_("Des acteurs de l’annuaire, montrés au bas de la page."),
            ),
            FieldPanel("example", help_text=_("Marque une édition inventée pour la démonstration.")),
        ],
        heading=_("Partenaires et suivi"),
    ),
]

ENTRY_PANELS = [
    MultiFieldPanel(
        [
            *BasePage.content_panels,
            FieldRowPanel(
                [
                    PageChooserPanel("actor", help_text=_("Sa fiche montre alors cette candidature.")),
                    FieldPanel("category", help_text=_("Celle où elle concourt.")),
                ]
            ),
            FieldPanel("summary"),
            FieldPanel("written_in"),
        ],
        heading=_("La candidature"),
    ),
    FieldPanel("what_was_done", help_text=_("Avant, après, pour qui.")),
    FieldPanel("results", help_text=_("Ce que cela a changé, en chiffres s’il y en a.")),
    FactsInlinePanel("pictures", label=_("Image"), heading=_("Images")),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("distinction", help_text=_("Après la délibération seulement.")),
                    FieldPanel("place"),
                ]
            ),
            FieldPanel("jury_words", help_text=_("Publié avec la distinction, sous « Le jury ».")),
            FieldPanel("example", help_text=_("Marque une candidature inventée pour la démonstration.")),
        ],
        heading=_("Le jury"),
    ),
]
