"""What one would write without this app: the notebook's training, pasted into a Streamlit page.

Two controls bound to the URL, two charts, and Streamlit's default configuration. The benchmarks
compare the app with it.
"""

import altair as alt
import pandas as pd
import streamlit as st
import torch
from torch import nn

st.title("Linear regression with PyTorch")
learning_rate = st.sidebar.number_input(
    "Learning rate", 0.000001, 10.0, 0.01, 0.001, format="%g", key="lr", bind="query-params"
)
epochs = st.sidebar.number_input("Epochs", 1, 50_000, 100, 10, key="epochs", bind="query-params")

X = torch.tensor([[1], [2], [3], [4]], dtype=torch.float32)
Y = torch.tensor([[2], [4], [6], [8]], dtype=torch.float32)
X_test = torch.tensor([5], dtype=torch.float32)

torch.manual_seed(0)
model = nn.Linear(1, 1)
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
st.write(f"Prediction before training: f(5) = {model(X_test).item():.3f}")

history = []
for epoch in range(1, epochs + 1):
    loss = criterion(model(X), Y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    history.append((epoch, loss.item(), model.weight.item()))

st.write(f"Prediction after training: f(5) = {model(X_test).item():.3f}")
frame = pd.DataFrame(history, columns=["epoch", "loss", "weight"])
st.subheader("Loss")
st.altair_chart(alt.Chart(frame).mark_line().encode(x="epoch", y="loss"))
st.subheader("Weight")
st.altair_chart(alt.Chart(frame).mark_line().encode(x="epoch", y="weight"))
