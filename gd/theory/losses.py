"""What a learning rate becomes with another loss, as courses define it: ½·MSE, or the sum."""

from gd.errors import InputError

LOSSES = ("mse", "half", "sum")


def same_steps(learning_rate: float, points: int, loss: str, of: str = "mse") -> float:
    """The rate with which gradient descent on `loss` takes the same steps as on the loss `of`.

    A loss k times as large has k times the gradient, so that η/k takes the same step η·∇L:

        "mse"    L = (1/N) Σ (f(xᵢ) - yᵢ)²       k = 1
        "half"   L = (1/2N) Σ (f(xᵢ) - yᵢ)²      k = 1/2
        "sum"    L = Σ (f(xᵢ) - yᵢ)²             k = N

    learning_rate   η > 0 for the loss `of`
    points          N

    It is the same for SGD, momentum and Nesterov. Adagrad, RMSprop and Adam divide by the size of
    the gradients that they saw: their steps hardly depend on the loss's factor.

    Raises `InputError` for another loss.

    >>> same_steps(0.01, 4, "half"), same_steps(0.01, 4, "sum"), same_steps(0.01, 4, "mse", "sum")
    (0.02, 0.0025, 0.04)
    """
    return learning_rate * _factor(of, points) / _factor(loss, points)


def _factor(loss: str, points: int) -> float:
    if loss not in LOSSES:
        raise InputError("loss", loss, f"one of {', '.join(LOSSES)}")
    return {"mse": 1.0, "half": 0.5, "sum": float(points)}[loss]


def other_losses(learning_rate: float, points: int, optimizer: str, gradient: str) -> str:
    """What to set here for a rate that belongs to another loss, for the help of the rate.

    optimizer, gradient   as in `Settings`; a summed gradient is that of the summed loss

    >>> print(other_losses(0.01, 4, "SGD", "mean"))
    The loss here is the mean of the squared errors. The same steps with half of it, ½·MSE, need the rate 0.02; with the sum of the squared errors, 0.0025.
    """  # noqa: E501
    if optimizer in ("Adagrad", "RMSprop", "Adam"):
        return (
            f"The loss here is the mean of the squared errors. With half of it, or with their sum, "
            f"{optimizer} would take nearly the same steps at the same rate."
        )
    of = "sum" if gradient == "sum" else "mse"
    half, mean, total = (
        f"{same_steps(learning_rate, points, loss, of):.4g}" for loss in ("half", "mse", "sum")
    )
    if of == "sum":
        return (
            "The gradient here is that of the sum of the squared errors. The same steps with their "
            f"mean, MSE, need the rate {mean}; with half of it, ½·MSE, {half}."
        )
    return (
        "The loss here is the mean of the squared errors. The same steps with half of it, ½·MSE, "
        f"need the rate {half}; with the sum of the squared errors, {total}."
    )
