'''A VGG whose layers are written as a list.'''
import torch
import torch.nn as nn


cfg = {
    'A': [4, 'M', 8, 'M', 8, 8, 'M', 16, 16, 'M', 16, 16, 'M'],
    'B': [4, 4, 'M', 8, 8, 'M', 8, 8, 'M', 16, 16, 'M', 16, 16, 'M'],
}


class VGG(nn.Module):
    def __init__(self, vgg_name):
        super(VGG, self).__init__()
        self.features = self._make_layers(cfg[vgg_name])
        self.classifier = nn.Linear(16, 10)

    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        out = self.classifier(out)
        return out

    def _make_layers(self, cfg):
        layers = []
        in_channels = 3
        for x in cfg:
            if x == 'M':
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            else:
                layers += [nn.Conv2d(in_channels, x, kernel_size=3, padding=1),
                           nn.BatchNorm2d(x),
                           nn.ReLU(inplace=True)]
                in_channels = x
        layers += [nn.AvgPool2d(kernel_size=1, stride=1)]
        return nn.Sequential(*layers)


def test():
    net = VGG('A')
    x = torch.randn(2, 3, 32, 32)
    y = net(x)
    print(y.size())

# test()
