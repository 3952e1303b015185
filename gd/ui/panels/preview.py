"""What the browser needs to preview a training, which `preview.js` computes there."""

from dataclasses import asdict
from typing import Any

import numpy as np

from gd import theory
from gd.run import Run
from gd.theory.optimizer_rules import RULES
from gd.variants import VARIANTS


def preview_constants(run: Run) -> dict[str, Any]:
    """The problem and settings of `run` as plain numbers, without its points.

    The loss is L* + ½ δᵀHδ with δ = θ - θ*, and a step follows scale·Hδ: as it is, or as the `rule`
    of an optimizer has it. Of mini-batches it is the step to expect: that of all points. A training
    ends where its sum of squared errors overflows.
    """
    problem, settings = run.problem, run.settings
    size = 2 if run.has_bias else 1
    best = theory.optimum(problem, run.has_bias)
    min_loss = theory.loss(problem, *best)  # not finite beyond float64, as no loss is then
    variant = VARIANTS[run.variant]
    return {
        "hessian": theory.hessian(problem)[:size, :size].tolist(),
        "optimum": best[:size],
        "min_loss": min_loss if np.isfinite(min_loss) else np.finfo(np.float64).max,
        "max_loss": float(np.finfo(settings.dtype).max) / len(problem.x),
        "scale": theory.gradient_scale(problem, variant.gradient(settings)),
        "start": run.start[:size],
        "rate": settings.learning_rate,
        "epochs": settings.epochs,
        "updates": run.updates,
        "schedule": settings.schedule if "schedule" in variant.settings else "constant",
        "rule": asdict(RULES[variant.rule_name(settings)]),
    }
