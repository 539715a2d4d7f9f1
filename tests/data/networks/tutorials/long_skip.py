import torch
import torch.nn as nn


class Level(nn.Module):
    """A level of a U-Net, with the deeper ones inside it."""

    def __init__(self, outer, inner, inside=None):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(outer, inner, 4, 2, 1), nn.LeakyReLU(0.2))
        self.inside = inside
        c = inner if inside is None else inner * 2
        self.up = nn.Sequential(nn.ConvTranspose2d(c, outer, 4, 2, 1), nn.BatchNorm2d(outer))

    def forward(self, x):
        y = self.down(x)
        if self.inside is not None:
            y = self.inside(y)
        return torch.cat([x, self.up(y)], 1)


class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        level = Level(8, 16)
        for c in [4]:
            level = Level(c, 2 * c, level)
        self.head = nn.Conv2d(3, 4, 3, padding=1)
        self.levels = level
        self.tail = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        return self.tail(self.levels(self.head(x)))
