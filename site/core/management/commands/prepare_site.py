"""Gets the site ready to be served, from nothing or from what is there: what `make run` does before the server."""

import socket
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

# What fills a new database, with what is said meanwhile.
FIRST_LOAD = {
    "load_territory": "Territoire : communes, vocabulaires et plan d’action",
    "load_demo": "Contenu de démonstration : pages, acteurs, événements, ateliers et concours",
}


class Command(BaseCommand):
    help = "Prépare le site avant de le servir : traductions, base, contenu, fichiers, compte."

    def handle(self, **options: Any) -> None:
        refuse_a_taken_port()
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.say("Traductions : compilation des catalogues")
        call_command("compile_translations", verbosity=0)

        # Kept until the first load is over: interrupted, it goes on at the next start; done, an editor's changes stay.
        first_load = settings.VAR_DIR / "first-load"
        if not tables():
            first_load.touch()
        self.say(f"Base de données : mise à jour du schéma ({connection.display_name})")
        call_command("migrate", interactive=False, verbosity=0)
        if first_load.exists():
            for command, words in FIRST_LOAD.items():
                self.say(words)
                call_command(command, verbosity=0, stdout=StringIO())
            first_load.unlink()
        else:
            self.say("Contenu : déjà là, rien n’est rechargé")

        self.say("Styles, scripts et images : rassemblement")
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("create_editor")

    def say(self, words: str) -> None:
        """Says what is being done, at once: the next line may take a minute."""
        self.stdout.write(f"• {words}…")
        self.stdout.flush()


def tables() -> list[str]:
    """The tables of the database: none when it is new."""
    return connection.introspection.table_names()


def refuse_a_taken_port() -> None:
    """Raises CommandError when something already listens where the site will: better before the work than after."""
    address = urlsplit(settings.SITE_URL)
    if address.hostname != "127.0.0.1":
        return
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((address.hostname, address.port or 80)) == 0:
            raise CommandError(
                f"Le port {address.port} est déjà pris. Arrêtez ce qui l’occupe, ou choisissez-en un autre : "
                f"make run PORT={(address.port or 80) + 1}"
            )
