"""Classes of torchvision that files of networks import: what they do, for the interpreter.

Source:
    torchvision.ops.misc: Conv2dNormActivation, SqueezeExcitation; torchvision.ops: StochasticDepth.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.classes import define_class
from convviz.core.code.program.scopes import Scope

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.values import Value

_CONV: Final = """
class Conv2dNormActivation(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, padding=None, groups=1,
                 norm_layer=nn.BatchNorm2d, activation_layer=nn.ReLU, dilation=1, inplace=True,
                 bias=None):
        if padding is None and isinstance(kernel_size, int) and isinstance(dilation, int):
            padding = (kernel_size - 1) // 2 * dilation
        elif padding is None:
            sizes = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
            steps = (dilation, dilation) if isinstance(dilation, int) else dilation
            padding = tuple((size - 1) // 2 * step for size, step in zip(sizes, steps))
        bias = norm_layer is None if bias is None else bias
        layers = [nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding,
                            dilation=dilation, groups=groups, bias=bias)]
        if norm_layer is not None:
            layers.append(norm_layer(out_channels))
        if activation_layer is not None:
            layers.append(activation_layer(**({} if inplace is None else {'inplace': inplace})))
        super().__init__(*layers)
        self.out_channels = out_channels
"""
_GATE: Final = """
class SqueezeExcitation(nn.Module):
    def __init__(self, input_channels, squeeze_channels, activation=nn.ReLU,
                 scale_activation=nn.Sigmoid):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
        self.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)
        self.activation = activation()
        self.scale_activation = scale_activation()

    def forward(self, input):
        scale = self.activation(self.fc1(self.avgpool(input)))
        return self.scale_activation(self.fc2(scale)) * input
"""
_DEPTH: Final = """
class StochasticDepth(nn.Module):
    def __init__(self, p=0.0, mode='row'):
        super().__init__()
        self.p = p

    def forward(self, input):
        return input
"""
_TEXTS: Final = {
    "Conv2dNormActivation": _CONV,
    "ConvNormActivation": _CONV,
    "SqueezeExcitation": _GATE,
    "StochasticDepth": _DEPTH,
}
"""By their names; while a network is not trained, stochastic depth leaves nothing out."""

SHARED_CLASSES: Final = frozenset(_TEXTS)


def shared_class(interpreter: Interpreter, name: str, imported_at: ast.AST) -> Value:
    """Return a class that a text imports; whatever is told of it is told of the import.

    Args:
        interpreter: Works it out.
        name: One of :data:`SHARED_CLASSES`.
        imported_at: Where it is imported.
    """
    definition = ast.parse(_TEXTS[name]).body[0]
    for part in ast.walk(definition):
        ast.copy_location(part, imported_at)
    if not isinstance(definition, ast.ClassDef):
        raise TypeError
    return define_class(interpreter, definition, Scope())
