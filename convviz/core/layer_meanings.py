"""Which layers, losses and optimisers a person means by what these are called elsewhere.

Beside torch's own names (:mod:`convviz.core.layer_search`) people type the words of a course, in
English or Chinese, in any order, and with a letter wrong.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Final

from convviz.core.layer_search import COMMON_LAYERS, search_rank
from convviz.core.layers.base import LayerFamily
from convviz.core.torch_names import meant_class

_NORM: Final = "normalization normalisation"

CALLED: Final = {
    "Conv": "convolution 卷积",
    "ConvTranspose": "transposed convolution deconvolution 转置卷积 反卷积",
    "MaxPool": "max pooling maximum 最大池化",
    "AvgPool": "average pooling mean 平均池化 均值池化",
    "LPPool": "power pooling 幂平均池化",
    "AdaptiveAvgPool": "global average pooling gap 自适应平均池化 全局平均池化",
    "AdaptiveMaxPool": "global max pooling 自适应最大池化 全局最大池化",
    "FractionalMaxPool": "fractional max pooling 分数最大池化",
    "MaxUnpool": "max unpooling 最大反池化",
    "BatchNorm": f"batch {_NORM} bn 批归一化 批量归一化 批标准化",
    "LayerNorm": f"layer {_NORM} ln 层归一化",
    "GroupNorm": f"group {_NORM} gn 组归一化",
    "InstanceNorm": f"instance {_NORM} 实例归一化",
    "RMSNorm": f"root mean square {_NORM} 均方根归一化",
    "LocalResponseNorm": f"local response {_NORM} lrn 局部响应归一化",
    "Linear": "fully connected dense fc affine 全连接 线性层 稠密",
    "Dropout": "drop out 随机失活 丢弃",
    "ReLU": "rectifier rectified linear unit 线性整流 修正线性",
    "LeakyReLU": "leaky rectifier 带泄漏 泄露",
    "Sigmoid": "logistic 逻辑函数",
    "Tanh": "hyperbolic tangent 双曲正切",
    "Softmax": "soft max shares 归一化指数 柔性最大值",
    "LogSoftmax": "log soft max 对数",
    "SiLU": "swish",
    "Flatten": "展平 拉平",
    "Unflatten": "reshape view 改变形状",
    "Upsample": "interpolate resize enlarge 上采样 插值",
    "PixelShuffle": "sub pixel convolution 像素重排",
    "ZeroPad": "zero padding 零填充",
    "ConstantPad": "constant padding 常数填充",
    "ReflectionPad": "mirror padding 反射填充",
    "ReplicationPad": "edge padding 复制填充",
    "CircularPad": "wrap padding 循环填充",
    "Unfold": "im2col windows 展开",
    "Fold": "col2im 折叠",
    "ChannelShuffle": "通道混洗",
    "Identity": "nothing 恒等",
    "CrossEntropyLoss": "softmax log loss 交叉熵损失",
    "NLLLoss": "negative log likelihood 负对数似然损失",
    "MSELoss": "mean squared error l2 loss 均方误差损失",
    "L1Loss": "mean absolute error mae 平均绝对误差损失",
    "SmoothL1Loss": "smooth 平滑损失",
    "HuberLoss": "huber 胡贝尔损失",
    "BCELoss": "binary cross entropy 二元交叉熵损失 二分类",
    "BCEWithLogitsLoss": "binary cross entropy sigmoid 二元交叉熵损失 二分类",
    "KLDivLoss": "kullback leibler divergence kl散度 相对熵损失",
    "SoftMarginLoss": "soft margin 软间隔损失",
    "HingeEmbeddingLoss": "hinge 合页损失 铰链",
    "PoissonNLLLoss": "poisson negative log likelihood counts 泊松损失",
    "MarginRankingLoss": "margin ranking pairs 间隔排序损失 排名",
    "TripletMarginLoss": "triplet anchor positive negative 三元组损失",
    "CosineEmbeddingLoss": "cosine similarity 余弦嵌入损失 余弦相似度",
    "GaussianNLLLoss": "gaussian normal negative log likelihood variance 高斯负对数似然损失 方差",
    "MultiMarginLoss": "multi class hinge margin svm 多类间隔损失 多分类合页",
    "MultiLabelSoftMarginLoss": "multi label binary cross entropy 多标签软间隔损失",
    "MultiLabelMarginLoss": "multi label hinge margin 多标签间隔损失",
    "SGD": "stochastic gradient descent momentum nesterov 随机梯度下降 动量",
    "Adam": "adaptive moments 自适应矩估计",
    "AdamW": "adam weight decay 权重衰减",
    "RMSprop": "rms propagation 均方根传播",
    "Adagrad": "adaptive gradient 自适应梯度",
}
"""What a layer is called beside torch's name, by that name without its dimensions."""

_FAMILIES: Final = {
    LayerFamily.CONVOLUTION: "convolution 卷积",
    LayerFamily.POOLING: "pooling 池化",
    LayerFamily.PADDING: "padding 填充",
    LayerFamily.ACTIVATION: "activation nonlinearity 激活函数",
    LayerFamily.NORMALISATION: "normalisation normalization 归一化 标准化",
    LayerFamily.LINEAR: "linear 线性 全连接",
    LayerFamily.DROPOUT: "dropout 随机失活 丢弃",
    LayerFamily.SHAPE: "shape 形状",
    LayerFamily.LOSS: "loss criterion 损失函数",
    LayerFamily.OPTIMISER: "optimiser optimizer 优化器",
}

_DIMENSIONS: Final = re.compile(r"\dd$")
_LEAST_LIKE: Final = 0.8
"""How alike a misspelt name must be: a letter too many, missing, wrong or out of place."""

_MISSPELT: Final = 5
_SPOKEN: Final = 4
"""Ranks behind those of :func:`search_rank`."""


def meaning_rank(name: str, wanted: str) -> tuple[int, int] | None:
    """Return how well a layer answers to a typed text; None for not.

    First the class of a function of torch.nn.functional and what :func:`search_rank` finds in
    torch's name, then what is called so elsewhere: all typed words stand in its names, or the text
    as one word.

    Args:
        name: A layer's name in torch.nn or torch.optim.
        wanted: What was typed; "" is answered by all alike.
    """
    typed = " ".join(re.split(r"[\s\-_]+", wanted.casefold().strip()))
    rank = search_rank(name, typed)
    if rank is not None:
        return rank
    if meant_class(wanted) == name:
        return 0, _commonness(name)
    names = _names(name)
    is_meant = all(word in names for word in typed.split()) or typed.replace(" ", "") in names
    if not is_meant:
        return None
    begins = any(word.startswith(typed) for word in names.split())
    return _SPOKEN, _commonness(name) + (0 if begins else len(COMMON_LAYERS) + 1)


def is_called_so(name: str, wanted: str) -> bool:
    """Return whether a word of what a layer is called beside torch's name begins as was typed."""
    plain = _DIMENSIONS.sub("", name)
    return any(word.startswith(wanted) for word in CALLED.get(plain, "").split())


def family_is_meant(family: LayerFamily, wanted: str) -> bool:
    """Return whether a typed text names a family of layers, in either language.

    Args:
        family: The family.
        wanted: What was typed, not "".
    """
    return any(word.startswith(wanted) for word in _FAMILIES[family].split())


def misspelt_rank(name: str, wanted: str) -> tuple[int, int] | None:
    """Return how near a typed text comes to a layer's name; None where it is another word.

    Args:
        name: A layer's name.
        wanted: What was typed.
    """
    typed = re.sub(r"[\s\-_]+", "", wanted.casefold())
    folded = name.casefold()
    plain = _DIMENSIONS.sub("", folded)
    known = {folded, plain, plain.removesuffix("loss")} | {
        word for word in CALLED.get(_DIMENSIONS.sub("", name), "").split() if len(word) > _MISSPELT
    }
    nearest = max(_likeness(typed, other) for other in known)
    if nearest < _LEAST_LIKE:
        return None
    return _MISSPELT, round(100 * (1 - nearest)) * 100 + _commonness(name)


def is_nearly(word: str, other: str) -> bool:
    """Return whether a word is another one with a letter or two wrong."""
    return _likeness(word, other) >= _LEAST_LIKE


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _LEAST_LIKE or matcher.quick_ratio() < _LEAST_LIKE:
        return 0.0
    return matcher.ratio()


@lru_cache(maxsize=256)
def _names(name: str) -> str:
    plain = _DIMENSIONS.sub("", name)
    return f"{name} {CALLED.get(plain, '')}".casefold()


def _commonness(name: str) -> int:
    return COMMON_LAYERS.index(name) if name in COMMON_LAYERS else len(COMMON_LAYERS)
