"""Files of code as people write networks, in ``tests/data/networks``: which network is meant.

Each runs under torch by itself. ``course`` is written as students write, ``tutorials`` as
tutorials, coursework and papers do, ``libraries`` as libraries do, in the proportions in which such
files are met in public: 15, 70 and 15 of 100.
"""

from __future__ import annotations

import contextlib
import io
import json
import runpy
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from convviz.core.code.program.found import PlainValue
from convviz.core.layers import Shape

if TYPE_CHECKING:
    import torch

FOLDER: Final = Path(__file__).parent.parent / "data" / "networks"
_PICTURE: Final = (3, 32, 32)


@dataclass(frozen=True)
class NetworkFile:
    """One network of a file, and how torch's own is made.

    Attributes:
        path: The file, below the folder of them.
        network: The name of the network; None where the file has only one.
        shape: Of its input, without the batch.
        arguments: What it is made with.
        torch_code: What makes torch's in the names of the file; "" for the network, called with
            the arguments where it is a class or a function.
        unused: What the names of tensors begin with that do not lead to the output.
        is_reshaped: Whether the output has the same numbers in another shape.
    """

    path: str
    network: str | None = None
    shape: Shape = _PICTURE
    arguments: Mapping[str, PlainValue] = field(default_factory=dict)
    torch_code: str = ""
    unused: tuple[str, ...] = ()
    is_reshaped: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.network}" if self.network else self.path

    def text(self) -> str:
        """Return the file's text."""
        return (FOLDER / self.path).read_text(encoding="utf-8")

    def torch_model(self) -> torch.nn.Module:
        """Return the file's own network; the file is run."""
        import torch

        names = _run(FOLDER / self.path)
        made: Any = eval(self.torch_code or self.network or "model", names)  # noqa: S307 - our own
        if not isinstance(made, torch.nn.Module):
            made = made(**self.arguments)
        assert isinstance(made, torch.nn.Module)
        return made


class _Still:
    """Stands for an optimiser, whose first one loads more of torch than all files need."""

    def __init__(self, *_arguments: object, **_options: object) -> None:
        pass

    def zero_grad(self) -> None:
        pass

    def step(self) -> None:
        pass


def _run(path: Path) -> dict[str, Any]:
    with (
        patch.object(sys, "argv", [str(path)]),
        patch.multiple("torch.optim", SGD=_Still, Adam=_Still),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        if path.suffix == ".py":
            return runpy.run_path(str(path))
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines = "".join(cell["source"]).splitlines()
                code = "\n".join(line for line in lines if not _is_of_the_notebook(line))
                exec(compile(code, str(path), "exec"), names)  # noqa: S102 - our own
        return names


def _is_of_the_notebook(line: str) -> bool:
    return line.startswith(("%", "!")) or line.endswith("?")


COURSE: Final = (
    NetworkFile("course/added_layer.py", "base"),
    NetworkFile("course/device.py", "Model"),
    NetworkFile("course/flatten_linear.py", "Lin"),
    NetworkFile("course/max_pool.py", "Pool", (1, 5, 5)),
    NetworkFile("course/one_convolution.py", "Conv"),
    NetworkFile("course/separate_layers.py", "MyModule"),
    NetworkFile("course/sequential.py", "Net"),
    NetworkFile("course/train.py", "Wang"),
    NetworkFile("course/two_activations.py", "Activate", (4, 4)),
    NetworkFile("course/two_classes.py", "Before"),
    NetworkFile("course/two_classes.py", "After"),
)

TUTORIALS: Final = (
    NetworkFile("tutorials/add_module_loop.py", "Stack", (3, 16, 16)),
    NetworkFile("tutorials/all_convolutional.py", "net", (1, 32, 32)),
    NetworkFile("tutorials/assertions.py", "Checked", (3, 16, 16)),
    NetworkFile("tutorials/audio.py", "M3", (1, 1000)),
    NetworkFile("tutorials/autoencoder.py", "Autoencoder", (1, 28, 28)),
    NetworkFile("tutorials/build_function.py", "build_model", (3, 16, 16)),
    NetworkFile(
        "tutorials/build_function.py",
        "build_model",
        (1, 16, 16),
        {"in_channels": 1, "filters": (4, 6, 8), "dropout": 0.5, "num_classes": 3},
    ),
    NetworkFile("tutorials/child_class.py", "Plain"),
    NetworkFile("tutorials/child_class.py", "Wide", (1, 12, 12), {"in_channels": 1}),
    NetworkFile("tutorials/comprehension.py", "model", (1, 8, 8)),
    NetworkFile("tutorials/computed_size.py", "policy_net", (3, 20, 30)),
    NetworkFile("tutorials/computed_size.py", "DQN", (3, 24, 24), {"h": 24, "w": 24, "outputs": 4}),
    NetworkFile("tutorials/config_dict.py", "model", (3, 16, 16)),
    NetworkFile("tutorials/dense_block.py", "densenet_tiny", (3, 16, 16)),
    NetworkFile("tutorials/digits_dropout.py", "Net", (1, 28, 28)),
    NetworkFile("tutorials/features_classifier.py", "AlexSmall"),
    NetworkFile("tutorials/features_classifier.py", "alex_small", (3, 64, 64), {"num_classes": 7}),
    NetworkFile("tutorials/fire.py", "squeezenet", (3, 16, 16), {"class_num": 5}),
    NetworkFile("tutorials/flatten_one.py", "CifarNet"),
    NetworkFile("tutorials/gan_constants.py", "Generator", (10, 1, 1), {"ngpu": 0}),
    NetworkFile("tutorials/gan_constants.py", "netD", (3, 16, 16)),
    NetworkFile("tutorials/gan_options.py", "Discriminator", (1, 16, 16)),
    NetworkFile("tutorials/heads.py", "Heads", (1, 28, 28), unused=("parity.",)),
    NetworkFile("tutorials/hyperparameters.py", "ConvNet", (1, 28, 28)),
    NetworkFile("tutorials/inception_branches.py", "GoogLeNet", (3, 16, 16)),
    NetworkFile("tutorials/init_loop.py", "Net", (3, 16, 16)),
    NetworkFile("tutorials/lazy.py", "LazyNet", (1, 28, 28)),
    NetworkFile("tutorials/lenet_features.py", "Net", (1, 32, 32)),
    NetworkFile("tutorials/lenet_view.py", "LeNet"),
    NetworkFile("tutorials/long_skip.py", "Nested", (3, 8, 8)),
    NetworkFile("tutorials/measured_size.py", "net", (4, 42, 42)),
    NetworkFile("tutorials/measured_view.py", "Net", (3, 20, 24)),
    NetworkFile("tutorials/methods.py", "Net", (1, 28, 28)),
    NetworkFile("tutorials/mobile_v1.py", "MobileNet", (3, 16, 16), {"ch_in": 3, "n_classes": 4}),
    NetworkFile("tutorials/mobile_v2.py", "MobileNetV2", (3, 8, 8)),
    NetworkFile("tutorials/module_dict.py", "Choice", unused=("activations.prelu.",)),
    NetworkFile("tutorials/module_list.py", "Deep", (1, 12, 12)),
    NetworkFile("tutorials/needs_classes.py", "SmallCNN", arguments={"num_classes": 10}),
    NetworkFile("tutorials/ordered_dict.py", "LeNet5", (1, 32, 32)),
    NetworkFile("tutorials/own_block.py", "Classifier", (3, 16, 16)),
    NetworkFile("tutorials/own_flatten.py", "net", (1, 28, 28)),
    NetworkFile("tutorials/plain_sequential.py", "model", (1, 28, 28)),
    NetworkFile("tutorials/preact.py", "PreActResNet"),
    NetworkFile("tutorials/resnet_basic.py", "ResNetSmall", (3, 16, 16)),
    NetworkFile("tutorials/resnet_basic.py", "ResNetDeep", (3, 16, 16)),
    NetworkFile("tutorials/resnet_downsample.py", "model"),
    NetworkFile("tutorials/resnet9.py", "model"),
    NetworkFile("tutorials/starred_list.py", "model", (3, 16, 16)),
    NetworkFile("tutorials/switches.py", "CNN"),
    NetworkFile("tutorials/switches.py", "model"),
    NetworkFile("tutorials/text_of_digits.py", "model", (1, 28, 28)),
    NetworkFile(
        "tutorials/tiny_units.py",
        "TinyModel",
        (1, 64, 64),
        {"input_shape": 1, "hidden_units": 4, "output_shape": 3},
    ),
    NetworkFile("tutorials/two_outputs.py", "ConvNet", (3, 28, 28)),
    NetworkFile("tutorials/unet.py", "UNet", (3, 16, 16)),
    NetworkFile("tutorials/upsample.py", "SegNet", (3, 16, 16)),
    NetworkFile("tutorials/upscale.py", "ESPCN", (1, 8, 8), {"upscale_factor": 3}),
    NetworkFile("tutorials/vgg_cfg.py", "VGG", arguments={"vgg_name": "B"}),
    NetworkFile("tutorials/vgg_functions.py", "small11"),
    NetworkFile("tutorials/vgg_functions.py", "small13_bn"),
    NetworkFile("tutorials/volume.py", "Volume", (1, 8, 16, 16)),
    NetworkFile("tutorials/wide.py", "WideResNet", arguments={"depth": 10, "num_classes": 10}),
)

LIBRARIES: Final = (
    NetworkFile("libraries/autopad.py", "Backbone"),
    NetworkFile("libraries/base_class.py", "Model", (3, 16, 16)),
    NetworkFile("libraries/conv_norm_act.py", "MobileNet", (3, 16, 16), {"width_mult": 1.5}),
    NetworkFile("libraries/conv_norm_act.py", "mobilenet", (3, 16, 16)),
    NetworkFile("libraries/dataclass_config.py", "ConvNeXtSmall", (3, 16, 16)),
    NetworkFile("libraries/dense_sequential.py", "densenet", (3, 32, 32)),
    NetworkFile("libraries/inception_kwargs.py", "InceptionSmall"),
    NetworkFile("libraries/registry.py", "model_small"),
    NetworkFile("libraries/registry.py", "model_tiny", arguments={"num_classes": 6}),
    NetworkFile("libraries/resnet.py", "resnet_a", arguments={"num_classes": 3}),
    NetworkFile("libraries/resnet.py", "resnet_b"),
    NetworkFile("libraries/stages.py", "Staged", (3, 16, 16)),
    NetworkFile("libraries/stages.py", "Staged", (3, 16, 16), {"norm": "bn", "num_classes": 3}),
    NetworkFile("libraries/super_resolution.py", "Generator", (3, 8, 8), {"scale_factor": 2}),
    NetworkFile("libraries/while_loop.py", "Discriminator", is_reshaped=True),
)

NOTEBOOKS: Final = (
    NetworkFile("notebooks/colab.ipynb", "model", (1, 28, 28)),
    NetworkFile("notebooks/lecture.ipynb", "Net"),
    NetworkFile("notebooks/two_versions.ipynb", "Small"),
    NetworkFile("notebooks/two_versions.ipynb", "large"),
)

NETWORK_FILES: Final = (*COURSE, *TUTORIALS, *LIBRARIES, *NOTEBOOKS)
"""All of them."""

PRINTED: Final = {
    "printed/course.txt": NetworkFile("course/sequential.py", "Net"),
    "printed/features.txt": NetworkFile("tutorials/features_classifier.py", "AlexSmall"),
    "printed/named.txt": NetworkFile("tutorials/ordered_dict.py", "LeNet5"),
    "printed/sequential.txt": NetworkFile("tutorials/all_convolutional.py", "net"),
}
"""What torch prints of the networks of other files."""
