import torch
from torch import nn
from torch.nn import Conv2d, Flatten, Linear, MaxPool2d, Sequential


class Before(nn.Module):
    def __init__(self):
        super(Before, self).__init__()
        self.conv = Conv2d(3, 5, 3)
        self.pool = MaxPool2d(3)
        self.flatten = Flatten()
        self.fc = Linear(500, 10)

    def forward(self, x):
        x = self.conv(x)
        x = self.pool(x)
        x = self.flatten(x)
        x = self.fc(x)
        return x


class After(nn.Module):
    def __init__(self):
        super(After, self).__init__()
        self.model = Sequential(
            Conv2d(3, 5, 3),
            MaxPool2d(3),
            Flatten(),
            Linear(500, 10)
        )

    def forward(self, x):
        x = self.model(x)
        return x


if __name__ == '__main__':
    for kind in (Before, After):
        net = kind()
        x = torch.ones((64, 3, 32, 32))
        print(net(x).shape)
