"""Creates an editor's account, and shows its password once."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from core.groups import editors_name

# Letters and digits that are not taken for one another when they are copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Command(BaseCommand):
    help = "Crée un compte d’éditeur, s’il n’existe pas, et affiche son mot de passe une seule fois."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="editeur", help="Nom du compte (editeur).")
        parser.add_argument("--dry-run", action="store_true", help="Ne rien écrire.")

    def handle(self, *, name: str, dry_run: bool, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.filter(username=name).exists():
            self.stdout.write(f"• Compte : « {name} » existe déjà (nouveau mot de passe : make password)")
            return
        if dry_run:
            self.stdout.write(f"• Compte : « {name} » serait créé")
            return
        password = new_password()
        with transaction.atomic():
            user = users.create_user(username=name, password=password)
            user.groups.add(Group.objects.get(name=editors_name()))
        self.stdout.write(
            f"• Compte d’éditeur créé ; notez-le, il ne sera plus affiché :\n"
            f"    Adresse       {settings.SITE_URL}/admin/\n"
            f"    Identifiant   {name}\n"
            f"    Mot de passe  {password}\n"
            f"  (compte d’administrateur : make admin)"
        )


def new_password() -> str:
    """Four groups of four letters or digits: 79 bits, and easy to copy."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
