"""The runs that *Compare* compares, in a link."""

import pytest

import gd
from gd.links import run_specs

REFUSED = {
    "": "Runs takes 2 to 4 runs",
    "numpy_by_hand": "it got “1 run: numpy_by_hand”",
    "..".join(["torch_autograd"] * 5): "it got “5 runs: torch_autograd",
    "numpy_by_hand..": "Runs, run 2 takes one of numpy_by_hand, torch_autograd,",
    "numpy_by_hand..keras": "Runs, run 2 takes one of numpy_by_hand, torch_autograd,",
    "<img src=x onerror=alert(1)>..torch_module": "it got “<img src=x onerror=alert(1)>”",
    "**[a](http://b.de)**..torch_module": "it got “**[a](http://b.de)**”",
    "x" * 10_000: "characters)",
    ".." * 5_000: "5,001 runs",
    "torch_autograd--gradient-sum..torch_module": "takes for torch_autograd, each at most once, lr",
    "torch_optimizer--seed-3..torch_module": "it got “seed-3”",
    "torch_module..torch_module--optimizer-adam": "run 2, optimizer takes one of SGD, momentum",
    "torch_module..torch_module--lr-0": "run 2, lr takes a number from 1e-12 to 10",
    "torch_module..torch_module--lr-nan": "run 2, lr takes a number from 1e-12 to 10",
    "torch_module..torch_module--lr": "run 2, lr takes a number from 1e-12 to 10",
    "torch_module--lr-1--lr-2..torch_module": "takes for torch_module, each at most once, lr-…",
}


@pytest.mark.parametrize("got", REFUSED, ids=lambda got: got[:20] or "empty")
def test_refuses_runs_with_a_sentence(got):
    with pytest.raises(gd.InputError) as refusal:
        run_specs.normalize(got)
    assert REFUSED[got] in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_what_is_written_is_read_again():
    for name in gd.VARIANTS:
        for setting in run_specs.applicable(name):
            for value in (
                (1, 100_000)
                if setting == "batch_size"
                else run_specs.CHOICES.get(setting, (0.02, 1e-06, 1))
            ):
                chosen = [run_specs.RunSpec(name, {setting: value}), run_specs.RunSpec(name)]
                assert run_specs.parse_runs(run_specs.format_runs(chosen)) == chosen
