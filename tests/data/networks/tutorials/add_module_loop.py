import torch.nn as nn

channels = [3, 8, 8, 16]


class Stack(nn.Module):
    def __init__(self, n_out=10):
        super().__init__()
        self.net = nn.Sequential()
        for i in range(len(channels) - 1):
            self.net.add_module('conv{}'.format(i), nn.Conv2d(channels[i], channels[i + 1], 3, padding=1))
            self.net.add_module('relu%d' % i, nn.ReLU())
            self.net.add_module(f'pool{i}', nn.MaxPool2d(2))
        self.net.add_module('flat', nn.Flatten())
        self.net.add_module('out', nn.Linear(channels[-1] * 2 * 2, n_out))

    def forward(self, x):
        return self.net(x)
