"""What `make run` does before it serves, and the account it creates."""

import os
import re
import socket
import stat
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from core.management.commands import compile_translations, prepare_site


def run(name: str, **options: object) -> str:
    """What a command says."""
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestCreateEditor:
    def test_the_account_it_shows_opens_the_admin(self) -> None:
        said = run("create_editor")
        password = re.search(r"Mot de passe +(\S+)", said)

        assert password
        user = authenticate(username="editeur", password=password[1])
        assert user
        assert user.has_perm("wagtailadmin.access_admin")
        assert not user.is_superuser

    def test_the_password_is_shown_once_and_kept(self) -> None:
        run("create_editor")
        before = get_user_model().objects.get(username="editeur").password

        said = run("create_editor")

        assert "Mot de passe" not in said
        assert get_user_model().objects.get(username="editeur").password == before

    def test_a_dry_run_creates_nobody(self) -> None:
        run("create_editor", dry_run=True)

        assert not get_user_model().objects.filter(username="editeur").exists()


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the commands that preparing the site calls, which are not run."""
    names: list[str] = []
    monkeypatch.setattr(prepare_site, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def _new_installation(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No data yet, and nobody on the site's port."""
    settings.VAR_DIR = tmp_path / "var"
    settings.SITE_URL = "http://agenda.example"
    monkeypatch.setattr(prepare_site, "tables", list)


@pytest.mark.usefixtures("_new_installation")
class TestPrepareSite:
    def test_an_empty_database_is_filled(self, called: list[str]) -> None:
        run("prepare_site")

        assert called == [
            "compile_translations",
            "migrate",
            "load_territory",
            "load_demo",
            "collectstatic",
            "create_editor",
        ]

    def test_a_database_in_use_is_not_filled_again(self, called: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(prepare_site, "tables", lambda: ["django_migrations"])

        run("prepare_site")

        assert called == ["compile_translations", "migrate", "collectstatic", "create_editor"]

    def test_an_interrupted_first_load_goes_on(self, called: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(name: str, **options: object) -> None:
            if name == "load_demo":
                raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(prepare_site, "call_command", interrupted)
            with pytest.raises(KeyboardInterrupt):
                run("prepare_site")
        monkeypatch.setattr(prepare_site, "tables", lambda: ["django_migrations"])

        run("prepare_site")
        again = called.copy()
        called.clear()
        run("prepare_site")

        assert "load_demo" in again
        assert "load_demo" not in called

    def test_a_new_folder_of_data_is_closed_to_others(self, called: list[str], settings: Settings) -> None:
        run("prepare_site")

        assert stat.S_IMODE(settings.VAR_DIR.stat().st_mode) == 0o700

    def test_each_step_is_said(self, called: list[str]) -> None:
        assert run("prepare_site").count("• ") == 5

    def test_a_taken_port_is_said_before_any_work(self, called: list[str], settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            settings.SITE_URL = f"http://127.0.0.1:{server.getsockname()[1]}"

            with pytest.raises(CommandError, match="déjà pris"):
                run("prepare_site")

        assert called == []


class TestCompileTranslations:
    @pytest.fixture
    def source(self, settings: Settings, tmp_path: Path) -> Path:
        path = tmp_path / "br" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Language": "br", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
        catalogue.append(polib.POEntry(msgid="Lieu", msgstr="Lec’h"))
        catalogue.append(
            polib.POEntry(msgid="une date", msgid_plural="des dates", msgstr_plural={0: "un deiziad", 1: "deiziadoù"})
        )
        catalogue.save(str(path))
        settings.LOCALE_PATHS = [tmp_path]
        return path

    def test_the_catalogue_is_compiled(self, source: Path) -> None:
        run("compile_translations")

        assert {entry.msgid: entry.msgstr for entry in polib.mofile(str(source.with_suffix(".mo")))}["Lieu"] == "Lec’h"

    def test_french_says_each_sentence_as_it_is_written(self, source: Path, tmp_path: Path) -> None:
        run("compile_translations")
        french = {entry.msgid: entry for entry in polib.mofile(str(tmp_path / "fr" / "LC_MESSAGES" / "django.mo"))}

        assert french["Lieu"].msgstr == "Lieu"
        assert french["une date"].msgstr_plural == {0: "une date", 1: "des dates"}

    def test_only_what_changed_is_compiled_again(self, source: Path) -> None:
        run("compile_translations")

        assert "0 catalogues" in run("compile_translations")
        later = source.with_suffix(".mo").stat().st_mtime + 10
        os.utime(source, (later, later))
        assert "2 catalogues" in run("compile_translations")

    def test_a_dry_run_writes_nothing(self, source: Path) -> None:
        assert "2 catalogues à compiler" in run("compile_translations", dry_run=True)

        assert not source.with_suffix(".mo").exists()
        assert compile_translations.is_stale(source.with_suffix(".mo"), [source])
