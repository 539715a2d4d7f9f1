"""Icons tinted from the palette, which change their tint with the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from convviz.ui.theme.icon_font import glyph_icon, glyph_pixmap
from convviz.ui.theme.notifier import current_palette, theme_notifier

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QIcon, QPixmap
    from PySide6.QtWidgets import QAbstractButton

BUTTON_ICON: Final = 16
"""Size of icons in buttons and menus, in logical pixels."""

IconRole = Literal["text", "text_muted", "accent", "accent_text", "error", "ok", "warning"]


def icon(name: str, role: IconRole = "text", size: int | None = None) -> QIcon:
    """Return an icon in the colours of the current theme.

    Args:
        name: Name in the icon font, as "mdi6.play".
        role: Name of the palette colour.
        size: Where it is shown in a size of its own, in logical pixels; None for usual ones.

    Returns:
        An icon with a disabled and a normal look. It keeps its tint; see :func:`set_icon`.
    """
    palette = current_palette()
    colour = getattr(palette, role)
    return glyph_icon(name, colour, palette.text_disabled, _pixel_ratio(), size)


def icon_pixmap(name: str, size: int, role: IconRole = "text") -> QPixmap:
    """Return an icon in the colours of the current theme, sharp in one size.

    Args:
        name: Name in the icon font, as "mdi6.play".
        size: In logical pixels.
        role: Name of the palette colour.
    """
    return glyph_pixmap(name, getattr(current_palette(), role), size, _pixel_ratio())


def set_icon(
    target: QAbstractButton | QAction,
    name: str,
    role: IconRole = "text",
    size: int = BUTTON_ICON,
) -> None:
    """Give a button or an action an icon that follows the theme for as long as the target lives.

    Calling it again replaces the icon.

    Args:
        target: What wears the icon.
        name: Name in the icon font, as "mdi6.play".
        role: Name of the palette colour.
        size: Of a button with larger icons than others, in logical pixels.
    """
    follower = target.findChild(_IconFollower)
    if follower is None:
        follower = _IconFollower(target)
    follower.show_icon(name, role, size)


class _IconFollower(QObject):
    """A child of a button or an action that renews its icon when the theme changes."""

    def __init__(self, target: QAbstractButton | QAction) -> None:
        super().__init__(target)
        self._target = target
        self._name = ""
        self._role: IconRole = "text"
        self._size = BUTTON_ICON
        theme_notifier().changed.connect(self._renew)

    def show_icon(self, name: str, role: IconRole, size: int) -> None:
        """Wear this icon from now on."""
        self._name, self._role, self._size = name, role, size
        self._renew()

    def _renew(self) -> None:
        self._target.setIcon(icon(self._name, self._role, self._size))


def _pixel_ratio() -> float:
    """Return the pixels in a logical pixel of the sharpest screen."""
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
