"""The time per epoch of `gd.train`, next to the bare loop of the same variant.

    python tests/benchmarks/overhead.py

The bare loop is the notebooks' own, which keeps nothing and prints nothing; `gd.train` keeps the
whole history. They run alternately, many times, and the best time of each counts: the one least
disturbed by other work on the machine.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
import torch
from torch import nn

import gd

EPOCHS, ROUNDS, RATE = 3000, 15, 0.001
X = [1.0, 2.0, 3.0, 4.0]
PROBLEM = gd.Problem(X, [2 * x for x in X])


def numpy_by_hand() -> None:
    x, y, w = np.array(X, np.float32), np.array(X, np.float32) * 2, 0.0
    for _ in range(EPOCHS):
        y_pred = w * x
        ((y_pred - y) ** 2).mean()
        w -= RATE * np.dot(2 * x, y_pred - y).mean()


def torch_autograd() -> None:
    x, y = torch.tensor(X), 2 * torch.tensor(X)
    w = torch.tensor(0.0, requires_grad=True)
    for _ in range(EPOCHS):
        loss = ((w * x - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= RATE * w.grad
        w.grad.zero_()


def torch_optimizer() -> None:
    x, y = torch.tensor(X), 2 * torch.tensor(X)
    w = torch.tensor(0.0, requires_grad=True)
    criterion, optimizer = nn.MSELoss(), torch.optim.SGD([w], lr=RATE)
    for _ in range(EPOCHS):
        loss = criterion(w * x, y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def torch_module() -> None:
    x = torch.tensor(X).unsqueeze(1)
    y, model, criterion = 2 * x, nn.Linear(1, 1), nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    torch.set_num_threads(1)
    settings = gd.Settings(RATE, EPOCHS)
    print(f"{'variant':<18}{'bare loop':>12}{'gd.train':>12}{'ratio':>8}")
    for bare in (numpy_by_hand, torch_autograd, torch_optimizer, torch_module):
        name = bare.__name__
        pairs = [
            (seconds(bare), seconds(lambda name=name: gd.train(name, PROBLEM, settings)))
            for _ in range(ROUNDS)
        ]
        loop, ours = (min(times) / EPOCHS * 1e6 for times in zip(*pairs, strict=True))
        print(f"{name:<18}{loop:>9.2f} µs{ours:>9.2f} µs{ours / loop:>8.2f}")


if __name__ == "__main__":
    main()
