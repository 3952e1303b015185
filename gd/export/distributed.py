"""A run on several processes, of one machine or of many: a script for `torchrun`."""

import dataclasses
from textwrap import indent

from gd.errors import InputError
from gd.export import lines
from gd.export.loop import Loop, optimizer_calls
from gd.export.parts import Parts, parts
from gd.export.points import in_file
from gd.export.report import USUAL, Report
from gd.problem import Problem
from gd.run import Run
from gd.variants import VARIANTS

_HOW = """\
The points are shared out over the processes, each computes the gradient of its own, and torch adds
these up: the same training as on one, to rounding. On one machine, in two processes:

    torchrun --standalone --nproc-per-node 2 {file}

On two machines, the first at ADDRESS; on the second with --node-rank 1:

    torchrun --nnodes 2 --node-rank 0 --nproc-per-node 2 --master-addr ADDRESS {file}
"""

_IMPORTS = """\
import numpy as np
import torch
import torch.distributed as dist
import torch.distributed.nn  # before there is a group, which its defaults would keep alive
from torch import nn
from torch.nn.parallel import DistributedDataParallel

torch.set_num_threads(1)  # as there are many processes"""

_WHY_MEAN = "times world_size, since `parallel` divides by it; over number, for the mean"
_WHY_SUM = "times world_size, since `parallel` divides by it"

_BEGIN = """\
def write(line):
    \"\"\"Print a line once, and not in every process.\"\"\"
    if rank == 0:
        print(line, flush=True)


dist.init_process_group("gloo")  # between CPUs; between GPUs it would be "nccl"
rank, world_size = dist.get_rank(), dist.get_world_size()

# of all points every world_size-th, from the rank-th on; with more processes than points, none
number = len(x)
inputs = torch.tensor(x[rank::world_size]).unsqueeze(1)
targets = torch.tensor(y[rank::world_size]).unsqueeze(1)

{model}
parallel = DistributedDataParallel(model)  # after backward, the mean of all processes' gradients
optim = {optimizer}
test_input = torch.tensor([{test_input}], dtype=inputs.dtype)

{predict}
{before}
"""

_LOOP = """\
for epoch in range(epochs):
    # prediction: at this process's points
    y_pred = parallel(inputs)

    # loss: this process's share of it, and the sum of all shares, for the log
    squares = ((y_pred - targets) ** 2).sum()
    loss = squares.detach() / number
    dist.all_reduce(loss)

    # gradient: {why}
    (squares * {factor}).backward()

    # update
    optim.step()

    # zero: backward adds to the gradients, it does not replace them
    optim.zero_grad()

{record}
"""

# A process that ends while others still talk to it, or while its group has threads, may crash.
# The group, and with it its threads, ends once nothing refers to it: `torch.distributed.nn`, which
# `DistributedDataParallel` imports, takes the group that is there for the default of its arguments.
_END = """\
# All are done; `parallel` goes first, as it holds on to the process group.
dist.barrier()
del parallel
dist.destroy_process_group()
"""


def distributed(run: Run, report: Report = USUAL, file: str = "distributed.py") -> str:
    """A Python program for `torchrun` that trains as `run` did and prints the same log, once.

    Each of P processes has every P-th point and computes Σ (f(xᵢ) - yᵢ)² of these. Torch's
    `DistributedDataParallel` takes the mean of the gradients over the processes, so the sum is
    weighted by P/N: the mean is then the gradient of the loss of all N points, however many a
    process has, even none. Where `numpy_by_hand` follows the sum of the points' gradients, the
    weight is P. The numbers are those of `run` to rounding, since sums are taken in another order.

    file     what the program will be called, for the commands that it tells
    Errors as of `gd.export.script`; mini-batches are refused, too.

    Source: S. Li et al., "PyTorch Distributed: Experiences on Accelerating Data Parallel Training",
    2020, section 3.
    """
    if run.updates_per_epoch > 1:
        takes = f"{len(run.problem.x):,}, the number of points: the processes share these out"
        raise InputError("batch_size", run.settings.batch_size, takes)
    of = parts(run, report)
    how = _HOW.format(file=file).splitlines()
    of = dataclasses.replace(of, about=(*of.about, "", *how))
    head = "\n\n".join(
        [of.docstring, _imports(report.points or run.problem), of.points, of.settings]
    )
    definitions = [lines.SHOWN] if "shown(" in of.print_after else []
    return "\n\n\n".join([head, *definitions, _body(run, of, report)])


def _imports(given: Problem) -> str:
    path = "from pathlib import Path\n\n" if in_file(given) else ""
    return f"{path}{_IMPORTS}"


def _body(run: Run, of: Parts, report: Report) -> str:
    standardised = report.points is not None
    predict = f"prediction = {'y_mean + y_sd * ' if standardised else ''}model(test_input).item()"
    begin = _BEGIN.format(
        model=_model(run),
        optimizer=optimizer_calls(run, "parallel.parameters()"),
        test_input="(test_x - x_mean) / x_sd" if standardised else "test_x",
        predict=predict,
        before=_once(of.print_before),
    )
    closing = [*([] if run.diverged_at else [predict]), _once(of.print_after), "", _END]
    loop = _loop(run, of.loop, report.interval(run), predict)
    return "\n".join([begin, loop, *closing])


def _model(run: Run) -> str:
    """The line as a module, at the start of `run`."""
    if "seed" in VARIANTS[run.variant].settings and run.settings.seed is not None:
        return (
            "torch.manual_seed(seed)\nmodel = nn.Linear(1, 1).to(inputs.dtype)\n"
            "w, b = model.weight, model.bias"
        )
    if run.has_bias:
        return (
            "model = nn.Linear(1, 1, dtype=inputs.dtype)\n"
            "w, b = model.weight, model.bias\n"
            "nn.init.constant_(w, w0)\nnn.init.constant_(b, b0)"
        )
    return (
        "model = nn.Linear(1, 1, bias=False, dtype=inputs.dtype)\n"
        "w = model.weight\nnn.init.constant_(w, w0)"
    )


def _loop(run: Run, loop: Loop, every: int, predict: str) -> str:
    names = ("loss", "w", "b") if run.has_bias else ("loss", "w")
    # the loop below, not the variant's own
    loop = dataclasses.replace(loop, text="", values={name: f"{name}.item()" for name in names})
    record = lines.print_epoch(loop, every)
    if run.diverged_at:
        record = f"{lines.check(run, loop, predict)}\n{record}"
    summed = VARIANTS[run.variant].gradient(run.settings) == "sum"
    return _LOOP.format(
        why=_WHY_SUM if summed else _WHY_MEAN,
        factor="world_size" if summed else "(world_size / number)",
        record=indent(_once(record), "    "),
    )


def _once(code: str) -> str:
    """The code with what it prints printed by one process."""
    return code.replace("print(", "write(")
