from typing import Callable, Dict

import torch.nn as nn

_MODELS: Dict[str, Callable] = {}


def register_model(fn):
    _MODELS[fn.__name__] = fn
    return fn


def get_act(name: str = 'relu'):
    acts = {
        'relu': nn.ReLU,
        'silu': nn.SiLU,
        'gelu': nn.GELU,
    }
    return acts[name]


class Stem(nn.Module):
    def __init__(self, c_in, c_out, act_layer=nn.ReLU):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, 3, 2, 1, bias=False)
        self.bn = nn.BatchNorm2d(c_out)
        self.act = act_layer()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Model(nn.Module):
    def __init__(self, widths, num_classes=1000, in_chans=3, act='relu', global_pool=True):
        super().__init__()
        self.num_classes = num_classes
        act_layer = get_act(act)
        self.stem = Stem(in_chans, widths[0], act_layer)
        for i in range(1, len(widths)):
            setattr(self, f'stage{i}', Stem(widths[i - 1], widths[i], act_layer=act_layer))
        self.num_stages = len(widths) - 1
        self.pool = nn.AdaptiveAvgPool2d(1) if global_pool else nn.Identity()
        self.fc = nn.Linear(widths[-1], num_classes) if num_classes > 0 else nn.Identity()

    def forward(self, x):
        x = self.stem(x)
        for i in range(1, self.num_stages + 1):
            x = getattr(self, f'stage{i}')(x)
        x = self.pool(x).flatten(1)
        return self.fc(x)


@register_model
def model_tiny(pretrained=False, **kwargs):
    return Model(widths=[4, 8], **kwargs)


@register_model
def model_small(pretrained=False, **kwargs):
    model_args = dict(widths=[4, 8, 12], act='silu', num_classes=10)
    return Model(**dict(model_args, **kwargs))
