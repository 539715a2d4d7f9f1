import torch.nn as nn


class ConvBlock(nn.Module):
    def __init__(self, c_in, c_out, k=3, s=1, p=1, act=True):
        super(ConvBlock, self).__init__()
        self.conv = nn.Conv2d(c_in, c_out, k, s, p, bias=False)
        self.bn = nn.BatchNorm2d(c_out)
        self.act = nn.SiLU() if act else nn.Identity()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Classifier(nn.Module):
    def __init__(self, n_classes=10):
        super(Classifier, self).__init__()
        self.layer1 = ConvBlock(3, 4)
        self.layer2 = ConvBlock(4, 8, s=2)
        self.layer3 = ConvBlock(8, 8, k=1, p=0, act=False)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.flat = nn.Flatten()
        self.fc = nn.Linear(8, n_classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(x)))
        return self.fc(self.flat(self.pool(x)))
