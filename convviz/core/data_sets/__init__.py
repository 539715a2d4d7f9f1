"""The data sets: one class each. Importing this package registers every one."""

from convviz.core.data_sets.base import DataSet, DataSetFacts, data_set_types
from convviz.core.data_sets.cifar10 import CIFAR10
from convviz.core.data_sets.image_folder import ImageFolder
from convviz.core.data_sets.mnist import MNIST
from convviz.core.data_sets.shapes10 import Shapes10

__all__ = [
    "CIFAR10",
    "MNIST",
    "DataSet",
    "DataSetFacts",
    "ImageFolder",
    "Shapes10",
    "data_set_types",
]
