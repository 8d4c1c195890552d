import { faultOf } from './faults.ts';
import type { Mapping } from './mapping.ts';

const NO_ERROR = 0;
const BARRIER = 1;
const BLOCKED = [2, 3]; // door blocked, kinetic energy exceeded

/** A door controller: its door and nothing else. The interrupted barrier is in its list of errors, but is none. */
export const sdk500: Mapping = (seen, table) => ({
  doors: [
    {
      status: seen.number('lift.door.1.state', (code) => table?.doors[String(code)] ?? null),
      obstructed: seen.number('lift.door.1.error', (code) => code === BARRIER),
      reopening: seen.number('lift.door.1.error', (code) => BLOCKED.includes(code)),
      currentMa: seen.number('lift.door.1.current'),
    },
  ],
  faults: seen.number('lift.door.1.error', (code) =>
    code === NO_ERROR || code === BARRIER ? [] : [faultOf(table, code)],
  ),
});
