"""The scale of the loss chart, and what becomes of a loss of zero on it."""

from gd.charts import epoch_charts


def scale_types(chart) -> set[str]:
    encodings = [layer["encoding"].get("y", {}) for layer in chart.to_dict()["layer"]]
    return {y["scale"]["type"] for y in encodings if "scale" in y}


def test_the_loss_is_drawn_on_the_given_scale():
    assert scale_types(epoch_charts.loss("log", True, False)) == {"log"}
    assert scale_types(epoch_charts.loss("linear", True, False)) == {"linear"}


def test_on_the_log_scale_a_loss_of_zero_lies_on_the_floor():
    layers = epoch_charts.loss("log", True, False).to_dict()["layer"]
    on_floor = [layer for layer in layers if layer["transform"][0] == {"filter": "datum.loss == 0"}]
    dots, label, marker = on_floor
    assert dots["encoding"]["y"] == marker["encoding"]["y"] == {"value": {"expr": "height - 3"}}
    assert label["mark"]["text"] == "exactly 0"
    assert "loss > 0" in str(layers[0]["transform"])
