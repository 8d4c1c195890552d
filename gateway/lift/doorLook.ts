import type { DoorSnapshot, LiftSnapshot } from '../../drivers/lift/snapshot.ts';
import { type Looked, lookedAt } from './watch.ts';

/** What a snapshot says of one door. */
export type DoorLook = Looked & {
  readonly status: 'closed' | 'opening' | 'opened' | 'closing';
  readonly shut: boolean; // at its closed end, and locked where that is told
  readonly tries: boolean; // said to be opening, and still locked
  readonly blocked: boolean | null;
  readonly floor: number | null;
};

/** Null where the snapshot does not tell where the door is. */
export function doorLook(snapshot: LiftSnapshot, door: DoorSnapshot): DoorLook | null {
  const { status, locked, obstructed } = door;
  const looked = lookedAt([status, locked]);
  const name = nameOf(status?.value);
  if (looked === null || name === null) return null;
  return {
    ...looked,
    status: name,
    shut: name === 'closed' && locked?.value !== false,
    tries: name === 'opening' && locked?.value === true,
    blocked: obstructed?.value ?? null,
    floor: snapshot.floor?.value ?? null,
  };
}

function nameOf(status: NonNullable<DoorSnapshot['status']>['value'] | undefined): DoorLook['status'] | null {
  switch (status) {
    case 'closed':
    case 'safetyLocked':
      return 'closed';
    case 'opening':
    case 'opened':
    case 'closing':
      return status;
    case 'limitedOpened':
      return 'opened';
    default:
      return null;
  }
}
