"""One end of a connection on the kernel's Multipath TCP, told what to do line by line.

peer.py serve ADDRESS PORT          accepts one connection; its listener stays for joins
peer.py connect LOCAL ADDRESS PORT  connects from that local address
peer.py echo ADDRESS PORT           echoes what each of many connections sent, until its input ends
peer.py ask ADDRESS PORT COUNT PARALLEL BYTES
                                    COUNT connections of up to BYTES each, compared with their echo

Reads of a single connection: "send N" (random bytes, behind what waits), "finish" (the end of the
stream behind them), "abort" (a close that does not wait: fast close), "info" (struct mptcp_info).
Says: "ready", "open", "got N" (bytes so far), "info KEY=VALUE...", and at the end
"end HOW sent=N:SHA256 received=N:SHA256", where HOW is "eof" or the name of an error.
"""
import errno
import hashlib
import os
import random
import selectors
import socket
import struct
import sys
import threading

IPPROTO_MPTCP = 262
SOL_MPTCP = 284
MPTCP_INFO = 1
CHUNK = 65536
PATIENCE = 60


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def new_socket(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, IPPROTO_MPTCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return sock


def listen(address, port):
    sock = new_socket(address)
    sock.bind((address, int(port)))
    sock.listen(256)
    say("ready")
    return sock


class Tally:
    """Bytes of one direction."""

    def __init__(self):
        self.count = 0
        self.digest = hashlib.sha256()

    def add(self, data):
        self.count += len(data)
        self.digest.update(data)

    def __str__(self):
        return "%d:%s" % (self.count, self.digest.hexdigest())


class Conversation:
    """One connection and the commands for it, in one thread."""

    def __init__(self, sock):
        self.sock = sock
        self.sent, self.received = Tally(), Tally()
        self.wanted = 0
        self.pending = b""
        self.finishing = self.finished = self.ended = self.orphan = False
        self.said = 0
        self.commands = b""
        self.random = random.Random()

    def run(self):
        self.sock.setblocking(False)
        with selectors.DefaultSelector() as selector:
            selector.register(0, selectors.EVENT_READ)
            selector.register(self.sock, selectors.EVENT_READ)
            try:
                while not (self.finished and self.ended):
                    self.turn(selector)
                how = "eof"
            except OSError as problem:
                how = errno.errorcode.get(problem.errno, str(problem))
        self.sock.close()
        say("end %s sent=%s received=%s" % (how, self.sent, self.received))

    def turn(self, selector):
        interest = 0 if self.ended else selectors.EVENT_READ
        if self.pending or self.wanted or (self.finishing and not self.finished):
            interest |= selectors.EVENT_WRITE
        if selector.get_map().get(self.sock) is not None:
            selector.unregister(self.sock)
        if interest:
            selector.register(self.sock, interest)
        for key, events in selector.select():
            if key.fd == 0:
                self.command(selector)
            else:
                if events & selectors.EVENT_READ and not self.ended:
                    self.read()
                if events & selectors.EVENT_WRITE:
                    self.write()

    def command(self, selector):
        data = os.read(0, 4096)
        if not data:
            selector.unregister(0)
            raise OSError(errno.EPIPE, "no more commands")
        *lines, self.commands = (self.commands + data).split(b"\n")
        for line in lines:
            word, *rest = line.decode().split()
            if word == "send":
                self.wanted += int(rest[0])
            elif word == "finish":
                self.finishing = True
            elif word == "info":
                say("info " + info(self.sock))
            elif word == "abort":
                self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise OSError(errno.ECONNABORTED, "by command")

    def read(self):
        data = self.sock.recv(CHUNK)
        self.received.add(data)
        self.ended = not data
        if self.ended or self.received.count - self.said >= 16384:
            self.said = self.received.count
            say("got %d" % self.said)

    def write(self):
        if not self.pending and self.wanted:
            self.pending = self.random.randbytes(min(self.wanted, CHUNK))
            self.wanted -= len(self.pending)
        if self.pending:
            n = self.sock.send(self.pending)
            self.sent.add(self.pending[:n])
            self.pending = self.pending[n:]
        elif self.finishing and not self.finished:
            self.finished = True
            self.sock.shutdown(socket.SHUT_WR)


def info(sock):
    # struct mptcp_info (linux/mptcp.h): six bytes, flags, token, three 64-bit numbers, ...
    try:
        data = sock.getsockopt(SOL_MPTCP, MPTCP_INFO, 256)
    except OSError:
        return "fallback=1"
    flags, token = struct.unpack_from("II", data, 8)
    return "fallback=%d subflows=%d add_addr_signal=%d add_addr_accepted=%d checksum=%d" % (
        flags & 1, data[0], data[1], data[2], data[42])


def serve(address, port):
    listener = listen(address, port)
    listener.settimeout(PATIENCE)
    sock, _ = listener.accept()
    say("open")
    Conversation(sock).run()


def connect(local, address, port):
    sock = new_socket(address)
    sock.bind((local, 0))
    sock.settimeout(PATIENCE)
    sock.connect((address, int(port)))
    say("open")
    Conversation(sock).run()


def echo(address, port):
    listener = listen(address, port)
    threading.Thread(target=lambda: os._exit(0 if sys.stdin.read() == "" else 1), daemon=True).start()
    while True:
        sock, _ = listener.accept()
        threading.Thread(target=echo_one, args=(sock,), daemon=True).start()


def echo_one(sock):
    with sock:
        sock.settimeout(PATIENCE)
        while data := sock.recv(CHUNK):
            sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)


def ask(address, port, count, parallel, most):
    numbers = iter(range(int(count)))
    right = []
    lock = threading.Lock()

    def work():
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                ask_one(address, port, 1 + number * 977 % int(most))
                right.append(number)
            except OSError as problem:
                say("problem %d %s" % (number, problem))

    threads = [threading.Thread(target=work) for _ in range(int(parallel))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say("right %d" % len(right))


def ask_one(address, port, size):
    data = os.urandom(size)
    with new_socket(address) as sock:
        sock.settimeout(PATIENCE)
        sock.connect((address, int(port)))
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := sock.recv(CHUNK):
            answer += piece
    if answer != data:
        raise OSError("%d bytes sent, %d came back, %s" % (
            size, len(answer), "equal so far" if data.startswith(answer) else "different"))


def main():
    role, *arguments = sys.argv[1:]
    try:
        {"serve": serve, "connect": connect, "echo": echo, "ask": ask}[role](*arguments)
    except OSError as problem:
        say("end %s sent=0: received=0:" % errno.errorcode.get(problem.errno, str(problem)))


main()
