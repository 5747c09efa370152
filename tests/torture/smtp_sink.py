"""An SMTP server that writes down what it accepts, and misbehaves as it is told.

    python -m tests.torture.smtp_sink RECORD [PORT]

It prints its port on a line. Each order is a JSON line on its standard input, and is answered by one on its output;
when the input ends, so does the server. What it accepts and what it refuses for good is a JSON line in RECORD, written
before the client is answered: whatever ends, the file tells what the server has.
"""

import asyncio
import json
import os
import random
import re
import signal
import socket
import struct
import sys
import time
from collections import Counter, deque
from pathlib import Path
from typing import NamedTuple

#: Where a conversation can be struck, in its order.
POINTS = (
    "connect",  # connected, before the greeting
    "mail",  # MAIL received
    "rcpt",  # RCPT received
    "data",  # DATA received, before « go ahead »: the text is about to be given
    "content",  # after « go ahead »
    "body",  # the whole text received, not recorded
    "recorded",  # recorded, before the answer
    "next",  # the first command after that answer
)
#: What happens there, beside an answer of the server's (« 451 later »).
DEEDS = ("close", "reset", "hang", "slow", "kill", "freeze")
MESSAGE_ID = re.compile(rb"^message-id:\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"<([^>]*)>")
SLOW = 0.3


class Strike(NamedTuple):
    """At ``point`` of the ``mail``-th mail of a connection, do ``deed``: one of ``DEEDS``, or an answer."""

    point: str
    deed: str
    mail: int = 1


#: The ways of a real server to fail.
FAULTS = {
    "refused": Strike("connect", "reset"),
    "silent": Strike("connect", "hang"),
    "busy": Strike("connect", "421 too many connections"),
    "sender later": Strike("mail", "451 later"),
    "recipient later": Strike("rcpt", "450 greylisted"),
    "recipient refused": Strike("rcpt", "550 refused"),
    "no such recipient": Strike("rcpt", "550 5.1.1 no such mailbox"),
    "dropped in the text": Strike("content", "close"),
    "text later": Strike("body", "451 later"),
    "text refused": Strike("body", "554 not wanted"),
    "answer lost": Strike("recorded", "close"),
    "answer late": Strike("recorded", "hang"),
    "slow": Strike("connect", "slow"),
}


class Sink:
    """What all connections share: the record, the strikes to come, the count of those that struck."""

    def __init__(self, record):
        self.record_file = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self.forget()

    def forget(self):
        self.ordered = deque()
        self.rate, self.faults, self.random = 0.0, [], random.Random(0)
        self.struck, self.pids, self.connections, self.struck_connections, self.accepted = Counter(), [], 0, 0, 0

    def next_strike(self) -> Strike | None:
        """What the connection that begins will meet: what was ordered, else by chance."""
        self.connections += 1
        return self.ordered.popleft() if self.ordered else self.strike_by_chance(mail=0)

    def strike_by_chance(self, mail: int) -> Strike | None:
        """One for that mail of a connection, or (0) for its beginning."""
        faults = [FAULTS[name] for name in self.faults if (FAULTS[name].point == "connect") == (mail == 0)]
        if not faults or self.random.random() >= self.rate:
            return None
        return self.random.choice(faults)._replace(mail=max(mail, 1))

    def write(self, **line):
        os.write(self.record_file, json.dumps({"at": time.time(), **line}).encode() + b"\n")

    def obey(self, order: dict) -> dict:
        """Change what will happen, and tell what did."""
        if "forget" in order:
            self.forget()
        if "strikes" in order:
            self.ordered = deque(strike and Strike(*strike) for strike in order["strikes"])
        if "rate" in order:
            self.rate, self.faults = order["rate"], order["faults"]
            self.random.seed(order["seed"])
        return {
            "connections": self.connections,
            "struck_connections": self.struck_connections,
            "accepted": self.accepted,
            "struck": dict(self.struck),
            "pids": self.pids,
        }


class Conversation(asyncio.Protocol):
    """With one client, over one connection."""

    def __init__(self, sink):
        self.sink = sink
        self.mails, self.buffer, self.recipient = 1, b"", ""
        self.in_text = self.after_answer = self.is_deaf = self.is_slow = self.was_struck = False

    def connection_made(self, transport):
        self.transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.peer = transport.get_extra_info("peername")[1]
        self.port = transport.get_extra_info("sockname")[1]
        self.strike = self.sink.next_strike()
        if not self.is_struck_at("connect"):
            self.answer("220 sink")

    def data_received(self, data):
        self.buffer += data
        while not self.is_deaf and self.take():
            pass

    def take(self) -> bool:
        """Take one line or one text out of what was received; False when there is none whole."""
        end = b"\r\n.\r\n" if self.in_text else b"\r\n"
        if self.in_text and self.buffer.startswith(b".\r\n"):
            end = b".\r\n"
        taken, found, rest = self.buffer.partition(end)
        if not found:
            return False
        self.buffer = rest
        if self.in_text:
            self.in_text = False
            self.take_text(taken)
        else:
            self.take_command(taken.decode("utf-8", "replace"))
        return True

    def take_command(self, line):
        if self.after_answer:
            self.after_answer = False
            struck = self.is_struck_at("next")
            self.mails += 1
            if struck:
                return
        verb = line[:4].upper()
        if verb == "MAIL":
            self.strike = self.strike or self.sink.strike_by_chance(self.mails)
            self.is_struck_at("mail") or self.answer("250 ok")
        elif verb == "RCPT":
            self.recipient = ADDRESS.search(line)[1]
            self.is_struck_at("rcpt") or self.answer("250 ok")
        elif verb == "DATA":
            if not self.is_struck_at("data"):
                self.answer("354 go ahead")
                self.in_text = True
                self.is_struck_at("content")
        elif verb == "EHLO":
            self.answer("250-sink\r\n250-8BITMIME\r\n250 SIZE")
        elif verb in ("HELO", "RSET", "NOOP"):
            self.answer("250 ok")
        elif verb == "QUIT":
            self.answer("221 bye")
            self.transport.close()
        else:
            self.answer("502 unknown")

    def take_text(self, text):
        if self.is_struck_at("body"):
            self.mails += 1
            return
        headers = text.partition(b"\r\n\r\n")[0]
        found = MESSAGE_ID.search(headers)
        self.sink.write(accepted=found[1].decode() if found else "", to=self.recipient, peer=self.peer)
        self.sink.accepted += 1
        self.after_answer = True
        if not self.is_struck_at("recorded"):
            self.answer("250 taken")

    def is_struck_at(self, point) -> bool:
        """Strike, if this is where; whether the usual answer is not to be given."""
        if not self.strike or (self.strike.point, self.strike.mail) != (point, self.mails):
            return False
        deed, self.strike = self.strike.deed, None
        self.sink.struck[f"{point}: {deed}"] += 1
        self.sink.struck_connections += not self.was_struck
        self.was_struck = True
        match deed:
            case "slow":
                self.is_slow = True
            case "freeze":
                self.signal_client(signal.SIGSTOP)
            case "kill":
                self.signal_client(signal.SIGKILL)
            case "close" | "reset" | "hang":
                self.leave(deed)
            case answer:
                if answer.startswith("5"):
                    self.sink.write(refused=self.recipient, answer=answer)
                self.answer(answer)
                if answer.startswith("421"):
                    self.transport.close()
        return deed not in ("slow", "freeze")

    def signal_client(self, number):
        pid = process_at(self.peer, self.port)
        if pid == os.getppid():
            raise ValueError("those who gave the order met the strike themselves")
        os.kill(pid, number)
        self.sink.pids.append(pid)

    def leave(self, how):
        self.is_deaf = True
        if how == "reset":
            at_once = struct.pack("ii", 1, 0)
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        if how != "hang":
            self.transport.close()

    def answer(self, line):
        if self.is_slow:
            asyncio.get_running_loop().call_later(SLOW, self.transport.write, line.encode() + b"\r\n")
        else:
            self.transport.write(line.encode() + b"\r\n")


def process_at(port: int, server_port: int) -> int:
    """The process that holds the end ``port`` of a connection to ``server_port`` on loopback (Linux)."""
    ends = f"0100007F:{port:04X}", f"0100007F:{server_port:04X}"
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    inode = next(row[9] for row in rows if (row[1], row[2]) == ends)
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(link.readlink()) == f"socket:[{inode}]":
                return int(link.parts[2])
        except OSError:  # ended meanwhile
            continue
    raise LookupError(f"nobody holds port {port}")


async def serve(record, port):
    sink = Sink(record)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(sink), "127.0.0.1", port, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        print(json.dumps(sink.obey(json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0))
