import { startChild } from './child.ts';
import { parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'simulate <building.yaml> [--links DIR] [--backchannel SOCKET] [--log FILE]',
  summary: {
    en: 'Serves a simulated building on pseudo-terminals and TCP, with real Modbus bytes.',
    zh: '在伪终端和 TCP 上运行模拟楼宇，使用真实的 Modbus 字节。',
  },
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { links: { type: 'string' }, backchannel: { type: 'string' }, log: { type: 'string' } },
      { min: 1, max: 1 },
    );
    const { lang: _, ...own } = values;
    const pass = Object.entries(own).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = startChild('simulators/main', [...positionals, ...pass], (line) => io.err(`${line}\n`));
    io.ended.then(() => child.stop());
    try {
      const ready = await child.ready;
      io.out(`${JSON.stringify(ready, null, 2)}\n`);
    } catch {
      return 1; // its own words have been printed
    }
    return child.exited;
  },
};
