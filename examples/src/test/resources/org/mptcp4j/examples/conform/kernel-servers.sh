# Servers of the kernel's with version 1 of MPTCP, for sh in a network namespace of its own whose /run is empty. Echo writes
# what it read before it reads on, where socat would block for ever on a full pipe; that of HTTP half-closes, so that its TCP
# has a whole FIN-WAIT-2.
sysctl -qw net.mptcp.enabled=1 net.ipv4.tcp_congestion_control=reno
ip mptcp limits set subflows 8 add_addr_accepted 8
serve() { mptcpize run "$@" >/dev/null 2>&1 & }
for v in 4 6; do
  options=fork,reuseaddr,backlog=200$([ $v = 6 ] && echo ,ipv6only=1)
  serve socat -u TCP$v-LISTEN:9,$options OPEN:/dev/null
  serve socat -u OPEN:/dev/zero TCP$v-LISTEN:19,$options
done
cat >/run/echo.pl <<'END'
use Socket qw(:addrinfo :DEFAULT SOL_SOCKET SO_REUSEADDR);

sub echo {
  my ($stream, $data) = @_;
  while (sysread $stream, $data, 8192) {
    for (my $done = 0; $done < length $data;) {
      $done += syswrite($stream, $data, length($data) - $done, $done) || exit;
    }
  }
  exit;
}

my ($address, $port) = @ARGV;
my $hints = {flags => AI_NUMERICHOST | AI_NUMERICSERV, socktype => SOCK_STREAM};
my ($error, $to) = getaddrinfo($address, $port, $hints);
socket my $socket, $to->{family}, SOCK_STREAM, 0 or die $!;
if ($ARGV[2] ne "listen") {
  connect $socket, $to->{addr} or die $!;
  echo($socket);
}
setsockopt $socket, SOL_SOCKET, SO_REUSEADDR, 1;
setsockopt $socket, Socket::IPPROTO_IPV6, Socket::IPV6_V6ONLY, 1 if $address =~ /:/;
bind $socket, $to->{addr} or die $!;
listen $socket, 200;
$SIG{CHLD} = "IGNORE";
while (1) {
  accept my $stream, $socket or next;
  fork or echo($stream);
}
END
serve perl /run/echo.pl 0.0.0.0 7 listen
serve perl /run/echo.pl :: 7 listen
mkdir /run/web && head -c 1000 /dev/zero >/run/web/index.html
cat >/run/serve.py <<END
import functools, http.server, socket

class Server(http.server.ThreadingHTTPServer):
    address_family, request_queue_size = socket.AF_INET6, 200

    def shutdown_request(self, request):
        try:
            request.shutdown(socket.SHUT_WR)
            while request.recv(4096):
                pass
        except OSError:
            pass
        self.close_request(request)

handler = http.server.SimpleHTTPRequestHandler
Server(("::", 80), functools.partial(handler, directory="/run/web")).serve_forever()
END
serve python3 /run/serve.py
for port in 7 9 19 80; do
  until ss -Hltn "sport = :$port" | grep -q .; do sleep 0.1; done
done
