"""Where each explanation comes from, and which is the most telling."""

from __future__ import annotations

from typing import Final

from convviz.core.explanations import ExplanationCode as Code
from convviz.core.sources import CHECKERBOARD, GUIDE, Source, documentation, pytorch_thread

_ADAPTIVE: Final = Source(
    "pytorch, AdaptivePooling.h",
    "https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/AdaptivePooling.h",
)

SOURCES: Final[dict[Code, Source]] = {
    # Why something is refused, or is about to go wrong.
    Code.POOL_PADDING_IGNORES_DILATION: pytorch_thread(7541),
    Code.POOL_PADDING_TOLD_LATE: pytorch_thread(103423),
    Code.POOL_PADS_BEFORE: documentation("ConstantPad2d"),
    Code.AVERAGE_CANNOT_PAD_BEFORE: documentation("AvgPool2d"),
    Code.SAME_NEEDS_STRIDE_ONE: pytorch_thread(67551),
    Code.OUTPUT_PADDING_TOLD_LATE: documentation("ConvTranspose2d"),
    Code.TRANSPOSED_PADS_WITH_ZEROS: documentation("ConvTranspose2d"),
    Code.LINEAR_WITHOUT_FLATTEN: documentation("Linear"),
    Code.SOFTMAX_BEFORE_LOSS: documentation("CrossEntropyLoss"),
    Code.SOFTMAX_WITHOUT_DIMENSION: documentation("Softmax"),
    Code.BATCH_JOINED: documentation("Flatten"),
    Code.READ_AS_UNBATCHED: documentation("Conv2d"),
    Code.INDICES_BREAK_SEQUENTIAL: documentation("MaxPool2d"),
    # What surprises.
    Code.CEIL_WINDOW_DROPPED: pytorch_thread(57178),
    Code.FLOOR_DROPS: pytorch_thread(6842),
    Code.STRIDE_SKIPS: GUIDE,
    Code.TRANSPOSED_CHECKERBOARD: CHECKERBOARD,
    Code.TRANSPOSED_PADDING_SHRINKS: documentation("ConvTranspose2d"),
    Code.OUTPUT_PADDING_EXTENDS: documentation("ConvTranspose2d"),
    Code.SAME_PADDING_UNEVEN: pytorch_thread(3867),
    Code.PADDING_MODE_LIMIT: pytorch_thread(134840),
    Code.POOL_PADDING_AT_LIMIT: pytorch_thread(154395, "pull"),
    Code.CEIL_OVERHANGS: documentation("MaxPool2d"),
    Code.AVERAGE_FADES_AT_EDGE: documentation("AvgPool2d"),
    Code.PADDING_HOLDS_NEGATIVE_INFINITY: documentation("MaxPool2d"),
    Code.DILATION_WITHOUT_EFFECT: GUIDE,
    Code.EFFECTIVE_KERNEL: GUIDE,
    Code.DEPTHWISE: documentation("Conv2d"),
    Code.GROUPS_SPLIT: documentation("Conv2d"),
    Code.ADAPTIVE_VARIES: _ADAPTIVE,
    Code.ADAPTIVE_OVERLAPS: _ADAPTIVE,
    Code.ADAPTIVE_REPEATS: _ADAPTIVE,
    Code.POWER_OVERHANG_COUNTS_FULL: documentation("LPPool2d"),
    Code.UNPOOLING_NEEDS_SIZE: documentation("MaxUnpool2d"),
    Code.UNPOOL_SHIFTS: documentation("MaxUnpool2d"),
    Code.UNPOOL_LOSES_SIZES: documentation("MaxUnpool2d"),
    Code.FOLD_ADDS: documentation("Fold"),
    # What the settings mean.
    Code.TRANSPOSED_SIZE_AMBIGUOUS: documentation("ConvTranspose2d"),
    Code.TRANSPOSED_STRETCHES: GUIDE,
    Code.CONVOLUTION_ROUNDS_DOWN: documentation("Conv2d"),
    Code.INDICES_ARE_FLAT: documentation("MaxUnpool2d"),
    Code.STRIDE_IS_KERNEL: documentation("MaxPool2d"),
    Code.DIVISOR_GIVEN: documentation("AvgPool2d"),
    Code.DIVISOR_COUNTS_PADDING: documentation("AvgPool2d"),
    Code.DIVISOR_COUNTS_REAL: documentation("AvgPool2d"),
    Code.PADDING_REFLECTS: documentation("ReflectionPad2d"),
    Code.PADDING_REPLICATES: documentation("ReplicationPad2d"),
    Code.PADDING_WRAPS: documentation("CircularPad2d"),
    Code.PADDING_HOLDS_NUMBER: documentation("ConstantPad2d"),
    Code.PADDING_CROPS: documentation("ConstantPad2d"),
    Code.POWER_IS_SUM: documentation("LPPool2d"),
    Code.POWER_IS_LENGTH: documentation("LPPool2d"),
    Code.POWER_IS_LARGEST: documentation("LPPool2d"),
    Code.POWER_IS_SMALLEST: documentation("LPPool2d"),
    Code.POWER_OF_OTHERS: documentation("LPPool2d"),
    Code.SHUFFLE_MOVES: documentation("PixelShuffle"),
    Code.UNSHUFFLE_MOVES: documentation("PixelUnshuffle"),
    Code.UNFOLD_COLUMNS: documentation("Unfold"),
    Code.UPSAMPLE_READS: documentation("Upsample"),
    Code.UPSAMPLE_ALIGNS: documentation("Upsample"),
    Code.CHANNELS_SUM_WITH_BIAS: documentation("Conv2d"),
    Code.CHANNELS_SUM: documentation("Conv2d"),
    # What one sees anyway.
    Code.SAME_PADDING: documentation("Conv2d"),
    Code.OUTPUT_KEEPS_SIZE: GUIDE,
    Code.CEIL_WITHOUT_EFFECT: documentation("MaxPool2d"),
    Code.DIVIDES_EVENLY: GUIDE,
    Code.ADAPTIVE_SPREADS: _ADAPTIVE,
    Code.PADDING_ADDS: documentation("ConstantPad2d"),
    Code.PADDING_HOLDS_ZEROS: GUIDE,
    Code.KERNEL_NOT_FLIPPED: documentation("Conv2d"),
}
"""The source of each explanation; the most telling explanations stand first."""
