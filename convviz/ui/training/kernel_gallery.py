"""Every kernel of a convolution beside the others, one of them chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.ui.theme import current_palette, theme_notifier
from convviz.ui.training.kernels import kernel_images
from convviz.ui.training.plane_gallery import PlaneGallery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.training.kernels import TrainedConvolution

_SIDE: Final = 34


class KernelGallery(PlaneGallery):
    """Kernels on one scale; those over red, green and blue as colours around grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("KernelGallery", "Kernels"), _SIDE, parent)
        self._trained: TrainedConvolution | None = None
        self._plane = 0
        theme_notifier().changed.connect(self._render)

    def show_kernels(self, trained: TrainedConvolution | None, plane: int = 0) -> None:
        """Show the kernels of a convolution; None shows nothing.

        Args:
            trained: The convolution.
            plane: Which plane of each kernel.
        """
        if trained is self._trained and plane == self._plane:
            return
        if trained is not self._trained:
            self._current = 0
        self._trained, self._plane = trained, plane
        self._render()

    def _render(self) -> None:
        trained = self._trained
        if trained is None:
            self.show_images((), ())
            return
        palette = current_palette()
        colours = palette.kernel_negative, palette.surface_raised, palette.kernel
        arrays = kernel_images(trained.weight, self._plane, *colours, is_colour=trained.is_colour)
        tips = [
            self.tr("Kernel {number}: from {low} to {high}").format(
                number=number, low=f"{weight.min():.3g}", high=f"{weight.max():.3g}"
            )
            for number, weight in enumerate(trained.weight)
        ]
        self.show_images(list(arrays), tips)
