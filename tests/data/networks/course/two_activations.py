import torch
from torch import nn
from torch.nn import ReLU, Sigmoid


class Activate(nn.Module):
    def __init__(self):
        super(Activate, self).__init__()
        self.relu1 = ReLU()
        self.sigmoid1 = Sigmoid()

    def forward(self, input):
        output = self.sigmoid1(input)
        return output


act = Activate()
output = act(torch.tensor([[1, -0.5], [-1, 3]]))
