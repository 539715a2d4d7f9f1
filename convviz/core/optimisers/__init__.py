"""The optimisers: one class each. Importing this package registers every one."""

from convviz.core.optimisers.base import Optimiser, optimiser_types
from convviz.core.optimisers.sgd import ASGD, SGD

# isort: split
# Menus show them in the order in which they are registered: SGD before the others.
from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop

__all__ = [
    "ASGD",
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "NAdam",
    "Optimiser",
    "RAdam",
    "RMSprop",
    "optimiser_types",
]
