import torch
from torch import nn


class CifarNet(nn.Module):
    def __init__(self, in_channels=3, num_classes=10, width=4):
        super(CifarNet, self).__init__()
        self.conv1 = nn.Conv2d(in_channels, width, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(width, width * 2, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(width * 2, width * 4, 3, stride=2, padding=1)
        self.act = nn.ReLU()
        self.fc = nn.Linear(width * 4 * 4 * 4, num_classes)

    def forward(self, x):
        x = self.act(self.conv1(x))
        x = self.act(self.conv2(x))
        x = self.act(self.conv3(x))
        x = torch.flatten(x, 1)
        return self.fc(x)
