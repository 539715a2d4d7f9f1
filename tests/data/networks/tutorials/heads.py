import torch.nn as nn


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            nn.Conv2d(1, 4, 3, 2), nn.ReLU(),
            nn.Conv2d(4, 4, 3, 2), nn.ReLU(),
            nn.Flatten(),
        )
        self.digit = nn.Linear(4 * 6 * 6, 10)
        self.parity = nn.Linear(4 * 6 * 6, 2)

    def forward(self, x):
        h = self.trunk(x)
        return {'digit': self.digit(h), 'parity': self.parity(h)}
