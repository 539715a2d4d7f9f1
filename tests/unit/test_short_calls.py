"""Layers typed in few letters: what they mean at a place, and what is said of nonsense."""

from __future__ import annotations

import pytest

from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.network.new_layers import new_step, typed_steps
from convviz.protocol.sentences.errors import sentence

PICTURE = (3, 32, 32)


def calls(text: str, shape: tuple[int, ...] = PICTURE) -> list[str]:
    """Return what a text of one layer can mean, as code."""
    return [layer_call(step.layer) for (step,) in typed_steps(text, shape)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conv2d 32 5 p2", "Conv2d(3, 32, kernel_size=5, padding=2)"),
        ("Conv2d, 32, 5, p2", "Conv2d(3, 32, kernel_size=5, padding=2)"),
        ("conv 32 3 same nobias", 'Conv2d(3, 32, kernel_size=3, padding="same", bias=False)'),
        ("conv2d 3 32 5", "Conv2d(3, 32, kernel_size=5)"),
        ("conv2d 16 3x5 s2x1", "Conv2d(3, 16, kernel_size=(3, 5), stride=(2, 1))"),
        ("conv2d 8 3 reflect p1", 'Conv2d(3, 8, kernel_size=3, padding=1, padding_mode="reflect")'),
        ("conv2d out=9 k=3 g3", "Conv2d(3, 9, kernel_size=3, groups=3)"),
        ("mp 3 s2 p1 ceil", "MaxPool2d(kernel_size=3, stride=2, padding=1, ceil_mode=True)"),
        ("convt 16 4 s2 p1 op1", "ConvTranspose2d(3, 16, kernel_size=4, stride=2, padding=1, "),
        ("dropout 0.25", "Dropout(0.25)"),
        ("leaky 1e-2", "LeakyReLU()"),
        ("upsample sf2 bilinear", 'Upsample(scale_factor=2, mode="bilinear")'),
        ("upsample 64", "Upsample(size=64)"),
        ("aap 1", "AdaptiveAvgPool2d(1)"),
        ("fc 10", "Linear(32, 10)"),
        ("bn momentum=none", "BatchNorm2d(3, momentum=None)"),
    ],
)
def test_the_likeliest_meaning_comes_first(text: str, expected: str) -> None:
    assert calls(text)[0].startswith(expected)


def test_what_fits_the_place_comes_before_what_is_named_more_often() -> None:
    assert calls("conv 8 3", (4, 100))[0] == "Conv1d(4, 8, kernel_size=3)"
    assert calls("conv 8 3", (4, 9, 9, 9))[0] == "Conv3d(4, 8, kernel_size=3)"
    assert calls("conv 8 3")[:1] == ["Conv2d(3, 8, kernel_size=3)"]


def test_in_channels_are_followed_whether_they_were_typed_or_not() -> None:
    ((step,), *_) = typed_steps("conv2d 3 32 5", PICTURE)
    assert step.follows == {"in_channels"}
    assert "Conv2d(4, 32, kernel_size=5)" not in calls("conv2d 4 32 5")


def test_in_channels_alone_can_be_typed_where_they_are_those_of_the_place() -> None:
    assert calls("conv2d in=3 k=5") == ["Conv2d(3, 32, kernel_size=5)"]
    for text in ("conv2d in=4", "relu; conv2d in=4 k=5"):
        with pytest.raises(ConvVizError) as refused:
            typed_steps(text, PICTURE)
        assert sentence(refused.value) == (
            "The input's number of channels is 3, but in_channels is 4."
        )


def test_several_layers_each_follow_the_one_before() -> None:
    (steps,) = typed_steps("conv2d 32 3 p1; bn; relu; mp 2; flatten; fc 10", PICTURE)
    assert [layer_call(step.layer) for step in steps] == [
        "Conv2d(3, 32, kernel_size=3, padding=1)",
        "BatchNorm2d(32)",
        "ReLU()",
        "MaxPool2d(kernel_size=2)",
        "Flatten()",
        "Linear(8192, 10)",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conv2d 32 5 zz", '"zz" is no setting of Conv2d. Write numbers in their order'),
        ("relu 3", "ReLU has no parameter left for 3."),
        ("maxpool2d 2 2 0 1 7", "MaxPool2d has no parameter left for 7."),
        ("xyzzy 2", "xyzzy is not a layer that convviz knows."),
        ("conv2d 32 0", "kernel_size"),
        ("conv2d 32 3 p=abc", "padding"),
        ("conv2d 32 99999999999999999999", "kernel_size"),
        ("dropout 2", "p"),
        ("conv2d 32 " + "9" * 900, "kernel_size"),
        ("conv2d 32 " + "9" * 5000, "The code has 5010 characters; at most 1000 are read."),
    ],
)
def test_nonsense_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ConvVizError) as caught:
        typed_steps(text, PICTURE)
    assert said in sentence(caught.value)


def test_none_of_many_typed_layers_is_left_out() -> None:
    (steps,) = typed_steps("relu;" * 200, PICTURE)
    assert len(steps) == 200


@pytest.mark.parametrize("text", ["", ";", " ; ; "])
def test_nothing_typed_means_nothing(text: str) -> None:
    assert typed_steps(text, PICTURE) == ()


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", list(layer_types()))
def test_every_layer_is_meant_by_its_whole_name(name: str) -> None:
    ((step,), *others) = typed_steps(name, PICTURE)
    assert step == new_step(layer_types()[name], PICTURE)
    assert not others
