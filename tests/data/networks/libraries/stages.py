"""A network built stage by stage, with names that are made up on the way."""
import torch.nn as nn


class Affine(nn.Module):
    def __init__(self, inp, out, k=3, stride=1, norm='bn', act=True):
        super().__init__()
        modules = [nn.Conv2d(inp, out, k, stride, k // 2, bias=norm is None)]
        if norm == 'bn':
            modules.append(nn.BatchNorm2d(out))
        elif norm == 'gn':
            modules.append(nn.GroupNorm(2, out))
        elif norm == 'in':
            modules.append(nn.InstanceNorm2d(out, affine=True))
        if act:
            modules.append(nn.Hardswish())
        self.block = nn.Sequential(*modules)

    def forward(self, x):
        return self.block(x)


class Staged(nn.Module):
    arch_settings = {
        1: (1, 1),
        2: (1, 2, 2),
    }

    def __init__(self, depth=2, base_channels=4, norm='gn', out_indices=(1,), num_classes=0):
        super().__init__()
        if depth not in self.arch_settings:
            raise KeyError(f'invalid depth {depth}')
        self.out_indices = out_indices
        self.stem = Affine(3, base_channels, norm=norm)
        self.layer_names = []
        channels = base_channels
        for i, blocks in enumerate(self.arch_settings[depth]):
            stride = 1 if i == 0 else 2
            out = base_channels * 2 ** i
            layers = [Affine(channels, out, stride=stride, norm=norm)]
            layers.extend(Affine(out, out, norm=norm) for _ in range(1, blocks))
            name = f'layer{i + 1}'
            self.add_module(name, nn.Sequential(*layers))
            self.layer_names.append(name)
            channels = out
        self.has_head = num_classes > 0
        if self.has_head:
            self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                                      nn.Linear(channels, num_classes))

    def forward(self, x):
        x = self.stem(x)
        for name in self.layer_names:
            layer = getattr(self, name)
            x = layer(x)
        if self.has_head:
            x = self.head(x)
        return x
