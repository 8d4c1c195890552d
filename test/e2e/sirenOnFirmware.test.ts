import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalFile } from '../../gateway/journal/file/database.ts';
import { exportJournal } from '../../gateway/journal/read/exportJournal.ts';
import { BoardProcess } from '../harness/annunciatorRig.ts';
import { commission } from '../harness/commission.ts';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { freePort } from '../harness/mosquitto.ts';
import type { Program } from '../harness/program.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

// From the register of a gas detector to the pins of an ATmega328P that runs the real StandardFirmata, and back from its
// buttons: every program a process of its own, as in the field.

const GAS = 'rooms.kitchen.gas';
const LEASE_S = 3;
const BEAT_MS = 1000;
const PATIENCE_MS = 120_000;

const siteOn = (port: number) => ({
  ...houseSite,
  buses: [...houseSite.buses, { id: 'siren', connection: { type: 'modbus-tcp', host: '127.0.0.1', port } }],
  devices: [...houseSite.devices, { id: 'node', profile: 'lifeline-annunciator', bus: 'siren', unit: 1 }],
  rules: houseSite.rules.map((rule) => ({ ...rule, latch: ['red'] })),
  signals: { red: { tone: 'continuous', strobe: true, closeGasValve: true } },
  annunciators: [
    {
      device: 'node',
      leaseS: LEASE_S,
      outputs: [
        { point: 'siren', drives: 'siren', onLoss: 'rest' },
        { point: 'strobe', drives: 'strobe', onLoss: 'act' },
        { point: 'fault_lamp', drives: 'fault-lamp' },
        { point: 'gas_valve', drives: 'gas-valve' },
      ],
    },
  ],
});

/** A house in which gas is leaking: siren and strobe act, the valve is closed, and `occurrence` stands. */
async function aHouseInAlarm() {
  const stage = openStage();
  const port = await freePort();
  const board = await BoardProcess.start(stage);
  const state = join(stage.folder, 'node.json');
  commission(state);
  const startNode = (): Promise<Program> =>
    stage
      .program('firmware/annunciator', ...['--port', board.tty, '--tcp', String(port), '--state', state])
      .ready();
  const node = await startNode();
  const building = await stage.simulate(houseBuilding);
  const guard = await stage.guard(siteOn(port));
  const desk = await stage.desk();
  await until('the node is in charge', async () => (await board.back.state()).effects.inCharge);
  await building.set(GAS, 55);
  await until(
    'siren, strobe and valve act',
    async () => (await signalling(board)) === 'siren strobe gas-valve',
  );
  // what is not yet on disk when guard is killed begins anew
  const { occurrence } = await until('a person sees it, and it is kept', () => {
    const alarm = desk.alarm('gas-high');
    return alarm?.durable ? alarm : undefined;
  });
  return { stage, board, node, startNode, building, guard, desk, occurrence };
}

const OUTPUTS = ['siren', 'strobe', 'fault-lamp', 'gas-valve'] as const;

/** What acts now, in words. */
async function acting(
  board: BoardProcess,
  of: readonly (typeof OUTPUTS)[number][] = OUTPUTS,
): Promise<string> {
  const { loads } = await board.back.state();
  return of.filter((load) => loads[load].drive === 'high').join(' ');
}

/** Likewise without the lamp, which on a machine so busy that a lease ran out has something to tell of its own. */
const signalling = (board: BoardProcess) => acting(board, ['siren', 'strobe', 'gas-valve']);

const silent = async (board: BoardProcess) => !(await signalling(board)).includes('siren');

const pulses = (board: BoardProcess, from: number) =>
  board.moves.filter(({ load, at }) => load === 'healthy' && at > from);

/** What the journal has of an alarm, or of what somebody asked. */
function journaled(folder: string): Record<string, unknown>[] {
  const lines = exportJournal(journalFile(folder));
  return lines.ok ? [...lines.value.lines].map((line) => JSON.parse(line).event ?? {}) : [];
}

/** Where guard keeps what was silenced. A silence that is not yet there when guard is killed is not known to the next. */
const annunciation = (folder: string) => join(folder, 'annunciation.json');

const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

test(
  'a guard that is killed while the siren sounds leaves the fail states; started again it resumes the alarm, silence included',
  async () => {
    const { stage, board, guard, desk, occurrence } = await aHouseInAlarm();
    const litBefore = (await acting(board)).includes('fault-lamp');
    await guard.kill();
    const killed = monotonicMs();
    await until('fail states', async () => (await acting(board)) === 'strobe fault-lamp gas-valve');
    if (!litBefore) {
      const lamp = await board.moved('fault-lamp', 'high', killed);
      expect(lamp - killed).toBeLessThan(2 * LEASE_S * 1000); // its last word was before, and the machine is busy
    }
    expect(pulses(board, killed + BEAT_MS / 10)).toEqual([]);
    await until('the relay nobody feeds lets go', async () => !(await board.back.state()).effects.inCharge);

    const second = await stage.guard();
    await until('it sounds again', async () => (await signalling(board)) === 'siren strobe gas-valve');
    await until('guard answers', () => desk.alive && desk.alarm('gas-high') !== undefined);
    expect(desk.alarm('gas-high')?.occurrence).toBe(occurrence);
    await desk.ask({ verb: 'silence', actor: 'Li Wei' });
    await until('the siren is still', async () => (await signalling(board)) === 'strobe gas-valve');
    await until('the silence is kept', () =>
      readFileSync(annunciation(stage.journal), 'utf8').includes('Li Wei'),
    );
    await second.kill();
    await until('fail states again', async () => (await acting(board)) === 'strobe fault-lamp gas-valve');

    const restarted = monotonicMs();
    await stage.guard();
    await until('guard is in charge again', () => pulses(board, restarted).length > 3);
    await until('nothing but what was', async () => (await signalling(board)) === 'strobe gas-valve');
    expect(
      board.moves.filter(({ load, at, drive }) => load === 'siren' && at > restarted && drive === 'high'),
    ).toEqual([]);
    const raised = journaled(stage.journal).filter(
      ({ rule, cause }) => rule === 'gas-high' && cause === 'raised',
    );
    // a step that was saved and not seen on disk before the kill is written once more: the same occurrence
    expect(new Set(raised.map((event) => event.occurrence))).toEqual(new Set([occurrence]));
  },
  PATIENCE_MS,
);

test(
  'a board that loses its cable, a node that freezes or dies: a red fault, nothing pressed, the valve stays closed, and all is as it was afterwards',
  async () => {
    const { board, node, startNode, desk, occurrence } = await aHouseInAlarm();
    const fault = () => desk.alarm('node.annunciator');
    const asItWas = async () => {
      await until(
        'siren, strobe and valve act again',
        async () => (await signalling(board)) === 'siren strobe gas-valve',
      );
      await until('the fault is over', () => fault()?.condition !== 'unacknowledged-active');
      expect(desk.alarm('gas-high')).toMatchObject({ occurrence, to: 'unacknowledged-active' });
    };

    await board.back.send({ verb: 'unplug' });
    await until(
      'a red fault',
      () => fault()?.condition === 'unacknowledged-active' && fault()?.severity === 'red',
    );
    await board.back.send({ verb: 'plug' });
    await asItWas();

    node.signal('SIGSTOP');
    const stopped = monotonicMs();
    await until('the relay nobody feeds lets go', async () => !(await board.back.state()).effects.inCharge);
    expect(pulses(board, stopped + BEAT_MS / 10)).toEqual([]);
    await until('a red fault', () => fault()?.condition === 'unacknowledged-active');
    node.signal('SIGCONT');
    await asItWas();

    await node.kill();
    await until('a red fault', () => fault()?.condition === 'unacknowledged-active');
    await startNode();
    await asItWas();
    expect((await board.back.state()).effects.gas).toBe('shut'); // the coil fell with its power, the valve is mechanical
  },
  PATIENCE_MS,
);

test(
  'the buttons of the node silence the siren, and reset the alarm and the valve once the gas is gone',
  async () => {
    const { stage, board, building, desk, occurrence } = await aHouseInAlarm();
    await board.press('silence', 'the siren is still', () => silent(board));
    expect(await signalling(board)).toBe('strobe gas-valve');
    await board.press('reset', 'who pressed is written down', () =>
      journaled(stage.journal).some(({ verb, actor }) => verb === 'reset' && actor === 'button:node'),
    );
    expect(desk.alarm('gas-high')?.occurrence).toBe(occurrence);

    await building.set(GAS, 0);
    await until(
      'the gas is gone, the alarm latched',
      () => desk.alarm('gas-high')?.condition === 'latched-unacknowledged',
    );
    expect(await signalling(board)).toBe('strobe gas-valve');
    await board.press('reset', 'the alarm is over', () => desk.alarm('gas-high') === undefined);
    await until('siren, strobe and valve rest', async () => (await signalling(board)) === '');
    expect(journaled(stage.journal)).toContainEqual(
      expect.objectContaining({ type: 'command', verb: 'silence', actor: 'button:node' }),
    );
  },
  PATIENCE_MS,
);
