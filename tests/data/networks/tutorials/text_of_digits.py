"""A network for digits of the size of a stamp, with its own training loop."""
import os
import sys

import torch
import torch.nn as nn
import torch.optim as optim

sys.path.append(os.path.dirname(__file__))

LOSSES = []


class Lambda(nn.Module):
    def __init__(self, func):
        super().__init__()
        self.func = func

    def forward(self, x):
        return self.func(x)


def preprocess(x):
    return x.view(-1, 1, 28, 28)


model = nn.Sequential(
    Lambda(preprocess),
    nn.Conv2d(1, 4, kernel_size=3, stride=2, padding=1),
    nn.ReLU(),
    nn.Conv2d(4, 4, kernel_size=3, stride=2, padding=1),
    nn.ReLU(),
    nn.Conv2d(4, 10, kernel_size=3, stride=2, padding=1),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    Lambda(lambda x: x.view(x.size(0), -1)),
)

opt = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
try:
    for step in range(1):
        out = model(torch.rand(2, 1, 28, 28))
        loss = out.pow(2).sum()
        loss.backward()
        opt.step()
        opt.zero_grad()
        LOSSES.append(loss.item())
finally:
    print('done')
