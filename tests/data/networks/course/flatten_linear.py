import torch
from torch import nn
from torch.nn import Linear


class Lin(nn.Module):
    def __init__(self):
        super(Lin, self).__init__()
        self.flatten = nn.Flatten()
        self.linear1 = Linear(3072, 10)

    def forward(self, input):
        input = self.flatten(input)
        output = self.linear1(input)
        return output


lin = Lin()
imgs = torch.rand(2, 3, 32, 32)
output = lin(imgs)
