import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvNet(nn.Module):
    def __init__(self, num_classes=7):
        super(ConvNet, self).__init__()
        self.conv_1 = nn.Conv2d(3, 4, kernel_size=(3, 3), stride=(1, 1), padding=1)
        self.pool_1 = nn.MaxPool2d(kernel_size=(2, 2), stride=(2, 2), padding=0)
        self.conv_2 = nn.Conv2d(4, 8, kernel_size=(3, 3), stride=(1, 1), padding=1)
        self.pool_2 = nn.MaxPool2d(kernel_size=(2, 2), stride=(2, 2), padding=0)
        self.linear_1 = nn.Linear(7 * 7 * 8, num_classes)

    def forward(self, x):
        out = self.conv_1(x)
        out = F.relu(out)
        out = self.pool_1(out)
        out = self.conv_2(out)
        out = F.relu(out)
        out = self.pool_2(out)
        logits = self.linear_1(out.view(-1, 7 * 7 * 8))
        probas = F.softmax(logits, dim=1)
        return logits, probas


model = ConvNet()
