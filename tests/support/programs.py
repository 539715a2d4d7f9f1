"""Programs with networks, as texts that are opened and pasted in tests."""

from __future__ import annotations

from typing import Final

PLAIN: Final = """
import torch.nn as nn

class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 5)
        self.pool = nn.MaxPool2d(4)
        self.fc = nn.Linear(8 * 7 * 7, 10)

    def forward(self, x):
        x = self.pool(self.conv(x))
        return self.fc(x.flatten(1)), x
"""
"""One network, with a second output that is left out."""

TWO: Final = """
import torch.nn as nn

class Small(nn.Module):
    def __init__(self, num_classes, width=4):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3)
        self.fc = nn.Linear(width * 26 * 26, num_classes)

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))

class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())

    def forward(self, x):
        return self.body(x)
"""
"""Two networks, of which the first needs a number."""
