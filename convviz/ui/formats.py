"""Times, sizes and counts as the interface's language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_SECONDS_ARE_ENOUGH: Final = 10 * _MINUTE


def count_text(number: float) -> str:
    """Return a whole number with its digits grouped."""
    return QLocale().toString(round(number))


def percent_text(share: float) -> str:
    """Return a share, 0 to 1, in percent with one decimal."""
    return QLocale().toString(100 * share, "f", 1) + QLocale().percent()


def size_text(count: float) -> str:
    """Return a number of bytes in MB (a million bytes) or kB."""
    translate = QCoreApplication.translate
    if count < 1_000_000:  # noqa: PLR2004 - a million
        return translate("Formats", "{size} kB").format(size=count_text(count / 1000))
    size = QLocale().toString(count / 1e6, "f", 1)
    return translate("Formats", "{size} MB").format(size=size)


def duration_text(seconds: float) -> str:
    """Return a time with at most two units, such as "2 min 10 s"."""
    translate = QCoreApplication.translate
    whole = max(0, round(seconds))
    if whole < _MINUTE:
        return translate("Formats", "{seconds} s").format(seconds=whole)
    if whole < _SECONDS_ARE_ENOUGH:
        text = translate("Formats", "{minutes} min {seconds} s")
    elif whole < _HOUR:
        text = translate("Formats", "{minutes} min")
    elif whole < _DAY:
        text = translate("Formats", "{hours} h {minutes} min")
    else:
        text = translate("Formats", "{days} d {hours} h")
    hours, minutes = whole // _HOUR, whole // _MINUTE
    return text.format(
        seconds=whole % _MINUTE,
        minutes=minutes % _MINUTE,
        hours=hours % 24 if whole >= _DAY else hours,
        days=whole // _DAY,
    )


def moment_text(moment: datetime) -> str:
    """Return a moment as the reader's clock and calendar show it, to the minute."""
    pattern = QCoreApplication.translate("Formats", "d MMMM yyyy, HH:mm")
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(moment.timestamp())), pattern)
