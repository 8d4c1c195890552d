import { resolve } from 'node:path';
import { z } from 'zod';
import { readYaml } from '../drivers/profile/readYaml.ts';
import type { Profile } from '../drivers/profile/schema.ts';
import type { Problem, Result } from '../drivers/result.ts';
import { faultSchema } from './device/fault.ts';
import { pathOf, senseSchema } from './device/sense.ts';
import { quantities } from './world/quantity.ts';
import { newWorld, worldSchema } from './world/worldState.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'use letters, digits, _ and - only');
const port = z.int().min(0).max(65_535); // 0: any free one

const serial = {
  baud: z.int().positive(),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.union([z.literal(1), z.literal(2)]),
};

const device = z.strictObject({
  id,
  profile: z.string(),
  unit: z.int().min(1).max(247).optional(), // default: the profile's
  serial: z.strictObject(serial).partial().optional(), // default: as the line
  connected: z.boolean().default(true), // false: it waits beside the line for somebody to connect it
  senses: z.record(z.string(), senseSchema).default({}),
  lift: z.string().optional(), // the controller or sensor box of this lift of the world
  parameters: z.record(z.string(), z.number()).default({}),
  turnaroundMs: z.number().min(0).optional(), // default: the profile's
  faults: z.array(faultSchema).default([]),
});

const line = z
  .strictObject({
    id,
    link: z.string().min(1).optional(), // a pty under this name, relative to the links folder
    tcp: port.optional(), // RTU frames over TCP
    modbusTcp: port.optional(),
    baud: serial.baud.default(9600),
    parity: serial.parity.default('none'),
    stopBits: serial.stopBits.default(1),
    portSettings: z.boolean().default(false), // the master is heard at what it really set its port to (a pty)
    bitErrorRate: z.number().min(0).max(1).default(0),
    devices: z.array(device).default([]),
  })
  .refine(
    ({ link, tcp, modbusTcp }) => [link, tcp, modbusTcp].filter((one) => one !== undefined).length === 1,
    'give exactly one of link (a pty), tcp (RTU over TCP) and modbusTcp',
  );

/** The building file: what there is, what hangs where, and what is wrong with it from the start. */
export const buildingSchema = z.strictObject({
  name: z.string().default('building'),
  seed: z.int().min(0).default(1),
  start: z.iso.datetime({ local: true }).default('2026-03-02T09:00:00'), // the world's local time, seconds included
  speed: z.number().positive().default(1), // 60: an hour of the world passes in a minute
  world: worldSchema.prefault({}),
  lines: z.array(line).min(1),
});

export type Building = z.infer<typeof buildingSchema>;
export type BuildingLine = Building['lines'][number];

/** Reads a building file against the catalogue. Every problem is told, each with its place in the file. */
export function readBuilding(
  text: string,
  file: string,
  profiles: ReadonlyMap<string, Profile>,
): Result<Building, Problem[]> {
  const read = readYaml(file, text, buildingSchema);
  if (!read.ok) return read;
  const problems = checkReferences(read.value, file, profiles);
  return problems.length > 0 ? { ok: false, error: problems } : read;
}

/** The file that a line's pty is linked from. */
export function linkPath(link: string, folder: string): string {
  return resolve(folder, link);
}

function checkReferences(
  building: Building,
  file: string,
  profiles: ReadonlyMap<string, Profile>,
): Problem[] {
  const problems: Problem[] = [];
  const paths = Object.keys(quantities(newWorld(building.world, 0)));
  const devices = building.lines.flatMap((line) => line.devices);
  for (const [what, ids] of [
    ['line', building.lines.map((one) => one.id)],
    ['device', devices.map((one) => one.id)],
  ] as const)
    for (const twice of ids.filter((one, i) => ids.indexOf(one) !== i))
      problems.push(
        problem(file, 'duplicate', `${what} ${twice} is there twice`, 'give each an id of its own'),
      );

  for (const one of devices) {
    const where = `${file} device ${one.id}`;
    const profile = profiles.get(one.profile);
    if (profile === undefined) {
      const hint = `one of: ${[...profiles.keys()].join(', ')}`;
      problems.push(problem(where, 'unknown-profile', `there is no profile ${one.profile}`, hint));
      continue;
    }
    if (one.lift !== undefined && building.world.lifts[one.lift] === undefined) {
      const hint = `one of: ${Object.keys(building.world.lifts).join(', ') || 'none: give the world one'}`;
      problems.push(problem(where, 'unknown-lift', `there is no lift ${one.lift}`, hint));
    }
    for (const [pointId, sense] of Object.entries(one.senses)) {
      const point = profile.points.find((candidate) => candidate.id === pointId);
      const path = point === undefined ? undefined : pathOf(point, sense);
      if (point === undefined) {
        const hint = `one of: ${profile.points.map((candidate) => candidate.id).join(', ')}`;
        problems.push(problem(where, 'unknown-point', `${one.profile} has no point ${pointId}`, hint));
      } else if (path !== undefined && !paths.includes(path))
        problems.push(
          problem(where, 'unknown-path', `nothing to sense at ${path}`, `one of: ${paths.join(', ')}`),
        );
    }
  }
  return problems;
}

function problem(where: string, code: string, what: string, hint: string): Problem {
  return { code: `building.${code}`, what, where, hint };
}
