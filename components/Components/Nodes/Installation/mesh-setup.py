#!/usr/bin/env python3
"""Answers the questions of `service-discover setup-wizard`, which wants a terminal, so that the password stands in no argument.

Usage: mesh-setup.py ADDRESS [--first-instance]; the password is on standard input. Exits as the wizard does.
"""
import os
import pty
import re
import select
import sys
import time

PATIENCE_SECONDS = 600


def answer(output, address, password):
    """What to type after `output`, the text since the last answer; None while no question is open."""
    line = output.replace("\r", "\n").rsplit("\n", 1)[-1]
    if re.search(r"binding address[^:]*: *$", line, re.IGNORECASE):
        return address
    if re.search(r"password[^:]*: *$", line, re.IGNORECASE):
        return password
    return None


def run(address, options, password):
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("service-discover", ["service-discover", "setup-wizard", *options])
    transcript, since_answer = "", ""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            continue
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            piece = b""
        if not piece:
            break
        text = piece.decode(errors="replace")
        transcript += text
        since_answer += text
        reply = answer(since_answer, address, password)
        if reply is not None:
            since_answer = ""
            os.write(terminal, reply.encode() + b"\r")
    else:
        os.kill(child, 15)
        transcript += f"\nnot finished after {PATIENCE_SECONDS} s"
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status) if hasattr(os, "waitstatus_to_exitcode") else (status >> 8) or (status & 127)
    if code != 0:
        # Escape sequences of the terminal would garble the report.
        told = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", transcript.replace(password, "[secret]")).replace("\r", "")
        sys.stderr.write("service-discover setup-wizard said:\n" + told.strip() + "\n")
    return code


if __name__ == "__main__":
    sys.exit(1 if run(sys.argv[1], sys.argv[2:], sys.stdin.readline().rstrip("\n")) else 0)
