"""The part of a script that says in which numbers the network is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from convviz.protocol.document import Training


@dataclass(frozen=True, slots=True)
class PrecisionSource:
    """Code around the passes of a batch.

    Attributes:
        functions: Each the text of a function, for the middle of the script.
        outputs: What a model makes of numbers; both are named in it.
        setup: Lines behind the optimiser; "" for none.
        backward: The line that computes gradients, and what makes true ones of them.
        step: The lines of the optimiser's step.
    """

    functions: tuple[str, ...] = ()
    outputs: str = "{model}({numbers})"
    setup: str = ""
    backward: tuple[str, ...] = ("loss.backward()",)
    step: tuple[str, ...] = ("optimizer.step()",)


def precision_source(training: Training) -> PrecisionSource:
    """Return the code for the precision of a training."""
    name = training.precision
    if name == "float32":
        return PrecisionSource()
    device = '"cpu"' if training.device == "cpu" else "torch.device(DEVICE).type"
    functions = (_OUTPUTS.format(device=device, precision=name).rstrip(),)
    if name != "float16":
        return PrecisionSource(functions, _CALLED)
    return PrecisionSource(
        functions,
        _CALLED,
        f"scaler = torch.amp.GradScaler({device})  # keeps gradients in the range of float16",
        ("scaler.scale(loss).backward()", "scaler.unscale_(optimizer)"),
        ("scaler.step(optimizer)", "scaler.update()"),
    )


_CALLED: Final = "outputs_of({model}, {numbers})"

_OUTPUTS: Final = '''\
def outputs_of(model, numbers):
    """Return what the network makes of pictures, computed in {precision} where that is enough."""
    with torch.autocast({device}, torch.{precision}):
        outputs = model(numbers)
    return outputs.float()
'''
