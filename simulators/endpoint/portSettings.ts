import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { SerialSettings } from '../line/serialTiming.ts';

/**
 * What a program has set a pseudo-terminal to. Node has no tcgetattr; perl, which every Debian has, does. It is asked for
 * each chunk that comes: a program may set its port anew between two requests.
 *
 * Linux keeps the rate and the stop bits of a pseudo-terminal and drops its parity, so that comes by another way: a file that
 * whoever watches the program writes (`none`, `even`, `odd`); no file means none.
 */
export class PortSettings {
  readonly #perl: ChildProcess;
  readonly #parityFile: string;
  readonly #waiting: ((settings: SerialSettings) => void)[] = [];
  #text = '';

  constructor(path: string, parityFile: string) {
    this.#parityFile = parityFile;
    this.#perl = spawn('perl', ['-MPOSIX', '-e', ANSWER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#perl.stdin?.on('error', () => {}); // it ends with us
    this.#perl.stdout?.on('data', (chunk: Buffer) => this.#answered(chunk.toString()));
  }

  /** Says how the port is set at this moment; answers come in the order of the questions. */
  ask(then: (settings: SerialSettings) => void): void {
    this.#waiting.push(then);
    this.#perl.stdin?.write('\n');
  }

  stop(): void {
    this.#waiting.length = 0;
    this.#perl.stdin?.end();
  }

  #answered(text: string): void {
    this.#text += text;
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) {
      const [baud = 0, stopBits = 1] = line.split(' ').map(Number);
      this.#waiting.shift()?.({ baud, parity: this.#parity(), stopBits: stopBits === 2 ? 2 : 1 });
    }
  }

  #parity(): SerialSettings['parity'] {
    if (!existsSync(this.#parityFile)) return 'none';
    const said = readFileSync(this.#parityFile, 'utf8').trim();
    return said === 'even' || said === 'odd' ? said : 'none';
  }
}

/** One line for each line: rate and stop bits. The codes of <termios.h> (Linux); elsewhere the rate is its own code. */
const ANSWER = `
$| = 1;
my %rate = (9=>1200, 11=>2400, 12=>4800, 13=>9600, 14=>19200, 15=>38400,
  4097=>57600, 4098=>115200, 4099=>230400);
sysopen(my $tty, $ARGV[0], O_RDWR | O_NOCTTY | O_NONBLOCK) or die "$ARGV[0]: $!";
my $set = POSIX::Termios->new;
while (<STDIN>) {
  $set->getattr(fileno $tty);
  my $code = $set->getospeed;
  print $rate{$code} // $code, " ", ($set->getcflag & CSTOPB ? 2 : 1), "\\n";
}`;
