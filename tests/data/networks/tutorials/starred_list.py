import torch.nn as nn

sizes = [(3, 4), (4, 8), (8, 8)]

modules = []
for i, (n_in, n_out) in enumerate(sizes):
    modules.append(nn.Conv2d(n_in, n_out, kernel_size=3, stride=1 if i == 0 else 2, padding=1))
    modules.append(nn.ReLU())
modules.extend([nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(sizes[-1][-1], 10)])

model = nn.Sequential(*modules)
