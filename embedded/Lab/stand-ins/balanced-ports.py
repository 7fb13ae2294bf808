"""Serves the TCP ports in its arguments: says this host's name in a line, then returns whatever it is sent."""
import asyncio
import socket
import sys


async def serve(reader, writer):
    try:
        writer.write(socket.gethostname().encode() + b"\n")
        while data := await reader.read(4096):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # health checks hang up
    finally:
        writer.close()


async def main():
    servers = [await asyncio.start_server(serve, "0.0.0.0", int(port)) for port in sys.argv[1:]]
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
