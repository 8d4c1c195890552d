import type { Problem, Result } from '../../drivers/result.ts';
import { civilText } from '../calendar.ts';
import type { SimulatedDevice } from '../device/device.ts';
import { accountOf } from '../lift/account.ts';
import type { RunningLine, Simulation } from '../simulation.ts';
import { befall, type Mishap } from '../world/worldMishap.ts';
import type { BackchannelHost } from './backchannelServer.ts';
import {
  type AnswerPush,
  type BuildingCommand,
  type BuildingState,
  type BuildingTally,
  commandSchema,
} from './buildingProtocol.ts';

/** A building behind a backchannel: it takes commands, and tells of every good answer. */
export function stageOf(simulation: Simulation): BackchannelHost<BuildingCommand, AnswerPush> {
  return {
    commands: commandSchema,
    obey: (command) => obey(simulation, command),
    listen: (push) =>
      simulation.listen(({ outcome, line, device, at, functionCode, address, values }) => {
        if (outcome === 'clean') push({ push: 'answer', line, device, at, functionCode, address, values });
      }),
  };
}

/** Carries out one command. What the building does not know is a value. `subscribe` is the connection's own affair. */
export async function obey(
  simulation: Simulation,
  command: BuildingCommand,
): Promise<Result<unknown, Problem>> {
  const { world } = simulation;
  switch (command.verb) {
    case 'state':
      return ok(stateOf(simulation));
    case 'set':
      return world.set(command.path, command.value);
    case 'release':
      return world.release(command.path);
    case 'spike':
      return world.spike(command.path, command.value);
    case 'fault':
      return withDevice(simulation, command.device, (device) => device.inflict(command.fault));
    case 'clear':
      if (command.device !== undefined)
        return withDevice(simulation, command.device, (device) => device.clear());
      for (const device of simulation.devices.values()) device.clear();
      return ok(null);
    case 'noise':
      return withLine(simulation, command.line, ({ serial }) => {
        if (serial !== undefined) serial.bitErrorRate = command.bitErrorRate;
      });
    case 'connect':
      return withDevice(simulation, command.device, (device) => device.connect(command.connected));
    case 'connectNext':
      return connectNext(simulation, command.line);
    case 'wire':
      return withLine(simulation, command.line, ({ serial }) => {
        if (serial === undefined) return;
        const { swapped = serial.wiring.swapped, terminated = serial.wiring.terminated } = command;
        serial.wiring = { swapped, terminated };
      });
    case 'unplug':
      return withLine(simulation, command.line, ({ endpoint }) => endpoint?.unplug());
    case 'plug':
      return withLine(simulation, command.line, ({ endpoint }) => endpoint?.plug());
    case 'account': {
      const { lifts } = world.now();
      const lift = lifts[command.lift];
      return lift === undefined
        ? unknown('lift', command.lift, Object.keys(lifts))
        : ok(accountOf(lift, command.sinceMs));
    }
    case 'tally':
      return ok(tallyOf(simulation));
    case 'resetTally':
      simulation.tally.reset();
      for (const { watch } of simulation.lines.values()) watch.reset();
      return ok(null);
    case 'subscribe':
      return ok(null);
    default:
      return mishap(simulation, command);
  }
}

function mishap({ world }: Simulation, command: Mishap): Result<null, Problem> {
  const after = befall(world.now(), command);
  if (!after.ok) return after;
  world.change(() => after.value);
  return ok(null);
}

function stateOf({ building, world, devices, lines }: Simulation): BuildingState {
  const lineOf = new Map(
    [...lines.values()].flatMap(({ plan, station }) => station.devices.map((one) => [one.id, plan.id])),
  );
  return {
    name: building.name,
    worldTime: civilText(world.now().timeMs),
    world: world.survey(),
    devices: [...devices.values()].map((device) => ({
      id: device.id,
      line: lineOf.get(device.id) ?? '',
      profile: device.plan.profile.id,
      unit: device.unit,
      serial: device.serial,
      connected: device.connected,
      faults: device.faults,
      outputs: device.outputs,
      relays: device.relayChanges,
    })),
    lines: [...lines.values()].map(({ plan, endpoint, serial }) => ({
      id: plan.id,
      plugged: endpoint?.plugged ?? false,
      address: endpoint?.address ?? null,
      bitErrorRate: serial?.bitErrorRate ?? 0,
    })),
  };
}

function tallyOf({ tally, lines }: Simulation): BuildingTally {
  const devices = tally.devices();
  const sum = (line: RunningLine, outcome: 'late' | 'corrupted') =>
    line.station.devices.reduce((total, { id }) => total + (devices[id]?.[outcome] ?? 0), 0);
  return {
    devices,
    lines: Object.fromEntries(
      [...lines.values()].map((line) => [
        line.plan.id,
        { ...line.watch.tally(), lateReplies: sum(line, 'late'), corrupted: sum(line, 'corrupted') },
      ]),
    ),
  };
}

/** The hand of an installer: the first device beside the line is connected; null when none is left. */
function connectNext({ lines }: Simulation, id: string): Result<string | null, Problem> {
  const line = lines.get(id);
  if (line === undefined) return unknown('line', id, lines.keys());
  const next = line.station.devices.find(({ connected }) => !connected);
  next?.connect(true);
  return ok(next?.id ?? null);
}

function withDevice(
  { devices }: Simulation,
  id: string,
  act: (device: SimulatedDevice) => void,
): Result<null, Problem> {
  const device = devices.get(id);
  if (device === undefined) return unknown('device', id, devices.keys());
  act(device);
  return ok(null);
}

async function withLine(
  { lines }: Simulation,
  id: string,
  act: (line: RunningLine) => Promise<void> | void,
): Promise<Result<null, Problem>> {
  const line = lines.get(id);
  if (line === undefined) return unknown('line', id, lines.keys());
  await act(line);
  return ok(null);
}

function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

function unknown(kind: string, id: string, known: Iterable<string>): Result<never, Problem> {
  const what = `there is no ${kind} ${JSON.stringify(id)}`;
  return { ok: false, error: { code: `unknown-${kind}`, what, hint: `one of: ${[...known].join(', ')}` } };
}
