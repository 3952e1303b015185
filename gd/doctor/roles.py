"""The names under which notebooks print the epoch, the loss, the weight and the bias."""

ROLES = ("epoch", "loss", "w", "b", "ignore")

# The first of them that a log has takes the role; the others are ignored.
_NAMES = {
    "epoch": "epoch ep iteration iter it step t i n k",
    "loss": "loss losses train_loss training_loss train/loss mse mse_loss cost error err l j",
    "w": "w weight weights w1 w_1 slope theta1 theta_1 theta coef coefficient m",
    "b": "b bias biases intercept theta0 theta_0 w0 w_0 b0 b1 b_1 offset c",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split()}
_RANK = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())}
EPOCHS = {name for name in _NAMES["epoch"].split() if len(name) > 1}

# Before such a name, they make another quantity of it.
_QUALIFIERS = {
    *("val", "valid", "validation", "test", "dev", "eval", "best", "lowest", "min", "max", "total"),
    *("grad", "gradient", "gradients", "d", "dl", "true", "target", "expected", "relative", "r"),
    *("previous", "prev", "old", "delta", "initial", "starting", "final", "last", "change", "root"),
}
# What the number of a line is wrapped in, or words between a name and its number.
WRAPPERS = {
    "tensor": "tensor",
    "array": "array",
    "float32": "float32",
    "np.float32": "float32",
    "numpy.float32": "float32",
    "float64": "float64",
    "np.float64": "float64",
    "numpy.float64": "float64",
}
_LEFT_OUT = {
    *WRAPPERS,
    *("np", "numpy", "torch", "item", "data", "detach", "cpu", "tolist", "parameter", "containing"),
    *("is", "was", "of", "at", "the", "after", "and", "are", "now", "equals", "value", "current"),
    *("to", "with", "for", "in", "out", "has", "no", "number"),
}
# Behind such a name, they make another quantity of it.
_OF_A_ROLE = {"grad", "gradient", "rate", "time", "std", "acc", "accuracy", "function", "delta"}
_METHODS = (".item", ".data", ".numpy", ".detach", ".values", ".value")


def role_of(name: str) -> str:
    """The role that a column of this name has, "ignore" for any other name.

    >>> role_of("Loss"), role_of("val loss"), role_of("linear.weight"), role_of("lr")
    ('loss', 'ignore', 'w', 'ignore')
    """
    words = name.lower().split()
    if not words or any(word in _QUALIFIERS for word in words[:-1]):
        return "ignore"
    return _ROLE_OF.get(words[-1]) or _ROLE_OF.get(words[-1].rpartition(".")[2], "ignore")


def rank(name: str) -> int:
    """How far back a name stands among those of its role: the least takes the role."""
    last = name.lower().split()[-1] if name else ""
    return _RANK.get(last, _RANK.get(last.rpartition(".")[2], 99))


def names(words: list[str]) -> list[str]:
    """The names among the words before a number, its own last.

    Earlier ones are names of roles that wait for a number: "loss after iteration 100: 0.5".

    >>> names("Loss after iteration".split()), names("val loss".split()), names(["lr"])
    (['Loss', 'iteration'], ['val loss'], ['lr'])
    """
    kept = [word for word in map(_without_method, words) if word.lower() not in _LEFT_OUT]
    pairs = zip(["", *kept], kept, strict=False)
    full = [f"{before} {word}" if before.lower() in _QUALIFIERS else word for before, word in pairs]
    found: dict[str, str] = {}
    for name in full:
        if role_of(name) != "ignore":
            found[role_of(name)] = found.pop(role_of(name), name)
    if full and (not found or full[-1].lower() in _OF_A_ROLE):
        return full[-1:]
    *waiting, own = found.values() or [""]
    return [*(name for name in waiting if len(name) > 1), own] if own else []


def _without_method(word: str) -> str:
    for method in _METHODS:
        word = word.removesuffix(method)
    return word
