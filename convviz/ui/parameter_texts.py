"""What each parameter of a layer means, in one or two sentences, for its tooltip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.ui.call_texts import parameter_meaning

if TYPE_CHECKING:
    from convviz.core.layers import Layer


def argument_hints(layer: type[Layer] | Layer) -> dict[str, str]:
    """Return what each parameter of a layer means.

    What many layers have is explained here; what is a layer's own it may explain itself, under
    "Attributes" of its docstring.
    """
    kind = layer if isinstance(layer, type) else type(layer)
    texts = shared_hints(kind)
    return {name: texts[name] or parameter_meaning(kind, name) for name in kind.parameters()}


def shared_hints(kind: type[Layer]) -> dict[str, str]:
    """Return what is explained here of a layer's parameters; "" of one that is not."""
    texts = {**_window_texts(), **_size_texts(), **_resizing_texts(), **_number_texts()}
    own = _texts_of_layers().get(kind.type_name(), {})
    return {name: own.get(name, texts.get(name, "")) for name in kind.parameters()}


def _texts_of_layers() -> dict[str, dict[str, str]]:
    """Return what parameters mean in a layer where they mean something of its own."""
    translate = QCoreApplication.translate
    lambd = translate("Parameters", "How far from 0 a value must lie to be kept.")
    shrunk = {"lambd": lambd}
    return {
        "GLU": {"dim": translate("Parameters", "The dimension that is halved.")},
        "Unflatten": {
            "dim": translate(
                "Parameters", "The dimension that is split; 0 is the batch, 1 the channels."
            )
        },
        "ChannelShuffle": {
            "groups": translate(
                "Parameters", "The number of groups whose channels are interleaved."
            )
        },
        "LocalResponseNorm": {
            "size": translate(
                "Parameters", "How many neighbouring channels each value is divided by."
            ),
            "alpha": translate("Parameters", "How much the neighbours count."),
            "beta": translate("Parameters", "The power to which the divisor is raised."),
        },
        "Threshold": {
            "threshold": translate("Parameters", "Values up to this are replaced."),
            "value": translate("Parameters", "What replaces them."),
        },
        "Hardshrink": shrunk,
        "Softshrink": shrunk,
    }


def _window_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "kernel_size": translate(
            "Parameters", "Cells of the kernel along each axis: one number, or one per axis."
        ),
        "stride": translate(
            "Parameters",
            "Cells from one window to the next. If it is None, pooling moves by the kernel's size.",
        ),
        "padding": translate(
            "Parameters",
            "Cells added at both ends of each axis. A transposed convolution crops its output by "
            "them instead.",
        ),
        "dilation": translate(
            "Parameters",
            "Cells from one tap to the next: 1 is a solid kernel, 2 skips one cell.",
        ),
        "output_padding": translate(
            "Parameters",
            "Cells added at one end of the output, to choose among the sizes that the stride "
            "allows.",
        ),
        "padding_mode": translate(
            "Parameters",
            "What the padding holds: zeros, the mirrored input, its repeated edge, or its "
            "opposite end.",
        ),
        "ceil_mode": translate(
            "Parameters",
            "Round the output size up, so that the last window may reach past the input.",
        ),
        "count_include_pad": translate(
            "Parameters", "Whether the average counts the zeros of the padding."
        ),
        "divisor_override": translate(
            "Parameters", "The number that each sum is divided by, instead of the number of cells."
        ),
        "return_indices": translate(
            "Parameters",
            "Also return where each maximum stood. In a Sequential, only the last layer can.",
        ),
    }


def _size_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "in_channels": translate("Parameters", "Channels of the input."),
        "out_channels": translate(
            "Parameters", "Channels of the output: how many different kernels there are."
        ),
        "groups": translate(
            "Parameters",
            "The number of groups, each of which sees only its share of the channels. It must "
            "divide in_channels and out_channels.",
        ),
        "bias": translate("Parameters", "Add a trained number to each output channel."),
        "in_features": translate("Parameters", "Size of the input's last dimension."),
        "out_features": translate("Parameters", "Size of the output's last dimension."),
        "num_features": translate("Parameters", "Channels of the input."),
        "num_channels": translate("Parameters", "Channels of the input."),
        "num_groups": translate(
            "Parameters",
            "The number of groups, each with a mean of its own. It must divide the channels.",
        ),
        "normalized_shape": translate(
            "Parameters", "Sizes of the last dimensions, over which the mean is taken."
        ),
        "unflattened_size": translate(
            "Parameters",
            "The new sizes. Their product is the dimension's size; -1 stands for what is left.",
        ),
        "num_parameters": translate(
            "Parameters", "Trained slopes: one for all channels, or one per channel."
        ),
        "start_dim": translate(
            "Parameters", "First dimension that is joined; 0 is the batch, 1 the channels."
        ),
        "end_dim": translate("Parameters", "Last dimension that is joined; -1 is the last one."),
        "dim": translate("Parameters", "The dimension along which numbers add up to 1."),
    }


def _resizing_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "value": translate("Parameters", "The number that the padding holds."),
        "output_size": translate(
            "Parameters",
            "Cells of the output along each axis: one number, or one per axis. Adaptive pooling "
            "keeps the input's size where it is None.",
        ),
        "norm_type": translate(
            "Parameters",
            "Each value is raised to this power, and the same root is taken of their sum: 1 "
            "gives the sum, 2 the length.",
        ),
        "output_ratio": translate(
            "Parameters", "Output cells for each input cell, between 0 and 1."
        ),
        "upscale_factor": translate("Parameters", "The factor by which the rows and columns grow."),
        "downscale_factor": translate(
            "Parameters", "The factor by which the rows and columns shrink."
        ),
        "size": translate("Parameters", "Cells of the output along each axis."),
        "scale_factor": translate(
            "Parameters", "Output cells for each input cell: one number, or one per axis."
        ),
        "mode": translate(
            "Parameters", "Whether cells are repeated, averaged, or interpolated, and how."
        ),
        "align_corners": translate(
            "Parameters",
            "Align the centres of the corner cells instead of their outer edges.",
        ),
        "recompute_scale_factor": translate(
            "Parameters", "Compute with the ratio of the two sizes, not with scale_factor itself."
        ),
    }


def _number_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "p": translate("Parameters", "The probability that a value is set to zero, from 0 to 1."),
        "inplace": translate(
            "Parameters", "Overwrite the input, which saves memory; the result is the same."
        ),
        "eps": translate(
            "Parameters", "A small number added to the variance, so that nothing divides by zero."
        ),
        "momentum": translate(
            "Parameters", "How much of each batch goes into the running mean and variance."
        ),
        "elementwise_affine": translate("Parameters", "Train a scale and a shift for each place."),
        "k": translate("Parameters", "Added to the divisor, so that it is never 0."),
        "lower": translate("Parameters", "The smallest slope below zero."),
        "upper": translate("Parameters", "The largest slope below zero."),
        "affine": translate("Parameters", "Train a scale and a shift for each channel."),
        "track_running_stats": translate(
            "Parameters", "Keep a running mean and variance, which evaluation uses."
        ),
        "negative_slope": translate("Parameters", "The slope below zero."),
        "init": translate("Parameters", "The slope that training begins with."),
        "alpha": translate("Parameters", "How far the curve goes below zero."),
        "beta": translate("Parameters", "How sharply the curve bends."),
        "threshold": translate(
            "Parameters", "Above it the curve is a straight line, which is numerically stable."
        ),
        "min_val": translate("Parameters", "Smaller values become this."),
        "max_val": translate("Parameters", "Larger values become this."),
        "approximate": translate(
            "Parameters", "Whether the curve is computed exactly or by a formula with tanh."
        ),
    }
