"""What the benchmarks talk to: the site under gunicorn, and nginx serving the same bytes as a file."""

import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Timing:
    """Milliseconds over several requests, and the size of the last answer."""

    median: float
    p95: float
    status: int
    size: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, path: str = "/") -> None:
    for _ in range(150):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("HEAD", path)
            connection.getresponse().read()
            return
        time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")


def environment(folder: Path) -> dict[str, str]:
    """The environment of a site whose database and files are in FOLDER."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder / 'site.sqlite3'}"),
        "VAR_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }


def manage(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), check=True)


@contextlib.contextmanager
def site(folder: Path) -> Iterator[int]:
    """One gunicorn worker; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "1",
               "--log-level", "error", "--timeout", "600", "config.wsgi"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder))
    try:
        wait_for(port, "/vide/")
        yield port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[int | None]:
    """nginx on FOLDER's files; None where it is not installed."""
    program = shutil.which("nginx")
    if program is None:
        yield None
        return
    port = free_port()
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
        f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; sendfile on;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}/files; }} }}\n"
    )
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(conf)])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def measure(port: int, path: str, times: int = 21, headers: dict[str, str] | None = None) -> Timing:
    """TIMES requests on one connection kept open, after one to warm up; whole answers are read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    spent: list[float] = []
    status = size = 0
    for _ in range(times + 1):
        begun = time.perf_counter()
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        size = len(response.read())
        spent.append((time.perf_counter() - begun) * 1000)
        status = response.status
    spent = sorted(spent[1:])
    return Timing(statistics.median(spent), spent[int(len(spent) * 0.95)], status, size)


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    return response, response.read()
