import { startChild } from './child.ts';
import { parse, UsageError, type Verb } from './verb.ts';

/** Programs for boards, each in a process of its own: the gateway does not know what is in them. */
const PROGRAMS = ['annunciator'];

export const verb: Verb = {
  usage:
    'firmware annunciator --port /dev/ttyACM0 [--tcp 1502] [--host ADDRESS] [--rtu /dev/ttyUSB1 --baud 9600 --unit 1] ' +
    '[--parity none|even|odd] [--stop-bits 1|2] [--state FILE] [--pins siren=2,…]',
  summary: {
    en: 'Makes a Modbus annunciator (siren, strobe, gas valve, buttons) of an Arduino with StandardFirmata.',
    zh: '把带 StandardFirmata 的 Arduino 变成 Modbus 声光报警器（警报器、频闪灯、燃气阀、按钮）。',
  },
  async run(args, io) {
    const text = { type: 'string' } as const;
    const { positionals, values } = parse(
      args,
      {
        port: text,
        tcp: text,
        host: text,
        rtu: text,
        baud: text,
        unit: text,
        parity: text,
        'stop-bits': text,
        state: text,
        pins: text,
      },
      { min: 1, max: 1 },
    );
    const [program = ''] = positionals;
    if (!PROGRAMS.includes(program))
      throw new UsageError({
        en: `there is no firmware '${program}'; there is: ${PROGRAMS.join(', ')}`,
        zh: `没有固件“${program}”；现有：${PROGRAMS.join('、')}`,
      });
    if (values.port === undefined)
      throw new UsageError({
        en: '--port is missing: name the serial port of the board; `ls /dev/serial/by-id` shows it',
        zh: '缺少 --port：请写出控制板的串口；`ls /dev/serial/by-id` 可列出',
      });
    const pass = Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = startChild(`firmware/${program}`, pass, (line) => io.err(`${line}\n`));
    io.ended.then(() => child.stop());
    try {
      const ready = await child.ready;
      io.out(`${JSON.stringify(ready, null, 2)}\n`);
    } catch {
      return child.exited; // its own words have been printed
    }
    return child.exited;
  },
};
