"""The sentence of each refusal of a layer: what happened, and what the rule is."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.core.layers.base import ParameterKind
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

LAYER_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.NOT_POSITIVE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be at least 1, but it is {value}."
    ),
    ErrorCode.NEGATIVE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be at least 0, but it is {value}."
    ),
    ErrorCode.WRONG_AXIS_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter}={value} must be one number, or one for each of the {axes} spatial axes.",
    ),
    ErrorCode.WRONG_SIDE_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter}={value} must be one number, or one for each of the {sides} sides: before "
        "and after, the last axis first.",
    ),
    ErrorCode.TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} comes to {value}, which is over the limit of {limit}."
    ),
    ErrorCode.TOO_SMALL: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} is {value}, which is below the limit of {limit}."
    ),
    ErrorCode.NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} cannot be {value}: give it a number."
    ),
    ErrorCode.NOT_ABOVE_ZERO: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be above 0, but it is {value}."
    ),
    ErrorCode.WRONG_TYPE: QT_TRANSLATE_NOOP("sentences", "{parameter} cannot be {value}."),
    ErrorCode.UNKNOWN_CHOICE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} cannot be '{value}'. It is one of: {choices}."
    ),
    ErrorCode.OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must lie between {minimum} and {maximum}, but it is {value}."
    ),
    ErrorCode.NOT_BELOW: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be at least {minimum} and below {maximum}, but it is {value}.",
    ),
    ErrorCode.RATIO_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be above 0 and below 1, but it is {value}."
    ),
    ErrorCode.EMPTY_INTERVAL: QT_TRANSLATE_NOOP(
        "sentences", "The interval from {minimum} to {maximum} is empty: its end must be larger."
    ),
    ErrorCode.NORM_GROUPS_DO_NOT_DIVIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "num_groups={num_groups} must divide num_channels={num_channels}.",
    ),
    ErrorCode.GROUPS_DO_NOT_DIVIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter}={channels} cannot be split into groups={groups}: "
        "groups must divide in_channels and out_channels.",
    ),
    ErrorCode.SAME_PADDING_WITH_STRIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "padding='same' keeps the size only with stride=1, but the stride is {stride}.",
    ),
    ErrorCode.DIVISOR_ZERO: QT_TRANSLATE_NOOP(
        "sentences", "{parameter}={value} would divide by zero."
    ),
    ErrorCode.ONLY_ZEROS_PADDING_MODE: QT_TRANSLATE_NOOP(
        "sentences",
        "A transposed convolution knows only padding_mode='zeros', not '{value}'.",
    ),
    ErrorCode.WRONG_RANK: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes an input of {expected} dimensions, but {shape} has {found}.",
    ),
    ErrorCode.INPUT_IS_BATCHED: QT_TRANSLATE_NOOP(
        "sentences",
        "The input {shape} is a batch. Give the shape of one example, without the batch: {read}.",
    ),
    ErrorCode.INPUT_CHANNELS_LAST: QT_TRANSLATE_NOOP(
        "sentences",
        "The input {shape} has its channels last. {layer} takes them first: {read}.",
    ),
    ErrorCode.INPUT_BATCHED_CHANNELS_LAST: QT_TRANSLATE_NOOP(
        "sentences",
        "The input {shape} is a batch with the channels last. Give the shape of one example, "
        "channels first: {read}.",
    ),
    ErrorCode.INPUT_WITHOUT_CHANNELS: QT_TRANSLATE_NOOP(
        "sentences",
        "The input {shape} has no channels. {layer} takes them before the size: {read}.",
    ),
    ErrorCode.CHANNELS_DIFFER: QT_TRANSLATE_NOOP(
        "sentences", "The input's number of channels is {found}, but {parameter} is {expected}."
    ),
    ErrorCode.FEATURES_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "The last dimension of the input is {found}, but in_features is {expected}. "
        "Flattened, the input has {flattened} features.",
    ),
    ErrorCode.SUM_SHAPES_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "The body gives {body} and the shortcut {shortcut}: only equal shapes can be summed. Let "
        "a 1×1 convolution with a stride in the shortcut, or padding in the body, make them equal.",
    ),
    ErrorCode.CONCAT_SHAPES_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "Branch {branch} gives {shape} and the first branch {first}: but for the channels they "
        "must be equal. Change its padding or stride, or resize its output.",
    ),
    ErrorCode.CONCAT_WITHOUT_CHANNELS: QT_TRANSLATE_NOOP(
        "sentences",
        "Branch {branch} gives {shape}, which has no channels along which it could be joined. "
        "Leave the batch as the first dimension and the channels as the second.",
    ),
    ErrorCode.CONCAT_OF_NOTHING: QT_TRANSLATE_NOOP(
        "sentences", "It has no branches to join. Add one, or delete it."
    ),
    ErrorCode.EMPTY_INPUT: QT_TRANSLATE_NOOP(
        "sentences", "The input {shape} is empty: each of its sizes must be at least 1."
    ),
    ErrorCode.KERNEL_LARGER_THAN_INPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the kernel spans {effective_kernel} cells, "
        "but the padded input has only {padded_size}.",
    ),
    ErrorCode.KERNEL_LARGER_THAN_UNPADDED_INPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} kernel_size={kernel_size} is larger than the input's {size} cells. Here "
        "torch does not count the padding.",
    ),
    ErrorCode.WINDOWS_DO_NOT_FIT: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the input's size {size} is too small for {output_size} windows of "
        "{kernel_size}: each must start at least one cell after the last.",
    ),
    ErrorCode.PADDING_TAKES_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} padding={padding} takes as many cells off each end of the output, which has "
        "only {full}. The largest padding here is {most}.",
    ),
    ErrorCode.SCALED_TO_NOTHING: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the size {size} times {scale} is less than one cell. Choose a larger "
        "{parameter}.",
    ),
    ErrorCode.POOL_PADDING_OVER_HALF: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} padding={padding} is more than half of kernel_size={kernel_size}. torch "
        "allows at most {limit}, whatever the dilation.",
    ),
    ErrorCode.OUTPUT_PADDING_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} output_padding={output_padding} must be smaller than the stride "
        "({stride}) or the dilation ({dilation}).",
    ),
    ErrorCode.REFLECT_PADDING_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} padding by reflection must be smaller than the input: the padding is "
        "{padding}, the input {size}.",
    ),
    ErrorCode.CIRCULAR_PADDING_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} circular padding cannot be larger than the input: the padding is "
        "{padding}, the input {size}.",
    ),
    ErrorCode.CROPS_EVERYTHING: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the negative padding ({before}, {after}) crops all of the input's "
        "{size} cells.",
    ),
    ErrorCode.KERNEL_LARGER_THAN_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the kernel spans {effective_kernel} cells, "
        "but the padded output has only {padded_size}.",
    ),
    ErrorCode.CHANNELS_NOT_DIVISIBLE: QT_TRANSLATE_NOOP(
        "sentences",
        "With {parameter}={value} the number of channels must be a multiple of {divisor}, "
        "but it is {channels}.",
    ),
    ErrorCode.SIZE_NOT_DIVISIBLE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} the size {size} is not a multiple of {parameter}={value}.",
    ),
    ErrorCode.COLUMNS_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "The output has {expected} windows, but the input has {found} columns: it must have one "
        "for each window.",
    ),
    ErrorCode.UNPOOLED_SIZE_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along {axis} torch unpools this input to sizes from {minimum} to {maximum}, not to "
        "{value}.",
    ),
    ErrorCode.INDEX_OUTSIDE_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "A maximum has index {index}, but the last index of the output {output} is {last}. Give "
        "the size before the pooling as output_size.",
    ),
    ErrorCode.SIZE_OR_SCALE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} needs either {first} or {second}, but not both.",
    ),
    ErrorCode.RECOMPUTES_WITHOUT_SCALE: QT_TRANSLATE_NOOP(
        "sentences",
        "recompute_scale_factor needs a scale_factor; it has no meaning with a size.",
    ),
    ErrorCode.ALIGNS_WITHOUT_INTERPOLATING: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} cannot be set with mode='{mode}', which does not interpolate. Set it to None.",
    ),
    ErrorCode.ONE_VALUE_PER_CHANNEL: QT_TRANSLATE_NOOP(
        "sentences",
        "Batch normalisation cannot train on one value per channel, and {shape} has no more. Use "
        "a larger batch or a larger input.",
    ),
    ErrorCode.ONE_VALUE_PER_MEAN: QT_TRANSLATE_NOOP(
        "sentences",
        "Each mean would be taken over a single value of the input {shape}, so the result would "
        "always be 0. Put the layer where there are more values, or leave it out.",
    ),
    ErrorCode.NORMALIZED_SHAPE_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "normalized_shape={normalized_shape} must equal the last dimensions of the input, which "
        "is {shape}.",
    ),
    ErrorCode.UNFLATTENED_SIZE_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "Dimension {dim} has size {size}, which cannot be split into {unflattened_size}: the "
        "product must be {size}, and at most one size may be -1.",
    ),
    ErrorCode.UNFLATTENS_BATCH: QT_TRANSLATE_NOOP(
        "sentences",
        "Dimension {dim} is the batch, which holds any number of pictures, so it cannot be split "
        "into {unflattened_size}. Set dim to a dimension of the picture: they count from 1.",
    ),
    ErrorCode.ODD_DIMENSION: QT_TRANSLATE_NOOP(
        "sentences",
        "GLU halves dimension {dim}, but its size {size} is odd.",
    ),
    ErrorCode.DIMENSION_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter}={value} is not a dimension of the input, which has {rank}, a batch included.",
    ),
    ErrorCode.START_AFTER_END: QT_TRANSLATE_NOOP(
        "sentences", "start_dim={start_dim} comes after end_dim={end_dim}."
    ),
    ErrorCode.NEEDS_INDICES: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} needs the indices of a max pooling as a second input, and a Sequential cannot "
        "pass them on.",
    ),
    ErrorCode.RETURNS_INDICES: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} with return_indices=True returns two tensors, "
        "so no layer can follow it in a Sequential.",
    ),
}

FLAT_FEATURES_DIFFER = QT_TRANSLATE_NOOP(
    "sentences", "The input has {found} features, but in_features is {expected}."
)
"""The sentence of FEATURES_DIFFER for an input that is flat already."""

WRONG_RANK_SENTENCES: dict[tuple[int, ...], str] = {
    (1, 2): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes (features) or (channels, length), but {shape} has {found} dimensions.",
    ),
    (2,): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes 2 dimensions, (channels, length), but {shape} has {found}.",
    ),
    (3,): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes 3 dimensions, (channels, height, width), but {shape} has {found}.",
    ),
    (4,): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes 4 dimensions, (channels, depth, height, width), but {shape} has {found}.",
    ),
}
"""The sentence of WRONG_RANK for a layer of pictures, by the numbers of dimensions it takes."""

BATCH_RANK_SENTENCES: dict[tuple[str, tuple[int, ...]], str] = {
    ("BatchNorm1d", (2, 3)): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes a batch, (samples, features) or (samples, channels, length), but {shape} "
        "has {found} dimensions.",
    ),
    ("BatchNorm2d", (4,)): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes a batch, (samples, channels, height, width), but {shape} has {found} "
        "dimensions.",
    ),
    ("BatchNorm3d", (5,)): QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes a batch, (samples, channels, depth, height, width), but {shape} has {found} "
        "dimensions.",
    ),
}
"""The sentence of WRONG_RANK where the batch counts, by the layer and what it takes."""

_INTEGER = QT_TRANSLATE_NOOP("sentences", "{parameter} must be a whole number, not {value}.")
_PER_AXIS = QT_TRANSLATE_NOOP(
    "sentences",
    "{parameter} must be a whole number, or one for each axis such as (3, 5), not {value}.",
)

WRONG_TYPE_SENTENCES: dict[str, str] = {
    ParameterKind.INTEGER: _INTEGER,
    ParameterKind.OPTIONAL_INTEGER: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be a whole number or None, not {value}."
    ),
    ParameterKind.PER_AXIS: _PER_AXIS,
    ParameterKind.OPTIONAL_PER_AXIS: _PER_AXIS,
    ParameterKind.PADDING: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be a whole number, one for each axis such as (1, 2), 'valid' or 'same', "
        "not {value}.",
    ),
    ParameterKind.PER_SIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be a whole number, or one for each side such as (1, 1, 2, 2), the last "
        "axis first, not {value}.",
    ),
    ParameterKind.OPTIONAL_SIZES: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be a whole number, or one or None for each axis such as (None, 7), not "
        "{value}.",
    ),
    ParameterKind.SIZES: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be a whole number, or one for each dimension such as (16, 8, 8), not "
        "{value}.",
    ),
    ParameterKind.SHAPE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be whole numbers such as (16, 8, 8), not {value}.",
    ),
    ParameterKind.SCALES: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be a number, one for each axis such as (2.0, 1.5), or None, not {value}.",
    ),
    ParameterKind.OPTIONAL_FLAG: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be True, False or None, not {value}."
    ),
    ParameterKind.FLAG: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be True or False, not {value}."
    ),
    ParameterKind.OPTIONAL_NUMBER: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be a number or None, not {value}."
    ),
    ParameterKind.NUMBERS: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be numbers in brackets such as (0.9, 0.999), not {value}."
    ),
    ParameterKind.OPTIONAL_NUMBERS: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be numbers in brackets such as (1.0, 2.0), or None, not {value}.",
    ),
    ParameterKind.OPTIONAL_CHOICE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be one of the texts {choices}, or None, not {value}."
    ),
    ParameterKind.CHOICE: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be one of the texts {choices}, not {value}."
    ),
    ParameterKind.NUMBER: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be a number, not {value}."
    ),
}
"""The sentence of WRONG_TYPE by the kind of value that was expected."""
