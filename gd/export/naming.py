"""What a run is called in what is taken from it: in the names of files, in titles."""

from gd.analysis.formatting import counted
from gd.run import Run
from gd.variants import VARIANTS


def file_stem(run: Run) -> str:
    """The first part of a file's name: letters, digits, `_`, `-`, `+` and `.` alone.

    >>> from gd import Problem, Settings, train
    >>> file_stem(train("torch_autograd", Problem([1, 2], [2, 4]), Settings(learning_rate=0.02)))
    'torch_autograd-lr-0.02-epochs-20'
    """
    settings = run.settings
    rule = VARIANTS[run.variant].rule_name(settings)
    optimizer = "" if rule == "SGD" else f"-{rule}"
    batches = "" if run.updates_per_epoch == 1 else f"-batches-{settings.batch_size}"
    rate = f"lr-{settings.learning_rate:g}"
    return f"{run.variant}{optimizer}{batches}-{rate}-epochs-{settings.epochs}"


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
    falls = "schedule" in variant.settings and settings.schedule != "constant"
    number = len(run.problem.x)
    parts = [
        variant.title,
        settings.optimizer if "optimizer" in variant.settings else "",
        f"{settings.gradient} of the gradients" if "gradient" in variant.settings else "",
        f"lr {settings.learning_rate:g}",
        f"schedule {settings.schedule}" if falls else "",
        f"{stopped}{counted(run.updates, run.unit)}",
        _batches(run),
        start,
        "" if rounds_as_now else f"{settings.arithmetic} rounding",
        settings.dtype,
        counted(number, "standardised point" if standardised else "point"),
    ]
    return " · ".join(filter(None, parts))


def _batches(run: Run) -> str:
    """How an epoch deals the points out, where it has several updates."""
    if run.updates_per_epoch == 1:
        return ""
    settings = run.settings
    order = f"shuffled with seed {settings.batch_seed}" if settings.shuffle else "in order"
    return f"batches of {settings.batch_size:,}, {order}"
