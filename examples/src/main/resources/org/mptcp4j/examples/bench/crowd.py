"""Many connections, few of which are active; the kernel's plain TCP.

crowd.py serve ADDRESS              S, echoes
crowd.py ask ADDRESS COUNT ACTIVE   H

H opens COUNT connections, exchanges a message on each, and says "ready". As often as it reads "BEGIN MARK END",
in nanoseconds of the monotonic clock, ACTIVE of them, evenly spread over all, exchange messages from BEGIN to
END, one at a time each. It answers "bytes=N exchanges=N" with what came back between MARK and END, or
"error=TEXT". A message is one segment.
"""
import resource
import select
import socket
import sys
import time

PORT = 11
MESSAGE = bytes(1000)
PATIENCE = 10
BATCH = 256


def sleep_until(moment):
    time.sleep(max(0, (moment - time.monotonic_ns()) / 1e9))


def allow_descriptors(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count <= hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    elif hard < count:
        raise OSError("%d open files are needed, and %d allowed (ulimit -n)" % (count, hard))


def serve(address):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.create_server((address, PORT), backlog=512)
    poll = select.epoll()
    poll.register(listener, select.EPOLLIN)
    socks = {}
    print("ready", flush=True)
    while True:
        for number, _ in poll.poll(maxevents=BATCH):
            if number == listener.fileno():
                sock = listener.accept()[0]
                socks[sock.fileno()] = sock
                poll.register(sock, select.EPOLLIN)
            else:
                echo(socks, number)


def echo(socks, number):
    """A closed socket leaves the epoll set by itself."""
    try:
        data = socks[number].recv(len(MESSAGE))
        if data:
            socks[number].sendall(data)
            return
    except OSError:
        pass
    socks.pop(number).close()


def open_one(address):
    sock = socket.create_connection((address, PORT), PATIENCE)
    sock.sendall(MESSAGE)
    if len(sock.recv(len(MESSAGE), socket.MSG_WAITALL)) < len(MESSAGE):
        raise OSError("no echo")
    return sock


class Askers:
    """The active ones: a question each is on its way."""

    def __init__(self, socks):
        self.socks = {sock.fileno(): sock for sock in socks}
        self.missing = {}
        self.poll = select.epoll()
        for sock in socks:
            self.poll.register(sock, select.EPOLLIN)

    def ask(self, number):
        self.missing[number] = len(MESSAGE)
        self.socks[number].sendall(MESSAGE)

    def ask_all(self):
        for number in self.socks:
            self.ask(number)

    def answers(self, again):
        """Waits for some; asks again, or not. Returns how many were complete."""
        count = 0
        events = self.poll.poll(PATIENCE, BATCH)
        if not events:
            raise OSError("no echo")
        for number, _ in events:
            got = len(self.socks[number].recv(self.missing[number]))
            if not got:
                raise OSError("a connection ended")
            self.missing[number] -= got
            if not self.missing[number]:
                count += 1
                del self.missing[number]
                if again:
                    self.ask(number)
        return count


def ask(address, count, active):
    allow_descriptors(count + 20)
    socks = [open_one(address) for _ in range(count)]
    askers = Askers(socks[::count // active][:active])
    print("ready", flush=True)
    line = sys.stdin.readline()
    while line:
        begin, mark, end = [int(word) for word in line.split()]
        sleep_until(begin)
        askers.ask_all()
        exchanges, now = 0, begin
        while now < end:
            done = askers.answers(True)
            now = time.monotonic_ns()
            exchanges += done if mark <= now < end else 0
        while askers.missing:
            askers.answers(False)
        print("bytes=%d exchanges=%d" % (exchanges * len(MESSAGE), exchanges), flush=True)
        line = sys.stdin.readline()


try:
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        ask(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
except (OSError, ValueError) as problem:
    print("error=%s" % problem, flush=True)
