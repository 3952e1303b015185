"""What the five notebooks printed: the epochs and predictions of their twelve trainings.

By notebook, then by training; each a text of whole lines, blanks at a line's end left out. Of the
first training of notebook 000, what follows epoch 70 was cut off in the notebook itself.
"""

PRINTED: dict[str, tuple[str, ...]] = {
    "000_301a3bf22c38f904.txt": (
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 1.200, loss = 30.00000000
epoch 4: w = 1.949, loss = 0.12288000
epoch 7: w = 1.997, loss = 0.00050331
epoch 10: w = 2.000, loss = 0.00000206
epoch 13: w = 2.000, loss = 0.00000001
epoch 16: w = 2.000, loss = 0.00000000
epoch 19: w = 2.000, loss = 0.00000000
epoch 22: w = 2.000, loss = 0.00000000
epoch 25: w = 2.000, loss = 0.00000000
epoch 28: w = 2.000, loss = 0.00000000
epoch 31: w = 2.000, loss = 0.00000000
epoch 34: w = 2.000, loss = 0.00000000
epoch 37: w = 2.000, loss = 0.00000000
epoch 40: w = 2.000, loss = 0.00000000
epoch 43: w = 2.000, loss = 0.00000000
epoch 46: w = 2.000, loss = 0.00000000
epoch 49: w = 2.000, loss = 0.00000000
epoch 52: w = 2.000, loss = 0.00000000
epoch 55: w = 2.000, loss = 0.00000000
epoch 58: w = 2.000, loss = 0.00000000
epoch 61: w = 2.000, loss = 0.00000000
epoch 64: w = 2.000, loss = 0.00000000
epoch 67: w = 2.000, loss = 0.00000000
epoch 70: w = 2.000, loss = 0.00000000
""",
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 0.300, loss = 30.00000000
epoch 2: w = 0.555, loss = 21.67499924
epoch 3: w = 0.772, loss = 15.66018772
epoch 4: w = 0.956, loss = 11.31448650
epoch 5: w = 1.113, loss = 8.17471695
epoch 6: w = 1.246, loss = 5.90623236
epoch 7: w = 1.359, loss = 4.26725292
epoch 8: w = 1.455, loss = 3.08308983
epoch 9: w = 1.537, loss = 2.22753215
epoch 10: w = 1.606, loss = 1.60939169
Prediction before training: f(5) = 8.031
""",
    ),
    "001_3d6161782f331294.txt": (
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 1.200, loss = 30.00000000
epoch 2: w = 1.680, loss = 4.79999924
epoch 3: w = 1.872, loss = 0.76800019
epoch 4: w = 1.949, loss = 0.12288000
epoch 5: w = 1.980, loss = 0.01966083
epoch 6: w = 1.992, loss = 0.00314570
epoch 7: w = 1.997, loss = 0.00050332
epoch 8: w = 1.999, loss = 0.00008053
epoch 9: w = 1.999, loss = 0.00001288
epoch 10: w = 2.000, loss = 0.00000206
epoch 11: w = 2.000, loss = 0.00000033
epoch 12: w = 2.000, loss = 0.00000005
epoch 13: w = 2.000, loss = 0.00000001
epoch 14: w = 2.000, loss = 0.00000000
epoch 15: w = 2.000, loss = 0.00000000
epoch 16: w = 2.000, loss = 0.00000000
epoch 17: w = 2.000, loss = 0.00000000
epoch 18: w = 2.000, loss = 0.00000000
epoch 19: w = 2.000, loss = 0.00000000
epoch 20: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
        """\
Prediction before training: f(5) = -3.745
epoch  1 : w =  -0.22590675950050354  loss =  tensor(59.5198, grad_fn=<MseLossBackward0>)
epoch  11 : w =  1.544162631034851  loss =  tensor(1.5593, grad_fn=<MseLossBackward0>)
epoch  21 : w =  1.8317652940750122  loss =  tensor(0.0586, grad_fn=<MseLossBackward0>)
epoch  31 : w =  1.8808295726776123  loss =  tensor(0.0187, grad_fn=<MseLossBackward0>)
epoch  41 : w =  1.8914424180984497  loss =  tensor(0.0167, grad_fn=<MseLossBackward0>)
epoch  51 : w =  1.8957899808883667  loss =  tensor(0.0157, grad_fn=<MseLossBackward0>)
epoch  61 : w =  1.8990516662597656  loss =  tensor(0.0148, grad_fn=<MseLossBackward0>)
epoch  71 : w =  1.902063012123108  loss =  tensor(0.0139, grad_fn=<MseLossBackward0>)
epoch  81 : w =  1.9049607515335083  loss =  tensor(0.0131, grad_fn=<MseLossBackward0>)
epoch  91 : w =  1.9077688455581665  loss =  tensor(0.0124, grad_fn=<MseLossBackward0>)
Prediction after training: f(5) = 9.815
""",
    ),
    "002_4c9403ac5eb60673.txt": (
        """\
Prediction before training: f(5) = 0.000
Epoch 1: w = 1.200, loss = 30.00000000
Epoch 3: w = 1.872, loss = 0.76800019
Epoch 5: w = 1.980, loss = 0.01966083
Epoch 7: w = 1.997, loss = 0.00050331
Epoch 9: w = 1.999, loss = 0.00001288
Epoch 11: w = 2.000, loss = 0.00000033
Epoch 13: w = 2.000, loss = 0.00000001
Epoch 15: w = 2.000, loss = 0.00000000
Epoch 17: w = 2.000, loss = 0.00000000
Epoch 19: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
        """\
Epoch 1: w = 0.300, loss = 30.00000000
Epoch 11: w = 1.665, loss = 1.16278565
Epoch 21: w = 1.934, loss = 0.04506890
Epoch 31: w = 1.987, loss = 0.00174685
Epoch 41: w = 1.997, loss = 0.00006770
Epoch 51: w = 1.999, loss = 0.00000262
Epoch 61: w = 2.000, loss = 0.00000010
Epoch 71: w = 2.000, loss = 0.00000000
Epoch 81: w = 2.000, loss = 0.00000000
Epoch 91: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
    ),
    "003_96221490e0b53edc.txt": (
        """\
Epoch : 0 -> Loss : 44.0 -> W : 2.2
Epoch : 1 -> Loss : 0.4399999976158142 -> W : 1.98
Epoch : 2 -> Loss : 0.004000000189989805 -> W : 2.002
Epoch : 3 -> Loss : 0.0 -> W : 2.0
Epoch : 4 -> Loss : 0.0 -> W : 2.0
Epoch : 5 -> Loss : 0.0 -> W : 2.0
Epoch : 6 -> Loss : 0.0 -> W : 2.0
Epoch : 7 -> Loss : 0.0 -> W : 2.0
Epoch : 8 -> Loss : 0.0 -> W : 2.0
Epoch : 9 -> Loss : 0.0 -> W : 2.0
""",
        """\
Epoch : 0 -> Loss : 44.0 -> W : 0.44
Epoch : 1 -> Loss : 26.77 -> W : 0.783
Epoch : 2 -> Loss : 16.287 -> W : 1.051
Epoch : 3 -> Loss : 9.909 -> W : 1.26
Epoch : 4 -> Loss : 6.029 -> W : 1.423
Epoch : 5 -> Loss : 3.668 -> W : 1.55
Epoch : 6 -> Loss : 2.231 -> W : 1.649
Epoch : 7 -> Loss : 1.358 -> W : 1.726
Epoch : 8 -> Loss : 0.826 -> W : 1.786
Epoch : 9 -> Loss : 0.503 -> W : 1.833
""",
    ),
    "004_1fb8c5fcd60b5dde.txt": (
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 1.200, loss = 30.00000000
epoch 2: w = 1.680, loss = 4.80000067
epoch 3: w = 1.872, loss = 0.76800019
epoch 4: w = 1.949, loss = 0.12288000
epoch 5: w = 1.980, loss = 0.01966083
epoch 6: w = 1.992, loss = 0.00314574
epoch 7: w = 1.997, loss = 0.00050332
epoch 8: w = 1.999, loss = 0.00008053
epoch 9: w = 1.999, loss = 0.00001288
epoch 10: w = 2.000, loss = 0.00000206
epoch 11: w = 2.000, loss = 0.00000033
epoch 12: w = 2.000, loss = 0.00000005
epoch 13: w = 2.000, loss = 0.00000001
epoch 14: w = 2.000, loss = 0.00000000
epoch 15: w = 2.000, loss = 0.00000000
epoch 16: w = 2.000, loss = 0.00000000
epoch 17: w = 2.000, loss = 0.00000000
epoch 18: w = 2.000, loss = 0.00000000
epoch 19: w = 2.000, loss = 0.00000000
epoch 20: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 0.300, loss = 30.00000000
epoch 11: w = 1.665, loss = 1.16278565
epoch 21: w = 1.934, loss = 0.04506890
epoch 31: w = 1.987, loss = 0.00174685
epoch 41: w = 1.997, loss = 0.00006770
epoch 51: w = 1.999, loss = 0.00000262
epoch 61: w = 2.000, loss = 0.00000010
epoch 71: w = 2.000, loss = 0.00000000
epoch 81: w = 2.000, loss = 0.00000000
epoch 91: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
        """\
Prediction before training: f(5) = 0.000
epoch 1: w = 0.300, loss = 30.00000000
epoch 11: w = 1.665, loss = 1.16278565
epoch 21: w = 1.934, loss = 0.04506890
epoch 31: w = 1.987, loss = 0.00174685
epoch 41: w = 1.997, loss = 0.00006770
epoch 51: w = 1.999, loss = 0.00000262
epoch 61: w = 2.000, loss = 0.00000010
epoch 71: w = 2.000, loss = 0.00000000
epoch 81: w = 2.000, loss = 0.00000000
epoch 91: w = 2.000, loss = 0.00000000
Prediction after training: f(5) = 10.000
""",
        """\
Prediction before training: f(5) = -1.201
epoch 1: w = 3.421, loss = 41.18035889,
epoch 11: w = 2.035, loss = 0.01383961,
epoch 21: w = 2.007, loss = 0.00007626,
epoch 31: w = 2.005, loss = 0.00003904,
epoch 41: w = 2.004, loss = 0.00002125,
epoch 51: w = 2.003, loss = 0.00001157,
epoch 61: w = 2.002, loss = 0.00000630,
epoch 71: w = 2.001, loss = 0.00000343,
epoch 81: w = 2.001, loss = 0.00000187,
epoch 91: w = 2.001, loss = 0.00000102,
Prediction after training: f(5) = 10.001
""",
    ),
}
