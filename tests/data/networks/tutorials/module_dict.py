import torch.nn as nn


class Choice(nn.Module):
    def __init__(self, act='lrelu'):
        super().__init__()
        self.choices = nn.ModuleDict({
            'conv': nn.Conv2d(3, 6, 3),
            'pool': nn.MaxPool2d(3)
        })
        self.activations = nn.ModuleDict([
            ['lrelu', nn.LeakyReLU()],
            ['prelu', nn.PReLU()]
        ])
        self.act = act
        self.fc = nn.Linear(6 * 10 * 10, 5)

    def forward(self, x):
        x = self.choices['conv'](x)
        x = self.activations[self.act](x)
        x = self.choices['pool'](x)
        x = x.flatten(start_dim=1)
        return self.fc(x)
