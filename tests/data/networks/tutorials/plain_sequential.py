import torch

torch.manual_seed(0)

H, W = 28, 28
hidden = 8

model = torch.nn.Sequential(
    torch.nn.Conv2d(1, hidden, kernel_size=5, stride=2),
    torch.nn.GELU(),
    torch.nn.Conv2d(hidden, hidden * 2, kernel_size=5, stride=2),
    torch.nn.GELU(),
    torch.nn.Flatten(),
    torch.nn.Linear(hidden * 2 * 4 * 4, 10),
)
loss_fn = torch.nn.CrossEntropyLoss(reduction='sum')
learning_rate = 1e-4

for t in range(2):
    y_pred = model(torch.rand(1, 1, H, W))
    loss = loss_fn(y_pred, torch.tensor([3]))
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for param in model.parameters():
            param -= learning_rate * param.grad
