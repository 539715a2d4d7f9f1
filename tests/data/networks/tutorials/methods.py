import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_a = nn.Conv2d(1, 4, 3)
        self.conv_b = nn.Conv2d(4, 4, 3)
        self.lin = nn.Linear(4 * 12 * 12, 8)

    def encode(self, x):
        x = self.conv_a(x).relu()
        x = torch.tanh(self.conv_b(x))
        return torch.nn.functional.max_pool2d(x, 2)

    def forward(self, x):
        z = self.encode(x)
        z = z.reshape(z.size(0), -1)
        z = self.lin(z)
        return z.softmax(dim=-1)
