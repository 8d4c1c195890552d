import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from './clock.ts';

/** systemd is told no more often than this; the shortest watchdog a unit should ask for is some four of them. */
const BEAT_EVERY_MS = 400;

/**
 * What systemd's manager is told of this service: sd_notify(3). Node has no datagrams on unix sockets, so that a small Perl
 * (every Debian has one) hands the words on: one child for the life of the process, where `systemd-notify` would be a new one per
 * beat. It ends with its standard input. The unit needs `NotifyAccess=all`.
 */
const RELAY = `
use strict; use Socket;
my $path = $ARGV[0]; $path =~ s/^\\@/\\0/;
socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or exit 1;
my $to = sockaddr_un($path);
while (my $line = <STDIN>) { send($s, $line, 0, $to); }
`;

/** Notices to the service manager; without one (`socket` undefined) they go nowhere. */
export class ServiceNotices {
  readonly #clock: Clock;
  readonly #relay: ChildProcess | null;
  #beatAt = Number.NEGATIVE_INFINITY;

  /** `socket`: what the manager gave as NOTIFY_SOCKET. */
  constructor(socket: string | undefined, clock: Clock) {
    this.#clock = clock;
    this.#relay =
      socket === undefined
        ? null
        : spawn('/usr/bin/perl', ['-e', RELAY, socket], { stdio: ['pipe', 'ignore', 'ignore'] });
    this.#relay?.on('error', () => {}); // without Perl no beat: the watchdog says so
    this.#relay?.stdin?.on('error', () => {});
  }

  /** One notice, `READY=1` for instance. */
  say(notice: string): void {
    this.#relay?.stdin?.write(`${notice}\n`);
  }

  /** Feeds the watchdog; may be called as often as one likes. */
  beat(): void {
    const now = this.#clock.mono();
    if (now - this.#beatAt < BEAT_EVERY_MS) return;
    this.#beatAt = now;
    this.say('WATCHDOG=1');
  }

  /** What was said is still handed on. */
  stop(): void {
    this.#relay?.stdin?.end();
  }
}
