import type { DoorStatus } from '../../../drivers/lift/door.ts';
import type { Known } from '../../../drivers/lift/snapshot.ts';
import { combined } from '../liftReadings.ts';

/** What tells of one door. `said`: the controller's own word; `locked`: its lock has made. */
export type DoorSigns = {
  readonly said: Known<DoorStatus | 'silent'>;
  readonly opened: Known<boolean>;
  readonly closed: Known<boolean>;
  readonly locked: Known<boolean>;
};

/**
 * Where a door is, by majority of its limit switches, its lock and the controller's own word: one switch that sticks
 * must not move a door. Where two stand against two, the limit switches are believed and the field is in doubt.
 */
export function doorStatusOf({ said, opened, closed, locked }: DoorSigns): Known<DoorStatus> {
  let doubt = false;
  const status = combined<DoorStatus>([said, opened, closed], () => {
    const word = said?.value === 'silent' ? null : (said?.value ?? null);
    const lock = locked?.value ?? null;
    const found = judged(word, opened?.value === true, closed?.value === true, lock);
    doubt = found.doubt;
    return found.status;
  });
  return status !== null && doubt && status.value !== null ? { ...status, quality: 'out-of-spec' } : status;
}

type Judged = { readonly status: DoorStatus; readonly doubt: boolean };

function judged(word: DoorStatus | null, opened: boolean, closed: boolean, lock: boolean | null): Judged {
  const shutWord = word === 'closed';
  const openWord = word !== null && !shutWord;
  if (opened && closed) {
    // one of the two sticks: the lock and the controller decide
    if (lock === true && !openWord) return { status: 'closed', doubt: word === null };
    if (lock === false && openWord) return { status: word ?? 'opened', doubt: false };
    return { status: word ?? 'doorFault', doubt: true };
  }
  if (opened) {
    if (shutWord && lock === true) return { status: 'closed', doubt: true };
    // a word that stays at its stroke must not hide a door that is open: its lock, which is off, says so too
    if (lock === false) return { status: 'opened', doubt: shutWord || word === 'closing' };
    return { status: openWord ? (word ?? 'opened') : 'opened', doubt: shutWord || word === 'closing' };
  }
  if (closed) {
    if (openWord && lock === false) return { status: word ?? 'closed', doubt: word !== 'opening' };
    return { status: word === 'opening' || word === 'closing' ? word : 'closed', doubt: word === 'opened' };
  }
  // neither end: on its way, or a switch that never comes
  if (word === 'opened') return { status: 'opened', doubt: lock !== false };
  if (shutWord && lock === true) return { status: 'closed', doubt: false };
  return { status: word === null || shutWord ? 'unknown' : word, doubt: false };
}
