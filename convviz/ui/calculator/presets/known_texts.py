"""The words of well-known layers. Names of networks stay as they are in every language."""

from __future__ import annotations

from typing import Final

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.preset_text import PresetText

NETWORK_TEXTS: Final = {
    "alexnet_first": PresetText(
        QT_TRANSLATE_NOOP("Presets", "AlexNet: first layer, 11×11, stride 4"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A large kernel in large jumps takes 224 to 55 at once; 55 needs padding 2, and then "
            "one padded row and column are dropped.",
        ),
    ),
    "global_average": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Global average pooling"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Each channel becomes its mean, whatever its size: no weights to train, and the "
            "Linear after it fits every picture.",
        ),
    ),
    "vgg": PresetText(
        QT_TRANSLATE_NOOP("Presets", "VGG: 3×3, padding 1"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The size stays, so layers can be stacked: two of them see 5×5 cells with 18 weights "
            "per pair of channels instead of 25.",
        ),
    ),
    "googlenet_reduction": PresetText(
        QT_TRANSLATE_NOOP("Presets", "GoogLeNet: 1×1 reduction from 192 to 16 channels"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "A window of one cell mixes channels only: a twelfth of them goes into the costly 5×5 "
            "that follows.",
        ),
    ),
    "c3d": PresetText(
        QT_TRANSLATE_NOOP("Presets", "C3D: 3×3×3 of its fifth stage, one channel"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The window moves through time as well: each output slice reads the frame before, its "
            "own and the next one.",
        ),
    ),
    "resnet_stem": PresetText(
        QT_TRANSLATE_NOOP("Presets", "ResNet: stem, 7×7, stride 2"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "One wide look at half the resolution: 224 becomes exactly 112, and the last padded "
            "row and column are dropped.",
        ),
    ),
    "resnet_pool": PresetText(
        QT_TRANSLATE_NOOP("Presets", "ResNet: max pooling after the stem"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Windows of 3 in steps of 2 overlap by one cell; the border holds -inf and never wins.",
        ),
    ),
    "wavenet": PresetText(
        QT_TRANSLATE_NOOP("Presets", "WaveNet: dilated Conv1d, kernel 2, dilation 4"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Two taps four samples apart; with dilations 1, 2, 4, 8 each layer doubles what the "
            "stack sees.",
        ),
    ),
    "mobilenet_depthwise": PresetText(
        QT_TRANSLATE_NOOP("Presets", "MobileNet: depthwise 3×3"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "As many groups as channels: each channel has one 3×3 kernel and reads nothing else, "
            "4608 weights in all.",
        ),
    ),
    "mobilenet_pointwise": PresetText(
        QT_TRANSLATE_NOOP("Presets", "MobileNet: pointwise 1×1"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The other half of the separable convolution: it mixes the channels that the depthwise "
            "layer kept apart.",
        ),
    ),
    "deeplab_atrous": PresetText(
        QT_TRANSLATE_NOOP("Presets", "DeepLab: atrous 3×3, rate 6, one channel"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "On ones, each output number counts the taps that meet the input: 9 inside, but 4 at "
            "the corners.",
        ),
    ),
    "vit_patches": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Vision Transformer: patches of 16×16"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The stride equals the kernel: each pixel is read once, and 14×14 patches become "
            "vectors of 768 numbers.",
        ),
    ),
}

DROPOUT_TEXTS: Final = {
    "dropout_train": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Dropout in training"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "About half of the numbers become 0 and the others are doubled, so that the mean "
            "stays; with another seed, others are dropped.",
        ),
    ),
    "dropout_eval": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Dropout in evaluation"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The same layer after eval(): every number passes as it is, and nothing is drawn.",
        ),
    ),
    "spatial_dropout": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Dropout2d: whole channels"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Neighbours of a picture know much of each other, so a whole channel is dropped or "
            "kept.",
        ),
    ),
}

CHECKERBOARD_TEXTS: Final = {
    "checkerboard": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Checkerboard: transposed 3×3, stride 2"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "On ones, the output is a pattern of 1, 2 and 4: a kernel that the stride does not "
            "divide overlaps unevenly.",
        ),
    ),
    "checkerboard_fix_kernel": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Checkerboard, first fix: transposed 4×4, stride 2"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The stride divides the kernel: inside, every output cell gets four numbers; only the "
            "edge gets fewer.",
        ),
    ),
    "checkerboard_fix_upsample": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Checkerboard, second fix: Upsample …"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "Enlarging by repetition alone: even everywhere, and the convolution comes after it.",
        ),
    ),
    "checkerboard_fix_convolve": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Checkerboard, second fix: … then a convolution"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "With stride 1 each inner cell gets nine numbers: no pattern, only an edge.",
        ),
    ),
}

EDGE_TEXTS: Final = {
    "same_even": PresetText(
        QT_TRANSLATE_NOOP("Presets", "padding='same' with an even kernel"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The weights 1 and 10 show which cells were read: the one cell of padding stands on "
            "the right.",
        ),
    ),
    "circular": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Circular padding"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The border repeats the opposite edge, as on a globe or in a panorama; no zeros enter.",
        ),
    ),
    "reflect": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Reflect padding"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The border mirrors the input about its outermost cells, which are not repeated.",
        ),
    ),
    "max_pool_negative": PresetText(
        QT_TRANSLATE_NOOP("Presets", "Max pooling of negative numbers"),
        QT_TRANSLATE_NOOP(
            "Presets",
            "The border holds -inf: a border of zeros would win in every window along the edge.",
        ),
    ),
}
