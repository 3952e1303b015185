"""A visitor without a browser: Streamlit's websocket protocol, as its web page uses it.

A page is opened with its settings in the query string, to which its controls are bound; later,
the state of the controls is sent as well. Each answer is checked to be of these settings.
"""

import asyncio
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput

PATIENCE = 120.0  # seconds to wait for the next message before giving up
Values = Mapping[str, float | str]


class PageError(Exception):
    """The page did not run as it was asked to."""


@dataclass
class Rerun:
    """What one rerun took and sent: its time, its messages, and what they drew."""

    seconds: float = 0.0
    size: int = 0  # of its messages, in bytes
    messages: int = 0
    charts: list[bytes] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)
    controls: dict[str, NumberInput] = field(default_factory=dict)  # by their name in the URL

    def check(self, values: Values, charts: int = 0) -> None:
        """Raise `PageError` unless the page drew `charts` and its controls show `values`."""
        if self.exceptions:
            raise PageError(f"the page shows an error: {self.exceptions[0]}")
        if len(self.charts) < charts:
            raise PageError(f"the page drew {len(self.charts)} charts, not {charts}")
        for name, control in self.controls.items():
            # what the browser has set is not said again
            if control.set_value and name in values and control.value != values[name]:
                raise PageError(f"{name} is {control.value}, and {values[name]} was asked for")


class Session:
    """An open page: `await rerun(...)` as often as you like.

    As the browser does, it keeps the large messages that the server marks, tells it which ones it
    has, and forgets those that have not been used for as many runs as the server says.
    """

    def __init__(self, port: int, page: str = "", visitor: str = "") -> None:
        """A `visitor` has that cookie, by which a proxy finds their server."""
        self._url = f"ws://127.0.0.1:{port}/_stcore/stream"
        self._headers = {"Cookie": f"visitor={visitor}"} if visitor else {}
        self._page, self._page_hash = page, ""
        self._kept: dict[str, tuple[int, ForwardMsg]] = {}  # hash -> last run that used it, message
        self._runs, self._keep_for = 0, 2
        self._controls: dict[str, NumberInput] = {}
        self._trained: Values = {}
        self._charts: list[bytes] | None = None  # those that were drawn last, if any
        self.buttons: dict[str, str] = {}  # label -> id, of those that were drawn

    async def __aenter__(self) -> Self:
        # the subprotocol that a Streamlit server accepts
        self._socket = await websockets.connect(
            self._url,
            subprotocols=[websockets.Subprotocol("streamlit")],
            additional_headers=self._headers,
            max_size=None,
        )
        return self

    async def __aexit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    def go(self, page: str) -> None:
        """Make `page` the one that the next rerun runs."""
        self._page, self._page_hash, self._charts = page, "", None

    async def rerun(self, values: Values, charts: int = 0) -> Rerun:
        """Run the page with the settings `values`, timed from the message to the script's end."""
        start = time.perf_counter()
        await self.send(values)
        rerun = await self.finish()
        rerun.seconds = time.perf_counter() - start
        self._forget()  # not in `finish`: a run that was asked for since counts on what is kept
        rerun.check(values, charts)
        trained = {name: value for name, value in values.items() if name in ("lr", "epochs")}
        if "lr" in rerun.controls and trained != self._trained and rerun.charts == self._charts:
            raise PageError("the charts are still those of the last settings")
        self._trained, self._charts = trained, rerun.charts or None
        return rerun

    async def send(self, values: Values, press: str = "") -> None:
        """Ask for the page with `values`, and press the button of that label if one is given."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(values)
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.page_name = "" if self._page_hash else self._page
        message.rerun_script.cached_message_hashes.extend(self._kept)
        for name in self._controls.keys() & values:
            control = self._controls[name]
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = control.id
            if control.data_type == NumberInput.INT:
                widget.int_value = int(values[name])
            else:
                widget.double_value = float(values[name])
        if press:
            pressed = message.rerun_script.widget_states.widgets.add()
            pressed.id, pressed.trigger_value = self.buttons[press], True
        await self._socket.send(message.SerializeToString())

    async def finish(self) -> Rerun:
        """Wait until the running script ends."""
        rerun = Rerun()
        while not await self.receive(rerun):
            pass
        return rerun

    async def receive(self, rerun: Rerun) -> bool:
        """Record the next message in `rerun`; whether it was the last one."""
        return self._take(await asyncio.wait_for(self._socket.recv(), PATIENCE), rerun)

    def _take(self, raw: bytes | str, rerun: Rerun) -> bool:
        """Record a message in `rerun`; whether it was the last one."""
        message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
        rerun.messages += 1
        rerun.size += len(raw)
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            # Not the end: a fragment's run, or a run whose own script asked for a rerun.
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise PageError("the script does not compile")
            return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        if kind == "page_not_found":
            raise PageError(f"there is no page {self._page!r}")
        if kind == "new_session":
            self._keep_for = message.new_session.config.max_cached_message_age
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        if kind == "ref_hash":
            message = self._kept[message.ref_hash][1]
            self._kept[message.hash] = (self._runs, message)
        elif message.metadata.cacheable:
            self._kept[message.hash] = (self._runs, message)
        if message.WhichOneof("type") == "delta":
            _look(message, rerun)
            self._controls |= rerun.controls
            button = message.delta.new_element.button
            if button.id:
                self.buttons[button.label] = button.id
        return False

    def _forget(self) -> None:
        self._runs += 1
        for name in [
            name for name, (run, _) in self._kept.items() if self._runs - run > self._keep_for
        ]:
            del self._kept[name]


def _look(message: ForwardMsg, rerun: Rerun) -> None:
    """Record what a message draws."""
    if message.delta.WhichOneof("type") != "new_element":
        return
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        rerun.exceptions.append(f"{element.exception.type}: {element.exception.message}")
    elif kind == "alert" and "Something went wrong" in element.alert.body:
        rerun.exceptions.append(element.alert.body)
    elif kind == "vega_lite_chart":
        rerun.charts.append(element.vega_lite_chart.SerializeToString(deterministic=True))
    elif kind == "number_input" and element.number_input.query_param_key:
        rerun.controls[element.number_input.query_param_key] = element.number_input


def fresh_settings(seed: int = 0) -> Iterator[dict[str, float]]:
    """Settings that never repeat, with which every variant converges; 100 epochs on average."""
    chance = random.Random(seed)
    for place in count():
        # the place, far behind the random digits, keeps them distinct
        rate = round(chance.uniform(0.001, 0.03), 4) + place % 1_000_000 * 1e-9
        yield {"lr": float(f"{rate:.10f}"), "epochs": chance.randint(50, 150)}
