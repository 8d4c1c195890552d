import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { CityBroker } from './city/cityBroker.ts';

const USAGE = `usage: broker.ts [--port PORT] [--host ADDRESS]
  An MQTT broker in memory (default: a free port of 127.0.0.1). Commands on standard input, one a line:
  cut        drop all connections and refuse new ones, but for those to the inside address
  restore    be reachable again
`;

/** Composition root: the city's broker of the demo, as a process of its own. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '0' }, host: { type: 'string', default: '127.0.0.1' } },
  });
  const port = Number(values.port);
  if (positionals.length > 0 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    process.stderr.write(USAGE);
    return 2;
  }
  const broker = new CityBroker(port, values.host);
  await broker.start();
  const { url, insideUrl } = broker;
  process.stdout.write(`ready ${JSON.stringify({ url, insideUrl, host: values.host, port: broker.port })}\n`);

  const commands = createInterface({ input: process.stdin });
  commands.on('line', async (line) => {
    const command = line.trim();
    if (command === 'cut') await broker.cut();
    else if (command === 'restore') await broker.restore();
    else if (command !== '') process.stderr.write(USAGE);
    process.stdout.write(`${command === 'cut' || command === 'restore' ? 'done' : 'unknown'} ${command}\n`);
  });
  await new Promise<void>((stop) => {
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  commands.close();
  process.stdin.destroy();
  await broker.stop();
  return 0;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
});
