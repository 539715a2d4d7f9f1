import torch.nn as nn

cfgs = {
    'eleven': [4, 'M', 8, 'M', 8, 8, 'M'],
    'thirteen': [4, 4, 'M', 8, 8, 'M', 8, 8, 'M'],
}


class VGG(nn.Module):

    def __init__(self, features, num_class=100):
        super().__init__()
        self.features = features
        self.classifier = nn.Sequential(
            nn.Linear(128, 32),
            nn.ReLU(inplace=True),
            nn.Dropout(),
            nn.Linear(32, num_class)
        )

    def forward(self, x):
        output = self.features(x)
        output = output.view(output.size()[0], -1)
        output = self.classifier(output)
        return output


def make_layers(cfg, batch_norm=False):
    layers = []
    input_channel = 3
    for l in cfg:
        if l == 'M':
            layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            continue
        layers += [nn.Conv2d(input_channel, l, kernel_size=3, padding=1)]
        if batch_norm:
            layers += [nn.BatchNorm2d(l)]
        layers += [nn.ReLU(inplace=True)]
        input_channel = l
    return nn.Sequential(*layers)


def small11():
    return VGG(make_layers(cfgs['eleven']), num_class=10)


def small13_bn():
    return VGG(make_layers(cfgs['thirteen'], batch_norm=True))
