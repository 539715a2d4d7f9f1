"""The backward pass of a convolution of either kind: of its input, its kernel and its bias."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.lines.line_parts import LinePart, PartRole, bracketed, value_text
from convviz.stepping.lines.worked_lines import added
from convviz.stepping.scene.volumes import volume_shape
from convviz.stepping.worked.backward.axis_readers import WindowReaders
from convviz.stepping.worked.backward.gradient_working import (
    GRAD_BIAS,
    GRAD_INPUT,
    GRAD_WEIGHT,
    GradientWorking,
    Product,
    Thrown,
    on_own_line,
    product_terms,
    sum_line,
    sum_of_products,
    terms_of_many,
    values_at,
)
from convviz.stepping.worked.parts import MOST_LIT, PartReading, WorkedStep, washed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from convviz.stepping.lines.line_parts import StepLine

WEIGHT = "weight"
INPUT = "input"


class ConvolutionBackward(GradientWorking):
    """An input cell gets the sum of weight times upstream gradient over the windows that read it.

    A tap gets the sum of input times upstream gradient, the bias the sum of the upstream gradient.
    """

    def make_parts(self) -> None:
        """Put what is multiplied beside each other, and what comes of it behind."""
        scene = self.scene
        volume = volume_shape(scene.plain_input.shape)
        self._readers = WindowReaders(scene, volume[1:])
        self._cells = math.prod(volume[1:])
        self._outputs = math.prod(scene.output_volume[1:])
        self._flat_input = scene.plain_input.ravel()
        self._weight = scene.plain_weights[WEIGHT]
        self._flat_weight = self._weight.ravel()
        self._taps = math.prod(self._weight.shape[2:])
        parts = [
            self.upstream_part(),
            self.given(WEIGHT, sign="∗"),
            self.gradient(INPUT, sign="→"),
            on_own_line(self.given(INPUT)),
            self.gradient(WEIGHT, sign="→"),
        ]
        if scene.bias is not None:
            parts.append(self.gradient("bias", sign=""))
        self.parts = tuple(parts)

    def work_out(self, part: str, flat: int) -> WorkedStep:
        """Return how a cell of a gradient comes about."""
        if part == GRAD_INPUT:
            return self._of_input(flat)
        return self._of_weight(flat) if part == GRAD_WEIGHT else self._of_bias(flat)

    def thrown(self) -> Thrown:
        """Return how many products fall on padding; a transposed convolution has none there."""
        if self.scene.layer.scatters:
            return Thrown(0, 0)
        real, every = self._readers.counts()
        pairs = math.prod(self._weight.shape[:2])
        return Thrown((every - real) * pairs, every * pairs)

    # Each kind of cell

    def _of_input(self, flat: int) -> WorkedStep:
        channel, at = divmod(flat, self._cells)
        readings = self._readers.of_source(at)
        grads: list[PartReading] = []
        weights: dict[int, PartReading] = {}
        upstream, weight = self.part(UPSTREAM), self.part(WEIGHT)
        lines: list[tuple[int, list[Product]]] = []
        taps = readings.taps.tolist()
        for output in self._made_of(channel):
            grad_at = readings.outputs + output * self._outputs
            weight_at = readings.taps + self._kernel_of(output, channel) * self._taps
            values = values_at(self.flat_upstream, grad_at)
            factors = values_at(self._flat_weight, weight_at)
            read = zip(upstream.cells_at(grad_at), taps, factors, strict=True)
            grads += [PartReading(cell, tap, factor) for cell, tap, factor in read]
            cells = zip(weight_at.tolist(), weight.cells_at(weight_at), taps, strict=True)
            weights |= {number: PartReading(cell, tap) for number, cell, tap in cells}
            products = [
                Product(g, value_text(w), g * w, tap)
                for g, w, tap in zip(values, factors, taps, strict=True)
            ]
            lines.append((output, products))
        reads = {UPSTREAM: tuple(grads), WEIGHT: tuple(weights.values())}
        written = self._channel_lines(GRAD_INPUT, "Σ g·w", lines, flat)
        return WorkedStep(
            GRAD_INPUT, self.part(GRAD_INPUT).cell_at(flat), reads, written, self._taps
        )

    def _of_weight(self, flat: int) -> WorkedStep:
        kernel, tap = divmod(flat, self._taps)
        output, channel = self._channels_of(kernel)
        readings = self._readers.of_tap(tap)
        grad_at = readings.outputs + output * self._outputs
        input_at = readings.sources + channel * self._cells
        if len(grad_at) > MOST_LIT:
            return self._of_many(GRAD_WEIGHT, flat, grad_at, input_at)
        grads = values_at(self.flat_upstream, grad_at)
        values = values_at(self._flat_input, input_at)
        pairs = enumerate(zip(values, grads, strict=True))
        products = [Product(x, value_text(g), x * g, number) for number, (x, g) in pairs]
        numbers = range(len(grads))
        reads = {
            UPSTREAM: tuple(map(PartReading, self.part(UPSTREAM).cells_at(grad_at), numbers)),
            INPUT: tuple(map(PartReading, self.part(INPUT).cells_at(input_at), numbers, grads)),
        }
        terms = product_terms(products, len(products))
        total = self.result(GRAD_WEIGHT, flat, sum(product.result for product in products))
        line = sum_line(GRAD_WEIGHT, "Σ x·g", terms, total)
        cell = self.part(GRAD_WEIGHT).cell_at(flat)
        return WorkedStep(GRAD_WEIGHT, cell, reads, (line,), max(1, len(grads)))

    def _of_bias(self, flat: int) -> WorkedStep:
        grad_at = np.arange(flat * self._outputs, (flat + 1) * self._outputs)
        if len(grad_at) > MOST_LIT:
            return self._of_many(GRAD_BIAS, flat, grad_at, None)
        values = values_at(self.flat_upstream, grad_at)
        cells = self.part(UPSTREAM).cells_at(grad_at)
        reads = {UPSTREAM: tuple(map(PartReading, cells, range(len(cells))))}
        terms = added([(value, number) for number, value in enumerate(values)])
        line = sum_line(GRAD_BIAS, "Σ g", terms, self.result(GRAD_BIAS, flat, sum(values)))
        return WorkedStep(GRAD_BIAS, self.part(GRAD_BIAS).cell_at(flat), reads, (line,), len(cells))

    def _of_many(
        self, part: str, flat: int, grad_at: NDArray[np.intp], input_at: NDArray[np.intp] | None
    ) -> WorkedStep:
        """Return a sum over very many places, all of which wear one hue."""
        grads, washes = (
            self.flat_upstream[grad_at],
            {UPSTREAM: washed(self.part(UPSTREAM), grad_at)},
        )
        if input_at is None:
            rule, total = "Σ g", float(grads.sum())
            terms = terms_of_many(grads)
        else:
            values = self._flat_input[input_at]
            rule, total = "Σ x·g", sum_of_products(values, grads)
            washes[INPUT] = washed(self.part(INPUT), input_at)
            terms = terms_of_many(values, grads)
        line = sum_line(part, rule, terms, self.result(part, flat, total))
        cell = self.part(part).cell_at(flat)
        return WorkedStep(part, cell, {}, (line,), self._taps, washes)

    def _channel_lines(
        self, name: str, rule: str, lines: list[tuple[int, list[Product]]], flat: int
    ) -> tuple[StepLine, ...]:
        """Return a sum over output channels: one line, or one for all and one for each."""
        sums = [sum(product.result for product in products) for _, products in lines]
        total = self.result(name, flat, sum(sums))
        if len(lines) == 1:
            products = lines[0][1]
            return (sum_line(name, rule, product_terms(products, len(products)), total),)
        parts: list[LinePart] = []
        running = 0.0
        for value in sums:
            running += value
            parts.append(LinePart("+", PartRole.OPERATOR))
            text = bracketed(value)
            parts.append(LinePart(text, PartRole.CHANNEL_SUM, running=value_text(running)))
        shown = lines[:MOST_CHANNEL_LINES]
        return (
            sum_line(name, rule, parts[1:], total),
            *(
                sum_line("", "", product_terms(products, len(products)), value, output)
                for (output, products), value in zip(shown, sums, strict=False)
            ),
        )

    # Who reads whom

    def users(self, name: str, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        """Yield which cells are made of one."""
        if name == UPSTREAM:
            yield from self._users_of_upstream(flat)
        elif name == WEIGHT:
            kernel, tap = divmod(flat, self._taps)
            _, channel = self._channels_of(kernel)
            sources = np.unique(self._readers.of_tap(tap).sources)
            yield GRAD_INPUT, sources + channel * self._cells
        elif name == INPUT:
            channel, at = divmod(flat, self._cells)
            taps = np.unique(self._readers.of_source(at).taps)
            kernels = [self._kernel_of(output, channel) for output in self._made_of(channel)]
            yield GRAD_WEIGHT, (np.array(kernels)[:, None] * self._taps + taps).ravel()

    def _users_of_upstream(self, flat: int) -> Iterator[tuple[str, Iterable[int]]]:
        output, at = divmod(flat, self._outputs)
        readings = self._readers.of_output(at)
        channels = np.array(self.scene.input_channels_of(output))
        sources, taps = np.unique(readings.sources), np.unique(readings.taps)
        yield GRAD_INPUT, (channels[:, None] * self._cells + sources).ravel()
        kernels = np.array([self._kernel_of(output, channel) for channel in channels.tolist()])
        yield GRAD_WEIGHT, (kernels[:, None] * self._taps + taps).ravel()
        if self.scene.bias is not None:
            yield GRAD_BIAS, [output]

    def _made_of(self, channel: int) -> list[int]:
        """Return the output channels that read an input channel."""
        outputs = range(self.scene.output_volume[0])
        return [at for at in outputs if channel in self.scene.input_channels_of(at)]

    def _kernel_of(self, output: int, channel: int) -> int:
        """Return the number of the kernel that joins two channels."""
        first, second = self.scene.weight_index(output, channel)
        kernels: int = self._weight.shape[1]
        return first * kernels + second

    def _channels_of(self, kernel: int) -> tuple[int, int]:
        """Return the output channel and the input channel that a kernel joins."""
        first, second = divmod(kernel, self._weight.shape[1])
        if not self.scene.layer.scatters:
            return first, self.scene.input_channels_of(first).start + second
        group = first // (len(self._weight) // self.scene.groups)
        return group * self._weight.shape[1] + second, first


MOST_CHANNEL_LINES = 16
"""Output channels whose products have a line of their own."""
