"""An SMTP server that accepts everything and keeps nothing, in a process of its own: thousands of mails a second.

    python -m tests.bench.smtp_sink

It prints its port on a line; to each line of its standard input it answers {"accepted": how many mails}; when the input
ends, so does the server.
"""

import asyncio
import json
import socket
import sys

ANSWERS = {b"EHLO": b"250 sink\r\n", b"DATA": b"354 go ahead\r\n", b"QUIT": b"221 bye\r\n"}


class Sink:
    def __init__(self):
        self.accepted = 0


class Conversation(asyncio.Protocol):
    def __init__(self, sink):
        self.sink, self.received, self.in_text = sink, b"", False

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.received += data
        while self.take():
            pass

    def take(self) -> bool:
        """Answer one command or one text of what was received; False when there is none whole."""
        taken, found, rest = self.received.partition(b"\r\n.\r\n" if self.in_text else b"\r\n")
        if not found:
            return False
        self.received = rest
        if self.in_text:
            self.in_text = False
            self.sink.accepted += 1
            self.transport.write(b"250 taken\r\n")
            return True
        verb = taken[:4].upper()
        self.in_text = verb == b"DATA"
        self.transport.write(ANSWERS.get(verb, b"250 ok\r\n"))
        if verb == b"QUIT":
            self.transport.close()
        return True


async def serve():
    sink = Sink()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(sink), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    questions = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(questions), sys.stdin)
    while await questions.readline():
        print(json.dumps({"accepted": sink.accepted}), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(serve())
