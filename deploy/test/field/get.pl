# Whether a page answers at a port of this machine: `get.pl 8080`
use strict; use IO::Socket::INET;
my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
print $s "GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";
my $status = <$s>;
exit($status =~ / 200 / ? 0 : 1);
