import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ok } from '../drivers/result.ts';
import { systemClock } from '../gateway/core/clock.ts';
import { BackchannelServer } from './backchannel/backchannelServer.ts';
import { type BoardPush, commandSchema } from './board/boardProtocol.ts';
import { USUAL_WIRING, type Wiring } from './board/circuit.ts';
import { readHex } from './board/hex.ts';
import { Rig } from './board/rig.ts';
import { Uno } from './board/uno.ts';
import { UsbPort } from './board/usbPort.ts';

const USAGE = `usage: board.ts --link TTY --backchannel SOCKET [--hex FILE] [--valve spring|manual-reset] [--siren-fails-safe]
  --link              name of the board's serial port (a pseudo-terminal)
  --backchannel       unix socket that presses buttons and pulls the cable
  --hex               program of the ATmega328P (default: StandardFirmata for the Uno)
  --valve             how the gas valve works (default: ${USUAL_WIRING.valve})
  --siren-fails-safe  the siren hangs on the resting contact of the retriggerable relay as well
`;
const FLASH_BYTES = 0x8000;

/** Composition root: an Arduino Uno in a process of its own, with an annunciator's wiring behind its pins. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      link: { type: 'string' },
      backchannel: { type: 'string' },
      hex: { type: 'string' },
      valve: { type: 'string', default: USUAL_WIRING.valve },
      'siren-fails-safe': { type: 'boolean', default: false },
    },
  });
  const { link, backchannel, valve, hex = standardFirmata() } = values;
  if (link === undefined || backchannel === undefined || !isValve(valve)) {
    process.stderr.write(USAGE);
    return 2;
  }
  const wiring: Wiring = { ...USUAL_WIRING, valve, sirenFailsSafe: values['siren-fails-safe'] };
  const clock = systemClock();
  const usb = new UsbPort(resolve(link));
  const uno = new Uno(readHex(readFileSync(hex, 'utf8'), FLASH_BYTES), usb, clock);
  const rig = new Rig(uno, usb, wiring, clock);
  mkdirSync(dirname(resolve(backchannel)), { recursive: true });
  const server = new BackchannelServer(resolve(backchannel), {
    commands: commandSchema,
    obey: async (command) => ok(await rig.obey(command)),
    listen: (push: (told: BoardPush) => void) => rig.listen(push),
  });
  await rig.start();
  await server.start();
  process.stdout.write(
    `ready ${JSON.stringify({ link: resolve(link), backchannel: resolve(backchannel) })}\n`,
  );
  await new Promise<void>((stop) => {
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  await server.stop();
  await rig.stop();
  return 0;
}

function isValve(word: string): word is Wiring['valve'] {
  return word === 'spring' || word === 'manual-reset';
}

/** The real binary, as a package that flashes Arduinos brings it along. */
function standardFirmata(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('avrgirl-arduino/package.json'));
  return join(folder, 'junk', 'hex', 'uno', 'StandardFirmata.cpp.hex');
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
