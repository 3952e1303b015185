"""The table of variants against the files it speaks of."""

import inspect

import pytest

import gd

ALL = list(gd.VARIANTS.values())


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_settings_are_the_arguments_of_the_loop(variant):
    arguments = list(inspect.signature(variant.module.train).parameters)
    assert arguments == ["x", "y", *variant.settings]


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_source_is_the_file_of_the_function_that_runs(variant):
    file = inspect.getsourcefile(variant.module.train)
    assert file is not None
    assert file.endswith(f"gd/variants/{variant.name}.py")
    with open(file, encoding="utf-8") as text:
        assert variant.source == text.read()


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_each_step_is_marked_in_the_source(variant):
    steps = ["prediction", "loss", "gradient", "update"]
    assert list(variant.steps) == steps
    loop = variant.source.partition("for _ in range(epochs):")[2]
    marked = steps if variant.name == "numpy_by_hand" else [*steps, "zero"]
    places = [loop.index(f"# {step}") for step in marked]
    assert places == sorted(places)
    assert [*variant.blocks] == marked


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_the_blocks_are_the_code_of_an_update(variant):
    """Put back together, indented and followed by what the loop yields, they are its text."""
    code = "\n\n".join(variant.blocks.values())
    before, _, rest = variant.source.partition("# prediction\n")
    indent = before.rpartition("\n")[2]
    body = f"# prediction\n{rest.partition('yield')[0]}".replace(f"\n{indent}", "\n").strip()
    assert code == body


def test_who_does_each_step():
    rungs = {name: list(variant.steps.values()) for name, variant in gd.VARIANTS.items()}
    assert rungs == {
        "numpy_by_hand": ["NumPy", "NumPy", "by hand, NumPy", "by hand"],
        "torch_autograd": ["torch, by hand", "by hand", "autograd", "by hand, under no_grad"],
        "torch_optimizer": ["torch, by hand", "nn.MSELoss", "autograd", "torch.optim"],
        "torch_module": ["nn.Linear in an nn.Module", "nn.MSELoss", "autograd", "torch.optim"],
        "torch_minibatch": ["nn.Linear in an nn.Module", "nn.MSELoss", "autograd", "torch.optim"],
    }
    assert list(gd.FOUR_WAYS) == [name for name in gd.VARIANTS if name != "torch_minibatch"]
