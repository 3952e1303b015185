import numpy as np
import pytest

import gd
from gd.variants import many_starts


@pytest.mark.sampled(3)
@pytest.mark.parametrize("points", [1, 2, 3, 4, 5, 7, 8, 9, 16, 33, 100, 1000, 1001])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_is_the_loop_of_torch_module_to_the_last_bit(points, dtype):
    rng = np.random.default_rng(points)
    problem = gd.Problem(rng.uniform(-2, 3, points), rng.uniform(-5, 9, points))
    x, y = problem.arrays(dtype)
    starts = rng.uniform(-2, 2, (5, 2)).astype(dtype)
    steps = list(many_starts.train(x, y, starts[:, 0], starts[:, 1], 0.02, 40))
    for place, (w0, b0) in enumerate(starts):
        settings = gd.Settings(0.02, 40, float(w0), float(b0), dtype=dtype)
        history = gd.train("torch_module", problem, settings).history
        for name, numbers in zip(("loss", "w", "b"), zip(*steps, strict=True), strict=True):
            assert [float(number[place]) for number in numbers] == history[name].tolist()
