import gd


def test_f5_after_three_epochs_at_0_013(doubling):
    """By a plain loop in Python's own floats."""
    w = 0.0
    for _ in range(3):
        w -= 0.013 * sum(2 * x * (w * x - 2 * x) for x in (1, 2, 3, 4))
    run = gd.train("numpy_by_hand", doubling, gd.Settings(learning_rate=0.013, epochs=3))
    assert f"{run.predict_after(5):.3f}" == f"{5 * w:.3f}" == "9.894"
