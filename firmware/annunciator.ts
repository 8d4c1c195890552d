import { randomInt } from 'node:crypto';
import type { Problem } from '../drivers/result.ts';
import { systemClock } from '../gateway/core/clock.ts';
import { lineLog } from '../gateway/core/log.ts';
import { StateFile } from '../gateway/core/stateFile.ts';
import { keptAtStart, keptText } from './annunciator/kept.ts';
import { AnnunciatorNode } from './annunciator/node.ts';
import { readOptions, USAGE } from './annunciator/options.ts';
import { FirmataBoard } from './board/firmataBoard.ts';
import { ModbusRtuServer } from './modbus/rtuServer.ts';
import { ModbusTcpServer } from './modbus/tcpServer.ts';
import { KeptOpen } from './serial/keptOpen.ts';

const log = lineLog('annunciator', (line) => process.stderr.write(line));

/** Composition root: an Arduino with StandardFirmata in, an annunciator that speaks Modbus out. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options.ok) {
    log.problem(options.error);
    process.stderr.write(USAGE);
    return 2;
  }
  const { port, tcp, rtu, state, pins } = options.value;
  const clock = systemClock({ offsetMs: Number(process.env.LIFELINE_MONO_OFFSET_MS ?? 0) });
  const boot = Number(process.env.LIFELINE_NODE_BOOT ?? randomInt(2 ** 32));
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });

  const file = new StateFile(state, log.problem);
  const board = new FirmataBoard(port, pins, clock);
  const { kept, problem } = keptAtStart(file.load());
  if (problem !== null) log.problem(problem);
  const node = new AnnunciatorNode(board, clock, boot, kept, (changed) => file.save(keptText(changed)));
  board.onNews = news(port);
  const server = new ModbusTcpServer(node);
  const listening = tcp === undefined ? undefined : await server.listen(tcp.host, tcp.port);
  if (listening?.ok === false) {
    log.problem(listening.error);
    return 1;
  }
  node.start();
  await board.start();
  const line = rtu === undefined ? undefined : serveRtu(rtu);
  await line?.start();
  process.stdout.write(
    `ready ${JSON.stringify({
      port,
      boot,
      pins,
      tcp: tcp && { host: tcp.host, port: listening?.value ?? tcp.port },
      rtu,
    })}\n`,
  );
  await ended;
  node.stop(); // the fail states go out first
  await board.stop();
  await line?.stop();
  await server.close();
  await file.settled();
  return 0;

  function serveRtu({ path, unit, ...format }: NonNullable<typeof rtu>): KeptOpen {
    const rtuServer = new ModbusRtuServer(node, unit, format.baud, clock);
    const kept = new KeptOpen(path, format, true, clock);
    const tell = news(path);
    kept.onOpen = (opened) => {
      tell(null);
      rtuServer.attach(opened);
    };
    kept.onLost = tell;
    return kept;
  }
}

/** Says a trouble once, and when it is over. */
function news(where: string): (problem: Problem | null) => void {
  let told: string | undefined;
  return (problem) => {
    if (problem?.code === told) return;
    if (problem !== null) log.problem(problem);
    else log.info(`${where}: well again`);
    told = problem?.code;
  };
}

process.exitCode = await main();
