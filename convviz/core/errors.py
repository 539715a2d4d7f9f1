"""The one family of expected errors: a code and its facts, no prose.

The interface maps each code to a sentence (``convviz.protocol.sentences.errors``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

Fact: TypeAlias = int | float | str | bool | tuple[int, ...] | None


class ErrorCode(StrEnum):
    """What went wrong. Each code has one sentence; its placeholders are the facts."""

    # A layer's own parameters, as torch's constructor refuses them.
    NOT_POSITIVE = "not_positive"
    """A parameter that must be at least 1. Facts: parameter, value."""
    NEGATIVE = "negative"
    """A parameter that must be at least 0. Facts: parameter, value."""
    WRONG_AXIS_COUNT = "wrong_axis_count"
    """A tuple of the wrong length. Facts: parameter, value, axes."""
    WRONG_SIDE_COUNT = "wrong_side_count"
    """A tuple that has not one number a side. Facts: parameter, value, sides."""
    TOO_LARGE = "too_large"
    """A parameter over what torch can count. Facts: parameter, value, limit.

    The parameter may also be a tensor ("input", "output", "weight", "padded input"), counted in
    numbers, or "windows", counted in readings: too many to be drawn.
    """
    TOO_SMALL = "too_small"
    """A parameter below torch's 64-bit limit. Facts: parameter, value, limit."""
    NOT_FINITE = "not_finite"
    """NaN or infinity. Facts: parameter, value."""
    NOT_ABOVE_ZERO = "not_above_zero"
    """A number that must be above zero. Facts: parameter, value."""
    WRONG_TYPE = "wrong_type"
    """A parameter of another type. Facts: parameter, value, expected."""
    UNKNOWN_CHOICE = "unknown_choice"
    """A text that is none of the choices. Facts: parameter, value, choices."""
    OUT_OF_RANGE = "out_of_range"
    """A number outside its interval. Facts: parameter, value, minimum, maximum."""
    NOT_BELOW = "not_below"
    """A number outside a half-open interval. Facts: parameter, value, minimum, maximum."""
    NOT_ABOVE = "not_above"
    """A number outside (minimum, maximum]. Facts: parameter, value, minimum, maximum."""
    NOT_LESS = "not_less"
    """A number that must be below a limit. Facts: parameter, value, maximum."""
    NESTEROV_NEEDS_MOMENTUM = "nesterov_needs_momentum"
    """SGD's nesterov without momentum, or with dampening. Facts: parameter."""
    SETTING_SCHEDULED = "setting_scheduled"
    """A setting to change that the schedule of the run sets. Facts: setting, schedule."""
    FUSED_WITH_FOREACH = "fused_with_foreach"
    """Both ways to compute an optimiser's step. Facts: parameter."""
    NO_MOMENTUM_TO_CYCLE = "no_momentum_to_cycle"
    """A schedule that moves a momentum which the optimiser has not. Facts: parameter, optimiser."""
    ONE_CYCLE_TOO_SHORT = "one_cycle_too_short"
    """A rise of exactly one batch. Facts: parameter, value, steps."""
    LOSS_NOT_ONE_NUMBER = "loss_not_one_number"
    """reduction="none" in a training. Facts: parameter."""
    LOSS_NEEDS_LAYER = "loss_needs_layer"
    """A loss of outputs that went through another layer. Facts: loss, layer."""
    CLASS_WEIGHT_COUNT = "class_weight_count"
    """A loss's weight of another length than the output. Facts: parameter, count, outputs."""
    TRAINING_PART_UNKNOWN = "training_part_unknown"
    """A loss, an optimiser or a schedule that is not known. Facts: part, name, known."""
    TRAINING_PART_MALFORMED = "training_part_malformed"
    """Settings of another type or name than it has. Facts: part, name, detail."""
    WRONG_COUNT = "wrong_count"
    """A tuple of another length. Facts: parameter, value, count."""
    RATIO_OUT_OF_RANGE = "ratio_out_of_range"
    """A ratio that is not between 0 and 1, both left out. Facts: parameter, value."""
    EMPTY_INTERVAL = "empty_interval"
    """An interval whose end is not above its start. Facts: minimum, maximum."""
    NORM_GROUPS_DO_NOT_DIVIDE = "norm_groups_do_not_divide"
    """num_groups does not divide num_channels. Facts: num_channels, num_groups."""
    GROUPS_DO_NOT_DIVIDE = "groups_do_not_divide"
    """Groups do not divide the channels. Facts: parameter, channels, groups."""
    SAME_PADDING_WITH_STRIDE = "same_padding_with_stride"
    """padding='same' with a stride over 1. Facts: stride."""
    DIVISOR_ZERO = "divisor_zero"
    """Average pooling cannot divide by zero. Facts: parameter, value."""
    ONLY_ZEROS_PADDING_MODE = "only_zeros_padding_mode"
    """A transposed convolution pads with zeros only. Facts: value."""

    # The input's shape, as torch's forward refuses it. What names an axis also gives, as `axes`,
    # how many spatial axes there are, so that the axis has a name.
    WRONG_RANK = "wrong_rank"
    """The input has the wrong number of dimensions.

    Facts: layer, shape, expected (the numbers that it takes), found (the number that it has).
    """
    INPUT_IS_BATCHED = "input_is_batched"
    """A batch was given in place of one picture. Facts: layer, shape, read (one picture)."""
    INPUT_CHANNELS_LAST = "input_channels_last"
    """The channels stand behind the spatial axes. Facts: layer, shape, read (channels first)."""
    INPUT_BATCHED_CHANNELS_LAST = "input_batched_channels_last"
    """A batch whose channels stand last. Facts: layer, shape, read (one picture)."""
    INPUT_WITHOUT_CHANNELS = "input_without_channels"
    """Only spatial axes were given. Facts: layer, shape, read (with channels)."""
    CHANNELS_DIFFER = "channels_differ"
    """The input's channels are not in_channels. Facts: parameter, expected, found."""
    FEATURES_DIFFER = "features_differ"
    """The last dimension is not in_features. Facts: expected, found, flattened."""
    EMPTY_INPUT = "empty_input"
    """A dimension of the input is below 1 where torch needs at least 1. Facts: shape."""
    KERNEL_LARGER_THAN_INPUT = "kernel_larger_than_input"
    """The effective kernel does not fit. Facts: axis, effective_kernel, padded_size."""
    KERNEL_LARGER_THAN_UNPADDED_INPUT = "kernel_larger_than_unpadded_input"
    """AvgPool3d needs input >= kernel_size, padding not counted. Facts: axis, kernel_size, size."""
    PADDING_TAKES_OUTPUT = "padding_takes_output"
    """The padding of a transposed convolution or an unpooling takes the whole output away.

    Facts: axis, padding, full (output cells without the padding), most (the largest padding).
    """
    SCALED_TO_NOTHING = "scaled_to_nothing"
    """Resizing leaves less than one cell. Facts: parameter, axis, size, scale, output_size."""
    WINDOWS_DO_NOT_FIT = "windows_do_not_fit"
    """Fractional pooling's windows, one cell apart at least, would reach past the input.

    Facts: axis, output_size, size, kernel_size.
    """
    POOL_PADDING_OVER_HALF = "pool_padding_over_half"
    """Pooling admits padding up to half the plain kernel.

    Facts: axis, padding, kernel_size, dilation, limit (the largest padding).
    """
    OUTPUT_PADDING_TOO_LARGE = "output_padding_too_large"
    """output_padding must be below max(stride, dilation).

    Facts: axis, output_padding, stride, dilation.
    """
    REFLECT_PADDING_TOO_LARGE = "reflect_padding_too_large"
    """Reflection needs padding < input. Facts: axis, padding, size."""
    CIRCULAR_PADDING_TOO_LARGE = "circular_padding_too_large"
    """Wrapping needs padding <= input. Facts: axis, padding, size."""
    CROPS_EVERYTHING = "crops_everything"
    """A padding layer's negative padding leaves nothing. Facts: axis, before, after, size."""
    KERNEL_LARGER_THAN_OUTPUT = "kernel_larger_than_output"
    """Fold's effective kernel does not fit its output. Facts: axis, effective_kernel, padded_size.
    """
    CHANNELS_NOT_DIVISIBLE = "channels_not_divisible"
    """Channels cannot be split evenly. Facts: parameter, value, channels, divisor."""
    SIZE_NOT_DIVISIBLE = "size_not_divisible"
    """An axis cannot be split evenly. Facts: parameter, axis, size, value."""
    COLUMNS_DIFFER = "columns_differ"
    """Fold's columns are not as many as its windows. Facts: found, expected."""
    UNPOOLED_SIZE_OUT_OF_RANGE = "unpooled_size_out_of_range"
    """No input of this size pools to the given one. Facts: axis, value, minimum, maximum."""
    INDEX_OUTSIDE_OUTPUT = "index_outside_output"
    """An index of the pooling has no place in the unpooled size. Facts: index, output, last."""
    SIZE_OR_SCALE = "size_or_scale"
    """A layer needs one of two parameters. Facts: layer, first, second, both (or none of them)."""
    RECOMPUTES_WITHOUT_SCALE = "recomputes_without_scale"
    """recompute_scale_factor needs a scale_factor. No facts."""
    ALIGNS_WITHOUT_INTERPOLATING = "aligns_without_interpolating"
    """align_corners for a mode that does not interpolate. Facts: parameter, mode."""
    ONE_VALUE_PER_CHANNEL = "one_value_per_channel"
    """BatchNorm in training refuses one value a channel. Facts: shape."""
    ONE_VALUE_PER_MEAN = "one_value_per_mean"
    """A normalisation whose means are over one value each. Facts: shape."""
    NORMALIZED_SHAPE_DIFFERS = "normalized_shape_differs"
    """The last dimensions are not normalized_shape. Facts: normalized_shape, shape."""
    UNFLATTENED_SIZE_DIFFERS = "unflattened_size_differs"
    """The sizes do not multiply to the dimension.

    Facts: dim, place (the same, counted from 0), size, unflattened_size.
    """
    UNFLATTENS_BATCH = "unflattens_batch"
    """The dimension that is split is the batch. Facts: dim, unflattened_size."""
    ODD_DIMENSION = "odd_dimension"
    """GLU halves a dimension, but its size is odd. Facts: dim, size."""
    DIMENSION_OUT_OF_RANGE = "dimension_out_of_range"
    """A dimension that the input has not. Facts: parameter, value, shape, rank."""
    START_AFTER_END = "start_after_end"
    """Flatten's start_dim lies after end_dim. Facts: start_dim, end_dim."""
    NEEDS_INDICES = "needs_indices"
    """A layer that takes indices cannot stand in a Sequential. Facts: layer."""
    RETURNS_INDICES = "returns_indices"
    """A layer that returns a tuple cannot stand in a Sequential. Facts: layer."""

    # Documents and layers as text.
    UNKNOWN_LAYER = "unknown_layer"
    """A layer type that convviz does not know. Facts: name; absence, instead, as in code."""
    LAYER_MALFORMED = "layer_malformed"
    """A layer whose parameters are missing, unknown or of a wrong type. Facts: layer, detail."""
    DOCUMENT_NOT_JSON = "document_not_json"
    """A file that is no JSON text. Facts: path, detail."""
    DOCUMENT_MALFORMED = "document_malformed"
    """JSON that is no convviz document. Facts: path, detail."""
    DOCUMENT_TOO_LARGE = "document_too_large"
    """A file over the limit of a document. Facts: path, size, limit."""
    DOCUMENT_TOO_LARGE_TO_SAVE = "document_too_large_to_save"
    """A document that could not be opened again. Facts: path, size, limit."""
    DOCUMENT_NEWER = "document_newer"
    """A document of a later convviz. Facts: path, version, supported."""
    CODE_EMPTY = "code_empty"
    """Code without a layer in it. Facts: none."""
    CODE_NO_CALL = "code_no_call"
    """A text that calls none of the known classes. Facts: found, known."""
    CODE_TOO_LONG = "code_too_long"
    """Code over the limit. Facts: size, limit (both in characters)."""
    CODE_TOO_DEEP = "code_too_deep"
    """Code with too many things inside each other. Facts: line, column (both from 1)."""
    CODE_NOT_PYTHON = "code_not_python"
    """Code that Python cannot parse. Facts: detail, line, column."""
    CODE_NOT_A_LAYER = "code_not_a_layer"
    """Code that is neither a layer nor an nn.Sequential. Facts: found, line, column."""
    CODE_WOULD_RUN = "code_would_run"
    """A class, a function, a loop and the like. Facts: found, line, column."""
    CODE_MEANT_LAYER = "code_meant_layer"
    """A class without brackets, or a function, for which there is a layer.

    Facts: found, meant (the layer's call), line, column.
    """
    CODE_UNKNOWN_LAYER = "code_unknown_layer"
    """A layer in code that convviz does not know.

    Facts: name, nearest ("" where no name is like it), line, column. Of a class of torch.nn that is
    no layer of pictures, in place of nearest: absence, instead.
    """
    CODE_UNKNOWN_PARAMETER = "code_unknown_parameter"
    """A parameter that the layer has not. Facts: layer, parameter, accepted, line, column."""
    CODE_MISSPELT_PARAMETER = "code_misspelt_parameter"
    """A parameter like one of the layer's. Facts: layer, parameter, nearest, line, column."""
    CODE_TOO_MANY_ARGUMENTS = "code_too_many_arguments"
    """More arguments than the layer takes. Facts: layer, given, most, line, column."""
    CODE_PARAMETER_TWICE = "code_parameter_twice"
    """A parameter given twice. Facts: layer, parameter, line, column."""
    CODE_PARAMETER_MISSING = "code_parameter_missing"
    """A parameter without a default that is not given. Facts: layer, parameter, line, column."""
    CODE_NOT_A_VALUE = "code_not_a_value"
    """An argument that would have to be executed. Facts: layer, parameter, found, line, column."""
    CODE_WRONG_VALUE = "code_wrong_value"
    """An argument of another type.

    Facts: layer, parameter, found (as it is written, and what it comes to), expected (a
    ParameterKind), choices (of texts), line, column.
    """
    CODE_NUMBER_TOO_LARGE = "code_number_too_large"
    """A number beyond 64 bits. Facts: layer, parameter, limit, line, column."""
    CODE_DIVIDES_BY_ZERO = "code_divides_by_zero"
    """An argument that divides by zero. Facts: layer, parameter, found, line, column."""
    CODE_UNKNOWN_NAME = "code_unknown_name"
    """A name that the code gives no value. Facts: layer, parameter, name, line, column."""
    CODE_NOT_WORKED_OUT = "code_not_worked_out"
    """A constant that is too large or divides by zero. Facts: found, line, column."""
    CODE_SEVERAL_NETWORKS = "code_several_networks"
    """Code with several networks. Facts: count, networks (their labels)."""
    CODE_UNKNOWN_NETWORK = "code_unknown_network"
    """A network that the code does not have. Facts: name, networks (their labels)."""
    DOCUMENT_HAS_ONE_NETWORK = "document_has_one_network"
    """A document of which a network was asked for by a name. Facts: path."""
    CODE_LEFT_OUT = "code_left_out"
    """An argument that changes no shape: a notice. Facts: layer, parameter, line."""
    CODE_TAKEN_IN_ORDER = "code_taken_in_order"
    """Named layers without a Sequential: a notice. Facts: count, names."""
    CODE_PASSED_OVER = "code_passed_over"
    """Statements that were not read: a notice. Facts: count, lines (their numbers)."""
    CODE_SHARED_LAYER = "code_shared_layer"
    """A layer whose numbers torch would share: a notice. Facts: name, times, line."""

    TRAINING_MALFORMED = "training_malformed"
    """A training setting outside its limits. Facts: detail."""
    NETWORK_TOO_LONG = "network_too_long"
    """More layers than a network may have. Facts: count, limit."""
    INPUT_SHAPE_MISSING = "input_shape_missing"
    """Layers without the shape of their input. No facts."""

    # Files.
    FILE_MISSING = "file_missing"
    """A file or folder that is not there. Facts: path."""
    FILE_UNREADABLE = "file_unreadable"
    """A file that cannot be read. Facts: path, detail."""
    FILE_TOO_LARGE = "file_too_large"
    """A file over the limit of what reads it. Facts: path, size, limit (both in bytes)."""
    FILE_UNWRITABLE = "file_unwritable"
    """A file that cannot be written; the old one stays. Facts: path, detail."""
    DISK_FULL = "disk_full"
    """No space is left; the old file stays. Facts: path."""

    # Exports.
    EXPORT_FORMAT_UNKNOWN = "export_format_unknown"
    """A file's suffix that names no format. Facts: path, known."""
    EXPORT_SIZE = "export_size"
    """A picture too small to show anything or too large to be written.

    Facts: width, height, smallest, limit.
    """
    EXPORT_TOO_MANY_STEPS = "export_too_many_steps"
    """More steps than an animation may have. Facts: count, limit."""
    EXPORT_NEEDS_MEMORY = "export_needs_memory"
    """An animation whose frames do not fit the memory allowed. Facts: format, count, limit."""
    STEPS_OUT_OF_RANGE = "steps_out_of_range"
    """Steps that there are not. Facts: first, last, count."""
    VIDEO_LIBRARY_MISSING = "video_library_missing"
    """PyAV is not installed. Facts: python."""
    VIDEO_ENCODER_MISSING = "video_encoder_missing"
    """PyAV without an encoder for MP4. Facts: tried."""
    NUMBERS_DO_NOT_FIT = "numbers_do_not_fit"
    """More or fewer numbers than a shape has. Facts: count, shape."""
    VIEW_UNSUITABLE = "view_unsuitable"
    """A view that the layer does not have. Facts: view, layer."""
    VIEW_TOO_SMALL = "view_too_small"
    """A view of which nothing has room in a picture. Facts: view."""
    VIEW_WITHOUT_USAGE = "view_without_usage"
    """A view beside which uses of cells are not counted. Facts: view."""
    TOO_MANY_CELLS = "too_many_cells"
    """More cells than can be drawn. Facts: cells, limit, output_shape."""
    LAYER_WITHOUT_WINDOWS = "layer_without_windows"
    """A layer that the calculator cannot show. Facts: layer."""

    # Data sets.
    DATASET_UNKNOWN = "dataset_unknown"
    """A name that is no data set's. Facts: name, choices."""
    DATA_NOT_FOUND = "data_not_found"
    """CIFAR-10 is not where it was looked for. Facts: path."""
    DATA_NOT_CIFAR10 = "data_not_cifar10"
    """A folder or archive without any of CIFAR-10's files. Facts: path."""
    DATA_FILE_MISSING = "data_file_missing"
    """A folder or archive without one of the six files. Facts: path, file."""
    DATA_FILE_WRONG_SIZE = "data_file_wrong_size"
    """A binary batch that is too short or too long. Facts: path, expected_bytes, found_bytes."""
    DATA_FILE_TOO_LARGE = "data_file_too_large"
    """A pickled batch over what one can hold. Facts: path, limit_bytes, found_bytes."""
    DATA_LABEL_OUT_OF_RANGE = "data_label_out_of_range"
    """A label outside 0 to 9. Facts: path, record, label."""
    DATA_CHECKSUM_DIFFERS = "data_checksum_differs"
    """Sound data that is not the official one: a notice. Facts: path, files, count."""
    DATA_ARCHIVE_BROKEN = "data_archive_broken"
    """A file that is no sound archive. Facts: path, detail."""
    DATA_ARCHIVE_TOO_LARGE = "data_archive_too_large"
    """An archive that unpacks to far more than CIFAR-10. Facts: path, limit_bytes."""
    DATA_PICKLE_FORBIDDEN = "data_pickle_forbidden"
    """A pickle that asks for code; none of it ran. Facts: path, name."""
    DATA_PICKLE_BROKEN = "data_pickle_broken"
    """A pickle that holds no such batch. Facts: path, detail."""
    DOWNLOAD_NO_NETWORK = "download_no_network"
    """The server cannot be reached. Facts: url, detail."""
    DOWNLOAD_REFUSED = "download_refused"
    """The server answers with an error. Facts: url, status."""
    DOWNLOAD_INTERRUPTED = "download_interrupted"
    """The connection broke too often; the part is kept. Facts: url, bytes_done, detail."""
    DOWNLOAD_WRONG_SIZE = "download_wrong_size"
    """The server offers a file of another size. Facts: url, expected_bytes, found_bytes."""
    DOWNLOAD_CHECKSUM = "download_checksum"
    """What arrived is not the official file; it was deleted. Facts: url, expected, found."""
    DOWNLOAD_NO_SPACE = "download_no_space"
    """The disk is full; the part is kept. Facts: path, needed_bytes, free_bytes."""

    # Training, its checkpoints, its result, the run store.
    NETWORK_INPUT_DIFFERS = "network_input_differs"
    """The network is made for another input than the data set's. Facts: shape, expected."""
    NETWORK_OUTPUT_DIFFERS = "network_output_differs"
    """The network must end with one number a class. Facts: shape, classes."""
    TRAINS_NO_TUPLE = "trains_no_tuple"
    """A network that ends with a layer that returns indices, too. Facts: layer."""
    LAST_BATCH_OF_ONE = "last_batch_of_one"
    """BatchNorm on one value a channel, in a last batch of one picture.

    Facts: layer, count (pictures), batch_size, better (a batch size that leaves no such batch).
    """
    NOTHING_TO_TRAIN = "nothing_to_train"
    """A network without trained numbers. No facts."""
    LOSS_NOT_FINITE_AT_ONCE = "loss_not_finite_at_once"
    """The loss of the first batch became infinite or NaN, before anything was learned. Facts: loss.
    """
    LOSS_NOT_FINITE = "loss_not_finite"
    """The loss became infinite or no number, and the run stopped. Facts: step, loss, lr."""
    CHECKPOINT_MISSING = "checkpoint_missing"
    """A folder without a checkpoint to go on from. Facts: path."""
    CHECKPOINT_DAMAGED = "checkpoint_damaged"
    """A checkpoint whose bytes changed. A notice where an older one is used. Facts: path, detail.
    """
    CHECKPOINTS_ALL_DAMAGED = "checkpoints_all_damaged"
    """No checkpoint of a run is sound. Facts: path (the run's folder), detail (of the newest)."""
    CHECKPOINT_DIFFERS = "checkpoint_differs"
    """A checkpoint of another network or of other settings. Facts: path, settings."""
    CHECKPOINT_OTHER_PICTURES = "checkpoint_other_pictures"
    """A checkpoint of a run on other pictures, of the same number and classes. Facts: path."""
    CHECKPOINT_NEWER = "checkpoint_newer"
    """A checkpoint of a later convviz. Facts: path, version, supported."""
    RUN_FOLDER_TAKEN = "run_folder_taken"
    """A new run in a folder that holds a run already. Facts: path."""
    FILE_IN_THE_WAY = "file_in_the_way"
    """A file that a command of the shell would replace. Facts: path."""
    RUN_WOULD_REPLACE = "run_would_replace"
    """A run that would write over a file that is not its own. Facts: path."""
    RUN_IN_PROGRESS = "run_in_progress"
    """A folder whose run goes on in another process. Facts: path, pid."""
    WEIGHTS_DAMAGED = "weights_damaged"
    """A weights file that is broken or not the recorded one. Facts: path, detail."""
    WEIGHTS_DIFFER = "weights_differ"
    """A weights file of another network. Facts: path, detail."""
    SETTING_ABSENT = "setting_absent"
    """A setting to be changed that the run's optimiser does not have. Facts: setting, optimiser."""
    NUMBERS_FILE_MISSING = "numbers_file_missing"
    """The file of a document's many numbers is not there. Facts: name (its beginning), folder."""
    NUMBERS_FILE_CHANGED = "numbers_file_changed"
    """That file is damaged, or another. Facts: name (its beginning), folder."""
    RUN_STORE_UNUSABLE = "run_store_unusable"
    """The list of runs cannot be read or written. Facts: path, detail."""
    RUN_STORE_NEWER = "run_store_newer"
    """A list of runs by a later convviz. Facts: path, version, supported, beside."""
    RUN_STORE_BROKEN = "run_store_broken"
    """A list of runs that is no database any more. Facts: path, beside."""
    RUN_UNKNOWN = "run_unknown"
    """A run that is not in the list of runs. Facts: run."""

    # Numbers and pictures that are pasted or opened.
    NUMBERS_NONE = "numbers_none"
    """A text without numbers. No facts."""
    NUMBERS_TOO_MANY = "numbers_too_many"
    """More numbers than are read. Facts: limit."""
    NUMBERS_TOO_MANY_TO_COPY = "numbers_too_many_to_copy"
    """More numbers than are written as text. Facts: count, limit."""
    NUMBERS_SHORTENED = "numbers_shortened"
    """A print-out with an ellipsis. No facts."""
    NUMBERS_UNREADABLE = "numbers_unreadable"
    """Something that is no number. Facts: row, column, found."""
    NUMBERS_UNEVEN = "numbers_uneven"
    """A row with more or fewer numbers than the first. Facts: row, found, expected."""
    NUMBERS_PLANES_UNEVEN = "numbers_planes_uneven"
    """A plane with more or fewer rows than the first. Facts: plane, found, expected."""
    NUMBERS_TOO_DEEP = "numbers_too_deep"
    """Brackets inside each other. Facts: limit."""
    NUMBERS_UNFINISHED = "numbers_unfinished"
    """A bracket that is never closed. No facts."""
    NUMBERS_WRONG_RANK = "numbers_wrong_rank"
    """Numbers with too many axes. Facts: shape, layer, expected."""
    NUMBERS_WRONG_COUNT = "numbers_wrong_count"
    """Biases that are not one an output channel. Facts: found, expected."""
    NUMBERS_WRONG_PLANES = "numbers_wrong_planes"
    """Other planes than the part has. Facts: shape, planes, expected."""
    NUMBERS_FOR_OUTPUT = "numbers_for_output"
    """Numbers pasted into the output. No facts."""
    NUMBERS_WITHOUT_PART = "numbers_without_part"
    """A layer without the kernel or the bias that numbers are for. Facts: layer."""
    TYPED_TOO_MANY = "typed_too_many"
    """More numbers typed over others than a document keeps. Facts: limit."""
    PICTURE_BROKEN = "picture_broken"
    """No picture, or a damaged one. Facts: name, detail."""
    PICTURE_TOO_LARGE = "picture_too_large"
    """A picture of more pixels than are read. Facts: name, width, height, limit."""
    PICTURE_FILE_TOO_LARGE = "picture_file_too_large"
    """A picture's file over the limit. Facts: name, size, limit."""

    # Processes.
    FRAME_TOO_LARGE = "frame_too_large"
    """A frame over the limit. Facts: size, limit."""
    UNEXPECTED = "unexpected"
    """An error that nobody foresaw. Facts: detail."""
    DEVICE_MISSING = "device_missing"
    """A device that torch cannot use here. Facts: device, available."""
    OUT_OF_MEMORY = "out_of_memory"
    """Torch found no memory. Facts: device."""
    NOT_ENOUGH_MEMORY = "not_enough_memory"
    """A computation that was not tried: it needs too much memory. Facts: needed, available."""
    ENGINE_DIED = "engine_died"
    """The engine ended whenever it computed this. Facts: detail."""
    ENGINE_SILENT = "engine_silent"
    """The engine gave no answer in time and was ended. Facts: seconds."""
    PROCESS_ENDED = "process_ended"
    """A process ended before it had answered. Facts: outcome, a sentence."""
    TORCH_TOO_OLD = "torch_too_old"
    """A setting that the installed torch lacks. Facts: layer, parameter, value, since, version."""
    TORCH_REFUSED = "torch_refused"
    """Torch refused what convviz accepted. Facts: layer, detail."""


class ConvVizError(Exception):
    """An expected error.

    Attributes:
        code: What went wrong.
        facts: The numbers and names at hand, by the names that the code's docstring gives.
    """

    def __init__(self, code: ErrorCode, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: dict[str, Fact] = facts

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class ParameterError(ConvVizError):
    """A layer's parameters that torch's constructor refuses, whatever the input."""


class ShapeError(ConvVizError):
    """An input shape that torch's forward refuses."""


class DataError(ConvVizError):
    """A data set that cannot be read or fetched."""


class DocumentError(ConvVizError):
    """A file or a text that is no valid document."""


class StorageError(ConvVizError):
    """A file that cannot be written or read back."""


class ExportError(ConvVizError):
    """An export that cannot be made as it was asked for."""


class ComputeError(ConvVizError):
    """A computation that torch could not do."""
