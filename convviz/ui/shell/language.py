"""Puts the interface's language on: English as written, or a translation that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from convviz.resource_files import resource_path

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

LANGUAGE_NAMES: Final = {"en": "English", "zh_CN": "简体中文"}
"""Languages by the name of their translation, each in its own words."""


class Languages:
    """The translators that are installed now."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []

    def put_on(self, choice: str) -> str:
        """Install a language; what is built afterwards speaks it.

        Args:
            choice: "system", or a key of LANGUAGE_NAMES.

        Returns:
            The key of the language that is on now.
        """
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()
        language = system_language() if choice == "system" else choice
        QLocale.setDefault(QLocale(language))
        if language != "en":
            self._install(f"convviz_{language}", str(resource_path("translations")))
            qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(f"qtbase_{language}", qt_folder)
        return language

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self._application)
        if translator.load(name, folder):
            self._application.installTranslator(translator)
            self._installed.append(translator)


def system_language() -> str:
    """Return the language that the system's locale asks for."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
