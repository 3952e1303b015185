"""Logs in the forms that people print, each with what stands in it.

Text of our own: the forms are public, the figures are made up. By name: the text, and its rows as
(epoch, loss, w, b), None for what is not printed.
"""

N = None
BAR = "\x1b[1m1/1\x1b[0m \x1b[32m━━━━━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m"

FORMS: dict[str, tuple[str, list[tuple]]] = {
    "a loss alone": ("loss: 0.500\nloss: 0.250\n", [(N, 0.5, N, N), (N, 0.25, N, N)]),
    "epoch in brackets, of a total": (
        "Epoch [10/100], Loss: 0.0321\nEpoch [20/100], Loss: 0.0210\n",
        [(10, 0.0321, N, N), (20, 0.021, N, N)],
    ),
    "epoch of a total, without brackets": (
        "Epoch 1/3 - Loss: 9.50\nEpoch 2/3 - Loss: 4.10\n",
        [(1, 9.5, N, N), (2, 4.1, N, N)],
    ),
    "a tensor with its node": (
        "0 tensor(1.5593, grad_fn=<MseLossBackward0>)\n1 tensor(0.5, grad_fn=<MseLossBackward0>)\n",
        [(0, 1.5593, N, N), (1, 0.5, N, N)],
    ),
    "a tensor alone": (
        "tensor(30., grad_fn=<MeanBackward0>)\ntensor(21.6750, grad_fn=<MeanBackward0>)\n",
        [(N, 30.0, N, N), (N, 21.675, N, N)],
    ),
    "Keras": (
        "Epoch 1/2\n1/1 [==============================] - 0s 212ms/step - loss: 25.5\n"
        "Epoch 2/2\n1/1 [==============================] - 0s 3ms/step - loss: 20.1\n",
        [(1, 25.5, N, N), (2, 20.1, N, N)],
    ),
    "Keras 3": (
        f"Epoch 1/2\n{BAR} 98ms/step - loss: 25.5 - val_loss: 30.0\n"
        f"Epoch 2/2\n{BAR} 12ms/step - loss: 20.1 - val_loss: 29.0\n",
        [(1, 25.5, N, N), (2, 20.1, N, N)],
    ),
    "print(epoch, loss, w)": (
        "0 0.5 tensor([[1.9]])\n1 0.25 tensor([[1.95]])\n2 0.1 tensor([[1.97]])\n",
        [(0, 0.5, 1.9, N), (1, 0.25, 1.95, N), (2, 0.1, 1.97, N)],
    ),
    "CSV with a header": (
        "epoch,loss,w,b\n1,30.0,0.3,0.1\n2,21.67,0.555,0.18\n",
        [(1, 30.0, 0.3, 0.1), (2, 21.67, 0.555, 0.18)],
    ),
    "CSV with an index and other columns": (
        ",epoch,lr,train_loss,val_loss\n0,1,0.01,30.0,31.0\n1,2,0.01,21.5,22.5\n",
        [(1, 30.0, N, N), (2, 21.5, N, N)],
    ),
    "CSV without a header": (
        "1,30.0,0.3\n2,21.67,0.555\n3,15.6,0.772\n",
        [(1, 30.0, 0.3, N), (2, 21.67, 0.555, N), (3, 15.6, 0.772, N)],
    ),
    "CSV of whole numbers": (
        "1,200,3\n2,150,4\n3,100,5\n",
        [(1, 200.0, 3.0, N), (2, 150.0, 4.0, N), (3, 100.0, 5.0, N)],
    ),
    "semicolons and decimal commas": (
        "Epoch;Loss;w\n1;30,0;0,3\n2;21,67;0,555\n",
        [(1, 30.0, 0.3, N), (2, 21.67, 0.555, N)],
    ),
    "TSV": (
        "step\tw\tcost\n0\t0.3\t30.0\n1\t0.555\t21.67\n",
        [(0, 30.0, 0.3, N), (1, 21.67, 0.555, N)],
    ),
    "a table of pandas": (
        "   epoch     loss      w\n0      1  30.0000  0.300\n1      2  21.6750  0.555\n",
        [(1, 30.0, 0.3, N), (2, 21.675, 0.555, N)],
    ),
    "a table in Markdown": (
        "| epoch | loss | w |\n|-------|------|-----|\n| 1 | 30.0 | 0.3 |\n| 2 | 21.7 | 0.6 |\n",
        [(1, 30.0, 0.3, N), (2, 21.7, 0.6, N)],
    ),
    "tuples": (
        "(0, 30.0, 0.3)\n(1, 21.67, 0.555)\n",
        [(0, 30.0, 0.3, N), (1, 21.67, 0.555, N)],
    ),
    "tqdm beside an epoch": (
        "Epoch 0: 100%|██████████| 4/4 [00:00<00:00, 412.31it/s, loss=30.0, v_num=7]\n"
        "Epoch 1: 100%|██████████| 4/4 [00:00<00:00, 399.02it/s, loss=21.7, v_num=7]\n",
        [(0, 30.0, N, N), (1, 21.7, N, N)],
    ),
    "tqdm over the epochs": (
        " 10%|█         | 1/10 [00:00<00:01,  8.10it/s, loss=30.0]\n"
        " 20%|██        | 2/10 [00:00<00:00,  9.02it/s, loss=21.7]\n",
        [(1, 30.0, N, N), (2, 21.7, N, N)],
    ),
    "a bar that prints an epoch twice": (
        "Epoch 0:  50%|█████     | 2/4 [00:00<00:00, 41.3it/s, loss=33.0]\r"
        "Epoch 0: 100%|██████████| 4/4 [00:00<00:00, 41.3it/s, loss=30.0]\r"
        "Epoch 1: 100%|██████████| 4/4 [00:00<00:00, 39.0it/s, loss=21.7]\n",
        [(0, 30.0, N, N), (1, 21.7, N, N)],
    ),
    "a w before the loss, no epoch": (
        "w: 1.2 loss 0.3\nw: 1.4 loss 0.2\n",
        [(N, 0.3, 1.2, N), (N, 0.2, 1.4, N)],
    ),
    "weights as a row of an array": (
        "Iteration 0: weight = [[0.3]], bias = [0.1], cost = 30.0\n"
        "Iteration 1: weight = [[0.5]], bias = [0.2], cost = 21.7\n",
        [(0, 30.0, 0.3, 0.1), (1, 21.7, 0.5, 0.2)],
    ),
    "w with its indices": (
        "epoch 1: w[0][0] = 1.200, loss = 30.0\nepoch 2: w[0][0] = 1.680, loss = 4.8\n",
        [(1, 30.0, 1.2, N), (2, 4.8, 1.68, N)],
    ),
    "arguments of a tensor": (
        "w = tensor([[1.9]], device='cuda:0', requires_grad=True) loss = tensor(0.5)\n"
        "w = tensor([[1.95]], device='cuda:0', requires_grad=True) loss = tensor(0.25)\n",
        [(N, 0.5, 1.9, N), (N, 0.25, 1.95, N)],
    ),
    "scalars of NumPy 2": (
        "epoch 1 w np.float64(1.2) loss np.float32(30.0)\n"
        "epoch 2 w np.float64(1.68) loss np.float32(4.8000007)\n",
        [(1, 30.0, 1.2, N), (2, 4.8000007, 1.68, N)],
    ),
    "arrays": (
        "w: array([1.9], dtype=float32), loss: array(0.5)\n"
        "w: array([1.95], dtype=float32), loss: array(0.25)\n",
        [(N, 0.5, 1.9, N), (N, 0.25, 1.95, N)],
    ),
    "dictionaries": (
        "{'epoch': 1, 'loss': 30.0, 'lr': 0.01}\n{'epoch': 2, 'loss': 21.7, 'lr': 0.01}\n",
        [(1, 30.0, N, N), (2, 21.7, N, N)],
    ),
    "JSON lines": (
        '{"step": 1, "train_loss": 30.0, "w": 0.3}\n{"step": 2, "train_loss": 21.7, "w": 0.5}\n',
        [(1, 30.0, 0.3, N), (2, 21.7, 0.5, N)],
    ),
    "time stamps": (
        "2024-03-01 12:00:05,123 INFO epoch 3 loss 0.5\n"
        "2024-03-01 12:00:06,480 INFO epoch 4 loss 0.4\n",
        [(3, 0.5, N, N), (4, 0.4, N, N)],
    ),
    "a clock and a duration": (
        "[12:00:05] Epoch 1 | loss 0.5000 | time 0.31s\n"
        "[12:00:06] Epoch 2 | loss 0.4000 | time 2 s\n",
        [(1, 0.5, N, N), (2, 0.4, N, N)],
    ),
    "prompts of Jupyter": (
        "In [3]: train()\nOut[3]: epoch 1: loss = 30.0\nOut[4]: epoch 2: loss = 4.8\n",
        [(1, 30.0, N, N), (2, 4.8, N, N)],
    ),
    "the loss first, after an iteration": (
        "Loss after iteration 0: 0.6931\nLoss after iteration 100: 0.5210\n",
        [(0, 0.6931, N, N), (100, 0.521, N, N)],
    ),
    "cost after so many iterations": (
        "Cost after 10 iterations: 8.25\nCost after 20 iterations: 4.5\n",
        [(10, 8.25, N, N), (20, 4.5, N, N)],
    ),
    "an epoch without a name": (
        "1: loss = 30.0, w = 0.3\n2: loss = 21.7, w = 0.5\n",
        [(1, 30.0, 0.3, N), (2, 21.7, 0.5, N)],
    ),
    "arrows": (
        "Epoch : 0 -> Loss : 44.0 -> W : 0.44\nEpoch : 1 -> Loss : 26.77 -> W : 0.783\n",
        [(0, 44.0, 0.44, N), (1, 26.77, 0.783, N)],
    ),
    "slope and intercept": (
        "iter=5 | m=1.25 | c=0.50 | MSE=3.0\niter=10 | m=1.75 | c=0.25 | MSE=1.0\n",
        [(5, 3.0, 1.25, 0.5), (10, 1.0, 1.75, 0.25)],
    ),
    "thetas": (
        "theta0: 0.1 theta1: 1.5 J: 2.5\ntheta0: 0.2 theta1: 1.7 J: 1.5\n",
        [(N, 2.5, 1.5, 0.1), (N, 1.5, 1.7, 0.2)],
    ),
    "names of parameters": (
        "epoch 0 linear.weight: 1.5 linear.bias: 0.1 loss.item(): 2.5\n"
        "epoch 1 linear.weight: 1.7 linear.bias: 0.2 loss.item(): 1.5\n",
        [(0, 2.5, 1.5, 0.1), (1, 1.5, 1.7, 0.2)],
    ),
    "gradients beside them": (
        "epoch 1: w = 0.3, dw = -30.0, w.grad: -30.0, loss = 30.0\n"
        "epoch 2: w = 0.5, dw = -25.5, w.grad: -25.5, loss = 21.7\n",
        [(1, 30.0, 0.3, N), (2, 21.7, 0.5, N)],
    ),
    "exponents": (
        "epoch 8 loss 8.053e-05\nepoch 9 loss 1.288E-05\nepoch 10 loss 2.1e-6\n",
        [(8, 8.053e-05, N, N), (9, 1.288e-05, N, N), (10, 2.1e-06, N, N)],
    ),
    "thousands": (
        "epoch 1: loss = 1,234.5\nepoch 2: loss = 12,345,678.0\n",
        [(1, 1234.5, N, N), (2, 12345678.0, N, N)],
    ),
    "a divergence": (
        "epoch 1: w = -1.5e+38, loss = inf\nepoch 2: w = nan, loss = nan\n",
        [(1, float("inf"), -1.5e38, N), (2, float("nan"), float("nan"), N)],
    ),
    "points without digits": (
        "epoch 0: loss = 30.\nepoch 1: loss = .5\n",
        [(0, 30.0, N, N), (1, 0.5, N, N)],
    ),
    "zeros before an epoch": (
        "Epoch: 0001 cost= 0.123456789 W= 0.25 b= 0.5\n"
        "Epoch: 0051 cost= 0.113456789 W= 0.26 b= 0.4\n",
        [(1, 0.123456789, 0.25, 0.5), (51, 0.113456789, 0.26, 0.4)],
    ),
    "a value a line": (
        "Epoch 1\n  loss: 30.0\n  w: 0.3\nEpoch 2\n  loss: 21.7\n  w: 0.5\n",
        [(1, 30.0, 0.3, N), (2, 21.7, 0.5, N)],
    ),
    "rules around an epoch": (
        "===== Epoch 1 =====\nTraining loss: 30.0\n===== Epoch 2 =====\nTraining loss: 21.7\n",
        [(1, 30.0, N, N), (2, 21.7, N, N)],
    ),
    "epoch and step": (
        "Epoch [1/2], Step [1/1], Loss: 30.0\nEpoch [2/2], Step [1/1], Loss: 21.7\n",
        [(1, 30.0, N, N), (2, 21.7, N, N)],
    ),
    "a minus of typographers": (
        "epoch 1 w \u22120.5 loss 3.0\nepoch 2 w \u22120.25 loss 2.0\n",
        [(1, 3.0, -0.5, N), (2, 2.0, -0.25, N)],
    ),
    "a list": ("[30.0, 21.67,\n 15.66]\n", [(N, 30.0, N, N), (N, 21.67, N, N), (N, 15.66, N, N)]),
    "a list with a name": ("losses = [30.  21.67]", [(N, 30.0, N, N), (N, 21.67, N, N)]),
    "a sentence": (
        "At epoch 10 the loss is 0.5 and the weight is 1.9.\n"
        "At epoch 20 the loss is 0.25 and the weight is 1.95.\n",
        [(10, 0.5, 1.9, N), (20, 0.25, 1.95, N)],
    ),
    "lines of Windows": (
        "epoch 1 loss 2.0\r\nepoch 2 loss 1.0\r\n",
        [(1, 2.0, N, N), (2, 1.0, N, N)],
    ),
}
