from collections import OrderedDict

import torch.nn as nn


class LeNet5(nn.Module):
    """
    Input - 1x32x32
    C1 - 6@28x28
    S2 - 6@14x14
    Output - 10
    """
    def __init__(self):
        super(LeNet5, self).__init__()

        self.convnet = nn.Sequential(OrderedDict([
            ('c1', nn.Conv2d(1, 6, kernel_size=(5, 5))),
            ('relu1', nn.ReLU()),
            ('s2', nn.MaxPool2d(kernel_size=(2, 2), stride=2)),
            ('c3', nn.Conv2d(6, 8, kernel_size=(5, 5))),
            ('relu3', nn.ReLU()),
            ('s4', nn.MaxPool2d(kernel_size=(2, 2), stride=2)),
        ]))

        self.fc = nn.Sequential(OrderedDict([
            ('f6', nn.Linear(200, 20)),
            ('relu6', nn.ReLU()),
            ('f7', nn.Linear(20, 10)),
            ('sig7', nn.LogSoftmax(dim=-1))
        ]))

    def forward(self, img):
        output = self.convnet(img)
        output = output.view(img.size(0), -1)
        output = self.fc(output)
        return output
