import torch
import torch.nn as nn

config = {
    'in_channels': 3,
    'channels': [4, 8],
    'kernel_size': 3,
    'num_classes': 10,
    'dropout': 0.1,
}


class ConfigNet(nn.Module):
    def __init__(self, config):
        super().__init__()
        k = config['kernel_size']
        channels = [config['in_channels']] + config['channels']
        self.blocks = nn.ModuleList()
        for c_in, c_out in zip(channels[:-1], channels[1:]):
            self.blocks.append(nn.Sequential(
                nn.Conv2d(c_in, c_out, k, padding=k // 2),
                nn.ELU(),
                nn.AvgPool2d(2),
            ))
        self.dropout = nn.Dropout(config.get('dropout', 0.0))
        self.head = nn.Linear(channels[-1], config['num_classes'])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        x = torch.mean(x, dim=(2, 3))
        return self.head(self.dropout(x))


model = ConfigNet(config)
n_params = sum(p.numel() for p in model.parameters() if p.requires_grad)
print(f'{n_params:,} parameters')
