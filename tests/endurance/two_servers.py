"""Two app servers behind nginx, on one PostgreSQL and one Redis; one of the two is killed again and again, in turn.

Learners ask nginx alone, and go on while one server is away. What was asked of it as it died gets 502 of nginx, and is
sent again. Nothing may be lost or there twice, nobody may be asked to log in again, and each server runs jobs.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import which
from string import Template

from django.db import connections

from tests.benchmarks.unfinished_requests import wait_for
from tests.endurance import people
from tests.endurance.cluster import Cluster, free_port
from tests.endurance.installation import Installation
from tests.endurance.keeping import Kept
from tests.endurance.kills import LATEST, wait_for_an_answer
from tests.endurance.learners import Gate
from tests.endurance.roles import Importer, QuizTaker, Student

LEARNERS, QUESTIONS = 8, 1500
ROLES = [Student, QuizTaker, Student, Importer, Student, QuizTaker, Student, Student]
BEFORE, MEANWHILE = 20, 20
"""So many replies come with both servers, and with one alone."""
FORGIVEN = 1
"""Seconds after which nginx asks a server again that it could not reach."""
BEHIND_A_PROXY = (502, 503)
"""What may come while a server dies: nginx's word for no reply, and the site's for a lock that is held for long."""
CONF = Template("""
daemon off;
pid $folder/nginx.pid;
error_log $folder/nginx-error.log;
events {}
http {
  access_log $folder/nginx-access.log;
  client_body_temp_path $folder/nginx-body;
  proxy_temp_path $folder/nginx-proxy;
  fastcgi_temp_path $folder/nginx-fastcgi;
  uwsgi_temp_path $folder/nginx-uwsgi;
  scgi_temp_path $folder/nginx-scgi;
  log_format studied '$$status $$upstream_status $$upstream_addr';
  upstream studyapp {
    server 127.0.0.1:$first max_fails=1 fail_timeout=${forgiven}s;
    server 127.0.0.1:$second max_fails=1 fail_timeout=${forgiven}s;
  }
  server {
    listen 127.0.0.1:$port;
    client_max_body_size 101m;
    location / {
      access_log $folder/nginx-access.log studied;
      proxy_pass http://studyapp;
      proxy_http_version 1.1;
      proxy_set_header Host $$http_host;
      proxy_set_header X-Forwarded-Proto $$scheme;
      proxy_set_header X-Forwarded-For $$remote_addr;
    }
  }
}
""")


@contextmanager
def running(*command: str | Path, port: int) -> Iterator[None]:
    program = which(str(command[0])) or which(str(command[0]), path="/usr/sbin:/usr/local/sbin")
    if not program:
        raise SystemExit(f"{command[0]} is not installed (Debian: apt install nginx redis-server).")
    process = subprocess.Popen([program, *map(str, command[1:])], stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def redis() -> Iterator[str]:
    """Its address; it forgets all when it ends."""
    port = free_port()
    with running("redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", port=port):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def nginx(folder: Path, servers: list[Installation], port: int) -> Iterator[None]:
    first, second = (server.port for server in servers)
    written = CONF.substitute(folder=folder, port=port, first=first, second=second, forgiven=FORGIVEN)
    conf = folder / "nginx.conf"
    conf.write_text(written)
    with running("nginx", "-c", conf, "-e", folder / "nginx-error.log", port=port):
        yield


def pair(site: Installation, port: int, cache: str) -> list[Installation]:
    """Two servers that are told alike."""
    told = {"SITE_URL": f"http://localhost:{port}", "CACHE_URL": cache, "TRUSTED_PROXIES": "1"}
    logs = site.log.with_name("log-of-the-first"), site.log.with_name("log-of-the-second")
    return [replace(site, port=free_port(), log=log, workers=1, further=told) for log in logs]


def kill_in_turn(site: Installation, servers: list[Installation], gate: Gate, kept: Kept, rounds: int) -> None:
    chance = random.Random(time.time_ns())
    while kept["servers killed"] < rounds:
        gate.wait_for_replies(BEFORE)
        time.sleep(chance.uniform(0, LATEST))
        if kept["servers killed"] % 4 < len(servers):  # each as often at any moment as with an answer just written
            wait_for_an_answer(site)
        killed = servers[kept["servers killed"] % len(servers)]
        killed.kill()
        gate.wait_for_replies(MEANWHILE)
        killed.start()
        time.sleep(2 * FORGIVEN)  # it counts in whole seconds
        kept.add("servers killed")


def run(site: Installation, own: Cluster | None, kept: Kept, rounds: int) -> str | None:
    """Why it does not count, if it does not."""
    if own is None:
        return "Two machines cannot share a file. Run this with --postgresql."
    learners = people.on_a_shelf(site, LEARNERS, QUESTIONS)
    gate, ledger = Gate(), people.ledger_so_far(kept, learners)
    port, folder = free_port(), site.log.parent
    browsers = people.browsers(learners, ROLES, port, gate, ledger, random.Random(time.time_ns()))
    connections.close_all()
    with ExitStack() as used:
        servers = pair(site, port, used.enter_context(redis()))
        for server in servers:
            server.start()
            used.callback(server.stop)
        used.enter_context(nginx(folder, servers, port))
        for browser in browsers:
            browser.start()
        gate.open()
        kill_in_turn(site, servers, gate, kept, rounds)
        people.let_them_finish(servers[0], browsers, gate)
    told_by(folder / "nginx-access.log", servers)
    return people.told(site, kept, ledger, learners, allowed=BEHIND_A_PROXY)


def told_by(log: Path, servers: list[Installation]) -> None:
    """Print how many requests each server answered, and how many were asked again of the other by nginx itself."""
    lines = log.read_text().splitlines()
    again = sum("," in line for line in lines)
    answered = {server.port: sum(line.endswith(f":{server.port}") for line in lines) for server in servers}
    sys.stdout.write(f"answered by port: {answered}\nasked again of the other server: {again}\n")
