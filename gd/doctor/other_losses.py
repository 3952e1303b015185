"""The variants of torch with another loss: their own source, the loss in it replaced."""

from dataclasses import dataclass, fields
from types import ModuleType

from gd.mistakes.mistake import module_of
from gd.variants import VARIANTS, Variant

# How a source writes the loss, and what to put there for another: the sum, half of it.
_BY_HAND = "((y_pred - targets) ** 2).mean()"
_CRITERION, _CALL = "nn.MSELoss()", "criterion(y_pred, targets)"
_PASSAGES = {
    ("torch_autograd", "half"): {_BY_HAND: f"{_BY_HAND} / 2"},
    ("torch_autograd", "sum"): {_BY_HAND: "((y_pred - targets) ** 2).sum()"},
    ("torch_autograd", "half_sum"): {_BY_HAND: "((y_pred - targets) ** 2).sum() / 2"},
}
for _name in ("torch_optimizer", "torch_module"):
    _PASSAGES[_name, "half"] = {_CALL: f"{_CALL} / 2"}
    _PASSAGES[_name, "sum"] = {_CRITERION: 'nn.MSELoss(reduction="sum")'}
    _PASSAGES[_name, "half_sum"] = _PASSAGES[_name, "half"] | _PASSAGES[_name, "sum"]


@dataclass(frozen=True)
class _OtherLoss(Variant):
    loss: str

    @property
    def source(self) -> str:
        source = VARIANTS[self.name].source
        for right, other in _PASSAGES[self.name, self.loss].items():
            before, after = source.split(right)
            source = before + other + after
        return source

    @property
    def module(self) -> ModuleType:
        return module_of(f"{self.name}_{self.loss}.py", self.source)


def with_loss(variant: str, loss: str) -> Variant | None:
    """The variant with a loss of "half", "sum" or "half_sum"; None for NumPy by hand and "mse"."""
    if (variant, loss) not in _PASSAGES:
        return None
    same = {field.name: getattr(VARIANTS[variant], field.name) for field in fields(Variant)}
    return _OtherLoss(**same, loss=loss)
