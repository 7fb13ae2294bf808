#!/usr/bin/env python3
"""proxy-server.py CERTIFICATE WEB IMAP POP PORT...: listens on the ports, as nginx does. CERTIFICATE is a file with certificate and key,
WEB the status that 443 answers with, IMAP and POP the greetings of 993 and 995."""
import socket
import ssl
import sys
import threading

CERTIFICATE, WEB, IMAP, POP = sys.argv[1:5]
GREETINGS = {993: IMAP, 995: POP}


def serve(port, server):
    while True:
        client, _ = server.accept()
        try:
            if port in (443, 993, 995):
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE)
                client = context.wrap_socket(client, server_side=True)
            with client:
                if port == 443:
                    if client.recv(4096):
                        client.sendall(f"HTTP/1.1 {WEB} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
                elif port in GREETINGS:
                    client.sendall(GREETINGS[port].encode() + b"\r\n")
                    client.recv(4096)
        except OSError:
            pass


for number in map(int, sys.argv[5:]):
    threading.Thread(target=serve, args=(number, socket.create_server(("127.0.0.1", number)))).start()
open("/run/ready", "w").close()
