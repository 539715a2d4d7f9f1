"""Where claims can be read: papers, pages of documentation, threads about bugs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim can be read.

    Attributes:
        name: A short name, the same in every language.
        address: Of a web page.
        title: The whole title of a paper; "" where the name says it all.
    """

    name: str
    address: str
    title: str = ""


def documentation(name: str) -> Source:
    """Return the page of a layer of torch.nn in torch's documentation."""
    page = f"https://docs.pytorch.org/docs/stable/generated/torch.nn.{name}.html"
    return Source(f"torch.nn.{name}", page)


def optimiser_documentation(name: str) -> Source:
    """Return the page of an optimiser in torch's documentation."""
    page = f"https://docs.pytorch.org/docs/stable/generated/torch.optim.{name}.html"
    return Source(f"torch.optim.{name}", page)


def pytorch_thread(number: int, kind: str = "issues") -> Source:
    """Return an issue of PyTorch, or another kind of thread, by its number."""
    return Source(f"pytorch #{number}", f"https://github.com/pytorch/pytorch/{kind}/{number}")


def paper(authors: str, year: int, title: str, arxiv: str) -> Source:
    """Return a paper by its number on arXiv."""
    return Source(f"{authors} {year}, arXiv {arxiv}", f"https://arxiv.org/abs/{arxiv}", title)


PYTORCH_VIEWS: Final = Source(
    "torch.reshape", "https://docs.pytorch.org/docs/stable/generated/torch.reshape.html"
)
GUIDE: Final = paper(
    "Dumoulin & Visin", 2016, "A guide to convolution arithmetic for deep learning", "1603.07285"
)
CHECKERBOARD: Final = Source(
    "Odena et al. 2016, Distill",
    "https://distill.pub/2016/deconv-checkerboard/",
    "Deconvolution and Checkerboard Artifacts",
)

STEEPEST_DESCENT: Final = Source(
    "Goodfellow et al. 2016, chapter 4.3",
    "https://www.deeplearningbook.org/contents/numerical.html",
    "Deep Learning: Gradient-Based Optimization",
)
WHY_MOMENTUM: Final = Source(
    "Goh 2017, Distill",
    "https://distill.pub/2017/momentum/",
    "Why Momentum Really Works",
)
LEAST_SQUARES: Final = Source(
    "Goodfellow et al. 2016, chapter 4.5",
    "https://www.deeplearningbook.org/contents/numerical.html",
    "Deep Learning: Example: Linear Least Squares",
)
AUTOGRAD: Final = Source(
    "PyTorch, Autograd mechanics",
    "https://docs.pytorch.org/docs/stable/notes/autograd.html",
)
TENSOR_BACKWARD: Final = Source(
    "torch.Tensor.backward",
    "https://docs.pytorch.org/docs/stable/generated/torch.Tensor.backward.html",
)
CS231N_CONVOLUTIONS: Final = Source(
    "CS231n, Convolutional Networks", "https://cs231n.github.io/convolutional-networks/"
)
CS231N_ACTIVATIONS: Final = Source(
    "CS231n, Neural Networks 1", "https://cs231n.github.io/neural-networks-1/"
)
CS231N_MATRICES: Final = Source(
    "CS231n, Backpropagation", "https://cs231n.github.io/optimization-2/"
)
CS231N_SOFTMAX: Final = Source(
    "CS231n, Case Study", "https://cs231n.github.io/neural-networks-case-study/"
)
BATCH_NORM: Final = paper(
    "Ioffe & Szegedy",
    2015,
    "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
    "1502.03167",
)
DROPOUT: Final = Source(
    "Srivastava et al. 2014",
    "https://jmlr.org/papers/v15/srivastava14a.html",
    "Dropout: A Simple Way to Prevent Neural Networks from Overfitting",
)
LABEL_SMOOTHING: Final = Source(
    "Szegedy et al. 2016",
    "https://arxiv.org/abs/1512.00567",
    "Rethinking the Inception Architecture for Computer Vision",
)
PYTORCH_BROADCASTING: Final = Source(
    "PyTorch, Broadcasting semantics",
    "https://docs.pytorch.org/docs/stable/notes/broadcasting.html",
)
