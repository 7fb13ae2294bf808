#!/usr/bin/env python3
"""smtp-server.py ADDRESS ANSWER: a mail server that gives every recipient this answer."""
import socket
import sys

with socket.create_server((sys.argv[1], 25)) as server:
    open("/run/ready", "w").close()
    while True:
        client, _ = server.accept()
        try:
            with client, client.makefile("rwb", buffering=0) as stream:
                stream.write(b"220-mta1 is\r\n220 ready\r\n")
                for line in stream:
                    verb = line.split()[0].upper() if line.split() else b""
                    if verb == b"EHLO":
                        stream.write(b"250-mta1\r\n250 SIZE\r\n")
                    elif verb == b"RCPT":
                        stream.write(sys.argv[2].encode() + b"\r\n")
                    elif verb == b"QUIT":
                        break
                    else:
                        stream.write(b"250 ok\r\n")
        except OSError:  # a client that only looked whether somebody listens
            pass
