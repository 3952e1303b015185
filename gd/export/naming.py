"""What a run is called in what is taken from it: in the names of files, in titles."""

from gd.run import Run
from gd.variants import VARIANTS


def file_stem(run: Run) -> str:
    """The first part of a file's name: letters, digits, `_`, `-`, `+` and `.` alone.

    >>> from gd import Problem, Settings, train
    >>> file_stem(train("torch_autograd", Problem([1, 2], [2, 4]), Settings(learning_rate=0.02)))
    'torch_autograd-lr-0.02-epochs-20'
    """
    settings = run.settings
    optimizer = "" if run.is_plain else f"-{settings.optimizer}"
    return f"{run.variant}{optimizer}-lr-{settings.learning_rate:g}-epochs-{settings.epochs}"


def settings_text(run: Run, standardised: bool = False) -> str:
    """What was trained, and how, in one line.

    >>> from gd import Problem, Settings, train
    >>> settings_text(train("torch_module", Problem([1, 2], [2, 4]), Settings(seed=3)))
    'nn.Linear module · SGD · lr 0.01 · 20 epochs · start drawn with seed 3 · float32 · 2 points'
    """
    variant, settings = VARIANTS[run.variant], run.settings
    bias = f", b = {settings.b0:g}" if run.has_bias else ""
    start = f"start w = {settings.w0:g}{bias}"
    if "seed" in variant.settings and settings.seed is not None:
        start = f"start drawn with seed {settings.seed}"
    rounds_as_now = "arithmetic" not in variant.settings or settings.arithmetic == "numpy2"
    stopped = f"{run.stopped_at:,} of " if run.stopped_at is not None else ""
    number = len(run.problem.x)
    parts = [
        variant.title,
        settings.optimizer if "optimizer" in variant.settings else "",
        f"{settings.gradient} of the gradients" if "gradient" in variant.settings else "",
        f"lr {settings.learning_rate:g}",
        f"{stopped}{settings.epochs:,} epoch{'s' if settings.epochs > 1 else ''}",
        start,
        "" if rounds_as_now else f"{settings.arithmetic} rounding",
        settings.dtype,
        f"{number:,} {'standardised ' if standardised else ''}point{'s' if number > 1 else ''}",
    ]
    return " · ".join(filter(None, parts))
