from dataclasses import dataclass, field
from typing import Tuple

import torch
from torch import nn


@dataclass
class NetConfig:
    in_channels: int = 3
    widths: Tuple[int, ...] = (4, 8)
    depths: Tuple[int, ...] = (1, 2)
    num_classes: int = 10
    drop: float = 0.0
    extra: dict = field(default_factory=dict)


class Block(nn.Module):
    def __init__(self, dim: int, mult: int = 2):
        super().__init__()
        self.dwconv = nn.Conv2d(dim, dim, kernel_size=7, padding=3, groups=dim)
        self.norm = nn.GroupNorm(1, dim)
        self.pwconv1 = nn.Conv2d(dim, mult * dim, 1)
        self.act = nn.GELU()
        self.pwconv2 = nn.Conv2d(mult * dim, dim, 1)

    def forward(self, x):
        shortcut = x
        x = self.norm(self.dwconv(x))
        x = self.pwconv2(self.act(self.pwconv1(x)))
        return shortcut + x


class ConvNeXtSmall(nn.Module):
    def __init__(self, config: NetConfig = NetConfig()):
        super().__init__()
        self.config = config
        self.downsample_layers = nn.ModuleList()
        self.stages = nn.ModuleList()
        c = config.in_channels
        for width, depth in zip(config.widths, config.depths):
            self.downsample_layers.append(nn.Conv2d(c, width, kernel_size=2, stride=2))
            self.stages.append(nn.Sequential(*[Block(width) for _ in range(depth)]))
            c = width
        self.norm = nn.LayerNorm(c, eps=1e-6)
        self.head = nn.Linear(c, config.num_classes)

    def forward_features(self, x):
        for i in range(len(self.config.widths)):
            x = self.downsample_layers[i](x)
            x = self.stages[i](x)
        return self.norm(x.mean([-2, -1]))

    def forward(self, x):
        x = self.forward_features(x)
        x = self.head(x)
        return x
