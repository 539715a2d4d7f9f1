import torch.nn as nn


class Discriminator(nn.Module):
    """As many strided convolutions as the picture needs."""

    @staticmethod
    def _next(width, limit=16):
        return min(width * 2, limit)

    @property
    def depth(self):
        return len(self.main)

    def __init__(self, image_size=32, in_channels=3, width=4, *, norm: bool = True):
        super().__init__()
        if image_size & (image_size - 1):
            raise ValueError('the size must be a power of 2')
        layers = [nn.Conv2d(in_channels, width, 4, 2, 1), nn.LeakyReLU(0.2)]
        size = image_size // 2
        while size > 4:
            wider = self._next(width)
            layers += [nn.Conv2d(width, wider, 4, 2, 1, bias=not norm)]
            if norm:
                layers += [nn.BatchNorm2d(wider)]
            layers += [nn.LeakyReLU(0.2)]
            width, size = wider, size // 2
        layers.append(nn.Conv2d(width, 1, 4))
        self.main = nn.Sequential(*layers)

    def forward(self, x):
        return self.main(x).view(-1)
