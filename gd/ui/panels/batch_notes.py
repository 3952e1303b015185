"""What is said of a run in mini-batches: what an update follows, and how far the weights wander."""

import math
from dataclasses import replace

from gd.analysis.cloud import MIN_UPDATES, Cloud, cloud
from gd.analysis.formatting import format_short
from gd.problem import Vector
from gd.run import Run
from gd.theory import noise
from gd.ui.panels.advice import round_down
from gd.variants import VARIANTS

AVERAGE = (
    "On average over batches that is the gradient of all points; each one strays from it. The "
    "dotted preview is the path of the average: the run lands around it, not on it."
)


def notes(run: Run) -> list[str]:
    """The theory of the batches of `run` with its numbers, in Markdown; none without batches."""
    if run.updates_per_epoch == 1:
        return []
    size, count = run.settings.batch_size, len(run.problem.x)
    each = f"An update follows the gradient of {size:,} of {count:,} points."
    return [f"**Mini-batches.** {each} {AVERAGE}", _about_cloud(run)]


def short(run: Run) -> tuple[str, str] | None:
    """What the batches do to `run` in a few words, and a colour; None where they do nothing."""
    found = cloud(run)
    if found is None or (found.predicted is not None and not found.predicted.any()):
        return None
    if found.predicted is None:
        return "unstable: the noise of the batches grows", "red"
    predicted = f"predicted ±{_number(Cloud.size(found.predicted)[0])}"
    if found.measured is None:
        return f"w will wander: {predicted}", "green"
    return f"w wanders ±{_number(Cloud.size(found.measured)[0])}, {predicted}", "green"


def _about_cloud(run: Run) -> str:
    found, settings = cloud(run), run.settings
    if found is None:
        name = VARIANTS[run.variant].rule_name(settings)
        if name != "SGD":
            return f"How far {name} wanders about the optimum, no formula here says."
        return "The learning rate falls, and with it how far the weights wander about the optimum."
    if found.predicted is None:
        limit = noise.mean_square_limit(run.problem, settings.batch_size or 1)
        return (
            "**Unstable**: at this rate the noise of the batches grows faster than the steps "
            f"shrink it. Batches of this size, drawn at random, need a rate below "
            f"{round_down(limit)}."
        )
    if not found.predicted.any():
        return (
            "**No cloud**: the best line goes through every point, so that there the gradient of "
            "each point is 0, and the batches have nothing to disagree about."
        )
    text = (
        "**The cloud**: at a constant rate the weights do not come to rest. From the covariance of "
        f"the points' gradients they are predicted to stay {_both(found.predicted)} from the "
        "optimum (root mean square; the ellipse on the landscape is twice that). "
    )
    return text + _measured(found, run) + _at_half_the_rate(run)


def _measured(found: Cloud, run: Run) -> str:
    if found.measured is not None:
        return f"Measured over the last {found.updates:,} updates: {_both(found.measured)}."
    if not math.isfinite(found.forgotten_at):
        return "The start is never forgotten here, so nothing is measured."
    epochs = math.ceil((found.forgotten_at + MIN_UPDATES) / run.updates_per_epoch)
    return f"To measure it, the run has to forget its start: that takes {epochs:,} epochs."


def _at_half_the_rate(run: Run) -> str:
    slower = replace(run.settings, learning_rate=run.settings.learning_rate / 2)
    half = noise.stationary_covariance(run.problem, slower)
    return "" if half is None else f" At half the rate, {_both(half)} are predicted."


def _both(covariance: Vector) -> str:
    w, b = Cloud.size(covariance)
    return f"±{_number(w)} in w and ±{_number(b)} in b"


def _number(value: float) -> str:
    return format_short(value, 2)
