import torch
from torch import nn
from torch.nn import Conv2d, MaxPool2d, Flatten, Linear, Sequential


class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.model1 = Sequential(
            Conv2d(3, 8, 5, padding=2),
            MaxPool2d(2),
            Conv2d(8, 8, 5, padding=2),
            MaxPool2d(2),
            Conv2d(8, 16, 5, padding=2),
            MaxPool2d(2),
            Flatten(),
            Linear(256, 64),
            Linear(64, 10)
        )

    def forward(self, x):
        x = self.model1(x)
        return x


net = Net()
print(net)
input = torch.ones((2, 3, 32, 32))
output = net(input)
print(output.shape)
