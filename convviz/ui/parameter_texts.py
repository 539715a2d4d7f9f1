"""What each parameter of a layer means, in one or two sentences, for its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def parameter_text(name: str) -> str:
    """Return what a parameter means; nothing for one that has no explanation here."""
    texts = {**_window_texts(), **_size_texts(), **_resizing_texts(), **_number_texts()}
    return texts.get(name, "")


def _window_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "kernel_size": translate(
            "Parameters", "Cells of the kernel along each axis: one number, or one an axis."
        ),
        "stride": translate(
            "Parameters",
            "Cells between neighbouring windows. Pooling takes the kernel's size when it is None.",
        ),
        "padding": translate(
            "Parameters",
            "Cells added at both ends of each axis. A transposed convolution loses them instead.",
        ),
        "dilation": translate(
            "Parameters",
            "Cells between neighbouring taps: 1 is a solid kernel, 2 leaves one cell out.",
        ),
        "output_padding": translate(
            "Parameters",
            "Cells added at one end of the output, to choose among the sizes that are possible"
            " with a stride.",
        ),
        "padding_mode": translate(
            "Parameters",
            "What the padding holds: zeros, the input mirrored, its edge repeated, or its other"
            " end.",
        ),
        "ceil_mode": translate(
            "Parameters",
            "Round the output size up, so that a last window may reach past the input.",
        ),
        "count_include_pad": translate(
            "Parameters", "Whether the average counts the zeros of the padding."
        ),
        "divisor_override": translate(
            "Parameters", "What sums are divided by, in place of the number of cells."
        ),
        "return_indices": translate(
            "Parameters",
            "Return where each maximum was, too. A Sequential cannot pass that on.",
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
            "Parts that see only their share of the channels. It divides in_channels and"
            " out_channels.",
        ),
        "bias": translate("Parameters", "Add a trained number to each output channel."),
        "in_features": translate("Parameters", "Size of the input's last dimension."),
        "out_features": translate("Parameters", "Size of the output's last dimension."),
        "num_features": translate("Parameters", "Channels of the input."),
        "num_parameters": translate(
            "Parameters", "Trained slopes: one for all channels, or one a channel."
        ),
        "start_dim": translate(
            "Parameters", "First dimension that is joined; 0 is the batch, 1 the channels."
        ),
        "end_dim": translate("Parameters", "Last dimension that is joined; -1 counts from behind."),
        "dim": translate("Parameters", "The dimension along which numbers add up to 1."),
    }


def _resizing_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "value": translate("Parameters", "The number that the padding holds."),
        "output_size": translate(
            "Parameters",
            "Cells of the output along each axis: one number, or one an axis. Adaptive pooling"
            " keeps the input's size where it is None.",
        ),
        "norm_type": translate(
            "Parameters",
            "The power of each value and the root of their sum: 1 is the sum, 2 the length.",
        ),
        "upscale_factor": translate(
            "Parameters", "How many times as many rows and columns there are afterwards."
        ),
        "downscale_factor": translate(
            "Parameters", "How many times fewer rows and columns there are afterwards."
        ),
        "size": translate("Parameters", "Cells of the output along each axis."),
        "scale_factor": translate(
            "Parameters", "Output cells for each input cell: one number, or one an axis."
        ),
        "mode": translate(
            "Parameters", "Whether cells are repeated, averaged, or interpolated, and how."
        ),
        "align_corners": translate(
            "Parameters",
            "Let the middles of the corner cells coincide, instead of their outer edges.",
        ),
        "recompute_scale_factor": translate(
            "Parameters", "Compute with the ratio of the sizes, not with scale_factor itself."
        ),
    }


def _number_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "p": translate("Parameters", "How likely a value is set to zero, from 0 to 1."),
        "inplace": translate(
            "Parameters", "Write over the input, which saves memory; the result is the same."
        ),
        "eps": translate(
            "Parameters", "A small number added to the variance, so that nothing divides by zero."
        ),
        "momentum": translate(
            "Parameters", "How much of each batch goes into the running mean and variance."
        ),
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
