"""The forms of an import: its file, then its columns and what to do of what it finds."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annuaire.imports.columns import choices
from annuaire.imports.models import LONGEST_SOURCE, ActorImport
from annuaire.imports.opening import opened, sources
from annuaire.imports.sheets import MOST_BYTES, UnreadableFile


class SourceInput(forms.TextInput):
    """A line of text that proposes the sources already known."""

    template_name = "annuaire/admin/source_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-known"
        return context | {"known": sources(), "list_id": f"{name}-known"}


class FileForm(forms.Form):
    """`of` is the import, not saved, of the file that was sent, and `data` its bytes."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_(
            "CSV ou classeur .xlsx, 40 Mo et 100 000 lignes au plus. La première ligne donne les titres des colonnes."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    source = forms.CharField(
        label=_("D’où vient-il ?"),
        max_length=LONGEST_SOURCE,
        help_text=_(
            "Par exemple « Cartographie nationale » ou « CCI, entreprises du numérique ». La prochaine fois, redites le"
            " même nom : le site reconnaîtra les acteurs déjà importés, et ce que vous avez modifié depuis."
        ),
        widget=SourceInput,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file: UploadedFile | None = cleaned.get("file")
        if file is not None and cleaned.get("source"):
            try:
                if (file.size or 0) > MOST_BYTES:
                    raise UnreadableFile(gettext("Ce fichier dépasse 40 Mo : partagez-le en plusieurs."))
                self.data_read = file.read()
                self.of = opened(self.data_read, file.name or "", cleaned["source"])
            except UnreadableFile as error:
                self.add_error("file", str(error))
        return cleaned


def either(no: Any, yes: Any, **about: Any) -> forms.TypedChoiceField:
    """A choice between two sentences, the first being no."""
    return forms.TypedChoiceField(
        choices=[("non", no), ("oui", yes)], coerce=lambda said: said == "oui", widget=forms.RadioSelect, **about
    )


class ColumnsForm(forms.ModelForm):
    """What each heading is, and what to do. A heading has one field, named after its place."""

    publish = either(
        _("Brouillons : une personne relit chaque fiche, puis la publie"),
        _("Publiés tout de suite"),
        label=_("Les nouveaux acteurs sont"),
        help_text=_("Une fiche déjà en ligne reste en ligne ; un brouillon reste un brouillon."),
    )
    take_theirs = either(
        _("Garder ce qui est ici"),
        _("Prendre ce que dit le fichier"),
        label=_("Quand une fiche a été modifiée ici et que le fichier dit autre chose"),
        help_text=_("L’aperçu le montre champ par champ, et vous pourrez choisir autrement pour une ligne."),
    )
    add_similar = either(
        _("Laisser la ligne de côté, à décider"),
        _("L’ajouter comme un autre acteur"),
        label=_("Quand une ligne ressemble à un acteur déjà là, sans être sûrement lui"),
    )
    territory_only = forms.BooleanField(
        label=_("Laisser de côté ce qui est hors du territoire"),
        required=False,
        help_text=_("Les lignes dont la commune n’est pas une de celles du site."),
    )

    class Meta:
        model = ActorImport
        fields: ClassVar[list[str]] = ["default_kind", "publish", "take_theirs", "add_similar", "territory_only"]
        labels: ClassVar[dict[str, Any]] = {"default_kind": _("Genre d’un acteur, quand le fichier ne le dit pas")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish", "take_theirs", "add_similar"):
            self.initial[name] = "oui" if getattr(self.instance, name) else "non"
        offered = [("", gettext("— ne pas importer —")), *choices(self.instance.format).items()]
        for place, (title, name) in enumerate(zip(self.instance.header, self.instance.mapping, strict=True)):
            field = forms.ChoiceField(
                choices=offered, required=False, initial=name, label=title or gettext("(sans titre)")
            )
            self.fields[f"column-{place}"] = field

    @property
    def columns(self) -> Sequence[forms.BoundField]:
        return [self[f"column-{place}"] for place in range(len(self.instance.header))]

    @property
    def questions(self) -> Sequence[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [cleaned.get(f"column-{place}", "") for place in range(len(self.instance.header))]
        for place, name in enumerate(chosen):
            if name and name in chosen[:place]:
                self.add_error(
                    f"column-{place}", gettext("Une autre colonne est déjà celle-ci : choisissez l’une des deux.")
                )
        if "nom" not in chosen:
            self.add_error(None, gettext("Dites quelle colonne donne le nom de l’acteur."))
        self.instance.mapping = chosen
        return cleaned

    def save(self, commit: bool = True) -> ActorImport:
        """What was asked, and nothing else of the import: someone may work on it meanwhile."""
        self.instance.save(update_fields=[*self.Meta.fields, "mapping"])
        return self.instance
