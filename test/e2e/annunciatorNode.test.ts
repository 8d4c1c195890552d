import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { encodeCommand } from '../../drivers/annunciator/node.ts';
import { spreadText } from '../bench/spread.ts';
import { command } from '../firmware/story.ts';
import { BoardProcess, NodeProcess } from '../harness/annunciatorRig.ts';
import { soak } from '../harness/soak.ts';
import { openStage, type Stage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// The node's real program, and the real StandardFirmata in a simulated ATmega328P: two processes and a pseudo-terminal.

const mono = () => Number(process.hrtime.bigint()) / 1e6;
const HOLD_MS = 3000; // of the retriggerable relay
const TOGETHER_MS = 20; // two messages to the board, one right after the other
const LATE_MS = 500; // a busy machine looks at the relay late
const BOUNCES = 4;

async function begin(...wiring: readonly string[]) {
  const stage = openStage();
  const board = await BoardProcess.start(stage, ...wiring);
  const node = await NodeProcess.start(stage, board);
  await node.board('ready');
  return { stage, board, node };
}

const COMMANDS = soak(40);

test(`a command moves the pins at once: ${COMMANDS} commands, how long each took`, async () => {
  const { board, node } = await begin();
  await node.command();
  const tookMs: number[] = [];
  for (let i = 0; i < COMMANDS; i++) {
    const on = i % 2 === 0;
    await quiet(15 + ((i * 7) % 40)); // not in step with anything
    const sent = mono();
    await node.command(on ? { tone: 'continuous' } : {}, on ? ['strobe', 'fan'] : []);
    const siren = await board.moved('siren', on ? 'high' : 'low', sent);
    tookMs.push(siren - sent);
    // one message for all of them
    expect(Math.abs((await board.moved('fan', on ? 'high' : 'low', sent)) - siren)).toBeLessThan(TOGETHER_MS);
  }
  tookMs.sort((a, b) => a - b);
  console.log(`write sent → AVR pin: ${spreadText(tookMs)}`);
  // three bytes at 57 600 baud cannot be quicker
  expect(tookMs[0]).toBeGreaterThan(0.5);
  expect((await node.status()).pulses).toBe(COMMANDS + 1);
});

test('buttons, housing and mains are seen through a bouncing contact', async () => {
  const { board, node } = await begin();
  // a button that is found held down when the board first tells of its contacts is not a press
  await board.back.send({ verb: 'contact', contact: 'tamper', closed: false });
  await until('the housing is open', async () => (await node.status()).tampered === 1);
  const presses = async (of: 0 | 2) => (await node.status()).presses[of] ?? 0;
  await board.press('silence', 'the press is counted', async () => (await presses(0)) > 0, BOUNCES);
  await board.press('test', 'the press is counted', async () => (await presses(2)) > 0);
  await board.back.send({ verb: 'contact', contact: 'mains', closed: false, bounces: BOUNCES });
  await until('the mains are gone', async () => (await node.status()).mains === 0);
  // once each; a machine that stands still in mid-bounce twice makes two of one
  expect(await presses(0)).toBeLessThan(BOUNCES);
  expect((await node.status()).presses[1]).toBe(0);
});

test('a lease that runs out leads to the fail states on the pins, and the relay that nobody feeds lets go', async () => {
  const { board, node } = await begin();
  await node.command({ leaseMs: 2000, tone: 'pulsed' }, ['fan']);
  const { at } = await until('guard is in charge', () =>
    board.effects.find(({ effects }) => effects.inCharge),
  );
  const lamp = await board.moved('fault-lamp', 'high', at);
  expect(lamp - at).toBeGreaterThan(1000); // both ends of it may be seen late on a busy machine
  expect(Math.abs((await board.moved('fan', 'low', at)) - lamp)).toBeLessThan(TOGETHER_MS);
  await until(
    'the siren goes on pulsing',
    () => board.moves.filter(({ load }) => load === 'siren').length > 4,
  );
  const alone = await until('the relay lets go', () =>
    board.effects.find(({ effects, at: when }) => when > at && !effects.inCharge),
  );
  expect(alone.at - at).toBeGreaterThan(HOLD_MS - 1);
  expect(alone.at - at).toBeLessThan(HOLD_MS + LATE_MS);
  expect(alone.effects.faultLamp).toBe(true);
});

test('the USB cable is pulled: everything drops, and all of it comes back at once with the cable', async () => {
  const { board, node } = await begin('--siren-fails-safe');
  await node.command({ tone: 'continuous' }, ['strobe', 'gas-valve']);
  await board.moved('siren', 'high', 0);
  const pulled = mono();
  await board.back.send({ verb: 'unplug' });
  await node.board('gone');
  await until('the relay lets go', async () => !(await board.back.state()).effects.inCharge);
  const { effects } = await board.back.state();
  // dead pins: what is left is what was wired to fail safe
  expect(effects).toMatchObject({ siren: true, strobe: false, faultLamp: true, gas: 'shut' });
  await node.command({ tone: 'pulsed', leaseMs: 60_000 }, ['fan', 'gas-valve']);
  await board.back.send({ verb: 'plug' });
  await node.board('starting');
  await node.board('ready');
  const back = await board.moved('gas-valve', 'high', pulled + 1);
  expect(Math.abs((await board.moved('fan', 'high', pulled + 1)) - back)).toBeLessThan(TOGETHER_MS);
  expect((await node.status()).presses).toEqual([0, 0, 0]);
  expect(node.words.join('\n')).toMatch(/port\.lost.*\n.*plug it in again/);
  expect(node.words.at(-1)).toMatch(/well again/);
});

test('the node is killed: pins stay as they are, the pulse train is gone at once, the relay and the lamp tell', async () => {
  const { stage, board, node } = await begin('--siren-fails-safe');
  await board.press(
    'silence',
    'the press is counted',
    async () => ((await node.status()).presses[0] ?? 0) > 0,
  );
  for (let i = 0; i < 3; i++) await node.command({ tone: 'continuous' }, ['gas-valve']);
  const { boot, pulses } = await node.status();
  expect(pulses).toBe(3);
  await until('the valve is kept', () =>
    readFileSync(join(stage.folder, 'node.json'), 'utf8').includes('"valveClosed": true'),
  );
  await node.kill();
  const killed = mono();
  await until('the relay lets go', async () => !(await board.back.state()).effects.inCharge);
  // StandardFirmata does not notice that its host is dead
  expect(board.moves.filter(({ at }) => at > killed)).toEqual([]);
  const { effects, loads, resets } = await board.back.state();
  expect(loads.siren.drive).toBe('high');
  expect(effects).toMatchObject({ siren: true, faultLamp: true, gas: 'shut' });

  const again = await NodeProcess.start(stage, board);
  await again.board('ready');
  const status = await again.status();
  expect(status).toMatchObject({ presses: [0, 0, 0], leaseLeft: 0, pulses: 0, leaseLosses: 0 });
  expect(status.boot).not.toBe(boot);
  expect((status.acting ?? 0) & 0b1000).toBe(0b1000);
  await again.command();
  expect(await board.drives('gas-valve')).toBe('high');
  // DTR stayed up: the board did not start anew, and its valve was never let go
  expect((await board.back.state()).resets).toBe(resets);
  expect(
    board.moves.filter(({ load, drive, at }) => load === 'gas-valve' && drive !== 'high' && at > killed),
  ).toEqual([]);
  await board.press('reset', 'the valve is let go', async () => (await board.drives('gas-valve')) === 'low');
});

test('a valve that needs power stays closed after its node and board were away, until the button is pressed', async () => {
  const { stage, board, node } = await begin('--valve', 'spring');
  const atRest = new Set(['gas-valve'] as const);
  const feed = setInterval(() => void node.command({ atRest }).catch(() => {}), 500);
  stage.onClose(() => clearInterval(feed));
  await until('guard is in charge', async () => (await board.back.state()).effects.inCharge);
  expect((await board.back.state()).effects.gas).toBe('shut');
  const open = async () => (await board.back.state()).effects.gas === 'open';
  await board.press('reset', 'the gas is on', open);
  const said = node.words.length;
  await board.back.send({ verb: 'reset' }); // somebody at the board itself
  await until('the gas is off', async () => (await board.back.state()).effects.gas === 'shut');
  // a node that was too busy to hear it begin anew finds that it does not answer
  await until('the node has seen it', () =>
    node.words.slice(said).some((word) => /board\.(restarted|silent)/.test(word)),
  );
  await node.board('ready');
  await until('guard is in charge again', async () => (await board.back.state()).effects.inCharge);
  expect((await board.back.state()).effects.gas).toBe('shut');
  await board.press('reset', 'the gas is on again', open);
});

test('a board whose program hangs is found out, started anew and set up as it was', async () => {
  const { board, node } = await begin();
  await node.command({ tone: 'continuous', leaseMs: 60_000 }, ['strobe']);
  await board.moved('siren', 'high', 0);
  const { resets } = await board.back.send({ verb: 'freeze' });
  const hung = mono();
  await node.board('gone');
  await node.board('ready');
  expect((await board.back.state()).resets).toBe(resets + 1);
  await board.moved('siren', 'high', hung);
  expect(await board.drives('strobe')).toBe('high');
  expect(node.words.join('\n')).toMatch(/board\.silent/);
});

test('asked to end, the node leaves the fail states behind', async () => {
  const { stage, board, node } = await begin();
  await node.command({ tone: 'pulsed' }, ['fan']);
  await board.moved('fan', 'high', 0);
  expect(await node.stop()).toBe(0);
  const ended = await until('the lamp is lit', async () => {
    const { loads } = await board.back.state();
    return loads['fault-lamp'].drive === 'high' && loads;
  });
  expect(ended).toMatchObject({ fan: { drive: 'low' }, siren: { drive: 'high' } });
  expect(readFileSync(join(stage.folder, 'node.json'), 'utf8')).toContain('"fan": "rest"');
});

const run = promisify(execFile);

test('mbpoll commands the node over RTU on a serial line', async () => {
  const stage = openStage();
  const board = await BoardProcess.start(stage);
  const line = await serialLine(stage);
  const node = await NodeProcess.start(stage, board, '--rtu', line.near, '--unit', '9');
  await node.board('ready');
  const mbpoll = (...args: string[]) =>
    run('mbpoll', ['-m', 'rtu', '-a', '9', '-b', '9600', '-P', 'none', ...args]);
  const words = encodeCommand(command({ tone: 'continuous' })).map(String);
  await mbpoll('-t', '4', '-r', '1', line.far, ...words);
  await board.moved('siren', 'high', 0);
  const { stdout } = await mbpoll('-t', '3', '-r', '9', '-c', '2', '-1', line.far);
  expect([...stdout.matchAll(/^\[\d+\]:\s*(\S+)/gm)].map(([, value]) => value)).toEqual(['3', '1']);
  await expect(mbpoll('-t', '4', '-r', '1', line.far, '100')).rejects.toThrow(/Illegal data value/);
});

/** Two pseudo-terminals joined by socat. */
async function serialLine(stage: Stage): Promise<{ near: string; far: string }> {
  const { spawn } = await import('node:child_process');
  const [near, far] = [join(stage.folder, 'near'), join(stage.folder, 'far')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  });
  stage.onClose(() => socat.kill());
  await until('socat has made its pair', () => existsSync(near) && existsSync(far));
  return { near, far };
}

test('the command line says what is missing and what to do', async () => {
  const stage = openStage();
  const none = await stage.lifeline('firmware', 'annunciator');
  expect(none).toMatchObject({ status: 2, err: expect.stringContaining('/dev/serial/by-id') });
  const odd = await stage.lifeline('firmware', 'toaster');
  expect(odd).toMatchObject({ status: 2, err: expect.stringContaining('annunciator') });
  const pins = await stage.lifeline('firmware', 'annunciator', '--port', '/dev/null', '--pins', 'siren=9');
  expect(pins).toMatchObject({ status: 2, err: expect.stringContaining('[node.pins]') });
  const waiting = stage.startLifeline(
    'firmware',
    'annunciator',
    '--port',
    join(stage.folder, 'nothing'),
    '--tcp',
    '0',
  );
  await until(
    'it says that there is no such port, and waits for it',
    () => /port\.missing[\s\S]*by-id/.test(waiting.said().err) && waiting.said().out.includes('"tcp"'),
  );
  expect((await waiting.interrupt()).status).toBe(0);
});

/** Nothing is timed by this: it only spreads commands over the phases of whoever polls. */
function quiet(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
