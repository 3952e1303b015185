"""What tests and benchmarks need of servers: a free port, an answer, a proxy in front."""

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

# A visitor stays on one server: the cookie chooses it, and is set with the first response. If that
# server is gone, the next one takes over.
_PROXY = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    map $cookie_visitor $visitor {{ default $cookie_visitor; '' $request_id; }}
    upstream app {{
        hash $visitor consistent;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_read_timeout 1h;
            add_header X-Server $upstream_addr;
            add_header Set-Cookie "visitor=$visitor; Path=/; HttpOnly; SameSite=Lax";
        }}
    }}
}}
"""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answers(url: str, process: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Whether the Streamlit server at `url` answers before `process` ends or time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health"):
                return True
        except OSError:
            time.sleep(0.02)
    return False


def nginx_path() -> str | None:
    """Where this machine has an nginx, if it has one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def proxying(nginx: str, urls: Iterable[str], folder: Path) -> Iterator[str]:
    """Start an nginx in front of the servers at `urls`, with its files in `folder`: its address."""
    port = free_port()
    servers = " ".join(f"server {urlsplit(url).netloc};" for url in urls)
    file = folder / "nginx.conf"
    file.write_text(_PROXY.format(folder=folder, servers=servers, port=port))
    process = subprocess.Popen([nginx, "-p", folder, "-c", file, "-e", folder / "error.log"])
    try:
        if not answers(f"http://127.0.0.1:{port}", process):
            raise RuntimeError(f"nginx: {(folder / 'error.log').read_text()[-2000:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
