"""Random trainings, written out here in plain NumPy and torch and printed in many forms."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

import gd
from gd.doctor import Explanation, diagnose

X, Y = [1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0]
OPTIMIZERS = {
    "SGD": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "Nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "Adagrad": ("Adagrad", {}),
    "RMSprop": ("RMSprop", {}),
    "Adam": ("Adam", {}),
}
LOSSES = {"mse": 1.0, "half": 0.5, "sum": 4.0}
RATES = {  # those at which each stays finite, for the loss of the mean
    "SGD": (0.1, 0.05, 0.02, 0.01, 0.005, 0.001, 0.03, 0.012, 0.025, 0.0375),
    "momentum": (0.01, 0.02, 0.005, 0.001, 0.015),
    "Nesterov": (0.01, 0.02, 0.005, 0.001, 0.015),
    "Adagrad": (0.1, 0.5, 0.01, 1.0),
    "RMSprop": (0.01, 0.05, 0.001, 0.1),
    "Adam": (0.01, 0.1, 0.05, 0.001, 0.2),
}
KINDS = (
    *("numpy_sum", "numpy_mean", "numpy64", "torch", "torch", "torch"),
    *("linear", "linear", "linear_seed", "no_zero", "column", "linear_row"),
)
Row = tuple[float, float, float | None]  # loss before the update, w, b after it


@dataclass(frozen=True)
class Case:
    kind: str
    optimizer: str
    loss: str
    rate: float
    start: float
    epochs: int
    every: int
    first: int
    form: str
    digits: int
    shown: str

    def log(self) -> str:
        rows = (by_numpy if self.kind.startswith("numpy") else by_torch)(self)
        lines = []
        for n, (loss, w, b) in enumerate(rows):
            if n % self.every == 0:
                lines.append(FORMS[self.form](n + self.first, loss, w, b, self))
        return "\n".join(lines)


def by_numpy(case: Case) -> list[Row]:
    dtype = np.float64 if case.kind == "numpy64" else np.float32
    x, y = np.array(X, dtype), np.array(Y, dtype)
    w, rows = case.start, []
    for _ in range(case.epochs):
        error = w * x - y
        grad = np.dot(2 * x, error)
        if case.kind != "numpy_sum":
            grad = grad / len(x)
        w = w - case.rate * grad
        rows.append((float((error**2).mean()), float(w), None))
    return rows


def by_torch(case: Case) -> list[Row]:
    import torch  # noqa: PLC0415

    x, y = torch.tensor(X), torch.tensor(Y)
    name, options = OPTIMIZERS[case.optimizer]
    if case.kind in ("linear", "linear_row", "linear_seed"):
        torch.manual_seed(int(case.start * 10) if case.kind == "linear_seed" else 0)
        model = torch.nn.Linear(1, 1)
        if case.kind != "linear_seed":
            torch.nn.init.constant_(model.weight, case.start)
            torch.nn.init.constant_(model.bias, 0.0)
        w, b = model.weight, model.bias
        x = x[:, None]
        y = y if case.kind == "linear_row" else y[:, None]
        parameters: list[torch.Tensor] = [w, b]

        def predict() -> torch.Tensor:
            return model(x)
    else:
        w, b = torch.tensor(case.start, requires_grad=True), None
        parameters = [w]

        def predict() -> torch.Tensor:
            return w * (x[:, None] if case.kind == "column" else x)

    optimizer = getattr(torch.optim, name)(parameters, lr=case.rate, **options)
    rows = []
    for _ in range(case.epochs):
        error = (predict() - y) ** 2
        loss = {"mse": error.mean, "half": lambda e=error: e.mean() / 2, "sum": error.sum}[
            case.loss
        ]()
        loss.backward()
        optimizer.step()
        if case.kind != "no_zero":
            optimizer.zero_grad()
        rows.append((loss.item(), w.item(), None if b is None else b.item()))
    return rows


def _notebook(n: int, loss: float, w: float, b: float | None, case: Case) -> str:
    parts = {"loss": f"loss = {loss:.{case.digits}f}", "w": f"w = {w:.3f}"}
    if case.shown == "loss":
        del parts["w"]
    elif case.shown == "w":
        del parts["loss"]
    bias = [f"b = {b:.3f}"] if b is not None and case.shown == "all" else []
    return f"epoch {n}: " + ", ".join([*parts.values(), *bias])


def _item(n: int, loss: float, w: float, b: float | None, case: Case) -> str:  # noqa: ARG001
    return f"Epoch {n} | loss: {loss} | weight: {w}"


def _rounded(n: int, loss: float, w: float, b: float | None, case: Case) -> str:  # noqa: ARG001
    return f"Epoch: {n} -> Loss: {round(loss, case.digits)} -> W: {round(w, case.digits)}"


def _scientific(n: int, loss: float, w: float, b: float | None, case: Case) -> str:  # noqa: ARG001
    return (
        f"[{n}] loss={loss:.{case.digits}e}" if False else f"epoch {n} loss {loss:.{case.digits}e}"
    )


FORMS: dict[str, Callable[..., str]] = {
    "notebook": _notebook,
    "item": _item,
    "rounded": _rounded,
    "scientific": _scientific,
}


def sample(seed: int) -> Case:
    rng = random.Random(seed)
    kind = rng.choice(KINDS)
    plain = kind.startswith("numpy") or kind in ("no_zero", "column", "linear_row")
    optimizer = "SGD" if plain else rng.choice(list(OPTIMIZERS))
    loss = "mse" if plain else rng.choice(["mse", "mse", "half", "sum"])
    scale = LOSSES[loss] if optimizer in ("SGD", "momentum", "Nesterov") else 1.0
    if kind == "numpy_sum":
        scale = 4.0
    rate = float(f"{rng.choice(RATES[optimizer]) / scale:.6g}")
    return Case(
        kind,
        optimizer,
        loss,
        rate,
        rng.choice([0.0, 0.0, 0.0, 0.5, 1.0, -0.3])
        if kind != "linear_seed"
        else rng.randrange(9) / 10,
        rng.choice([8, 20, 50, 100]),
        rng.choice([1, 1, 2, 5, 10]),
        rng.choice([0, 1]),
        rng.choice(list(FORMS)),
        rng.choice([3, 4, 6, 8]),
        rng.choice(["both", "both", "all", "loss", "w"]),
    )


def check(case: Case) -> None:
    log = case.log()
    diagnosis = diagnose(log)
    assert diagnosis.explained, (case, diagnosis.cause, diagnosis.first_difference)
    assert [line.reprinted for line in diagnosis.lines] == log.splitlines()
    best = diagnosis.best
    assert best is not None
    if best.explanation.loss == "mse" and best.explanation.mistake in (None, "sum_for_mean"):
        assert again(case, best.explanation) == log


def again(case: Case, found: Explanation) -> str:
    """The log from the settings that were found, by `gd.train` and the forms above."""
    settings = replace(found.settings, epochs=found.settings.epochs + 2)
    run = gd.train(found.variant, found.problem, settings)
    losses, (w, b) = run.history["loss"].tolist(), run.start
    weights = [(w, b), *run.history[["w", "b"]].itertuples(index=False)]
    lines = []
    for n in range(case.first, case.first + case.epochs, case.every):
        w, b = weights[n + found.view.weights]
        bias = b if case.kind.startswith("linear") else None
        lines.append(FORMS[case.form](n, losses[n + found.view.loss], w, bias, case))
    return "\n".join(lines)


@pytest.mark.sampled(50)
@pytest.mark.parametrize("seed", range(200))
def test_a_sampled_training_is_explained(seed: int) -> None:
    check(sample(seed))
