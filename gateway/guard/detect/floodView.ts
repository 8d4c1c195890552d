import type { Alarm } from '../../control/alarm.ts';
import { byUrgency, type Ranked } from './alarms.ts';

type Listed = Ranked & Pick<Alarm, 'occurrence' | 'group'>;

/** Alarms that belong together, most urgent first; one that stands alone is a group of one. */
export type AlarmGroup<A> = {
  /** The occurrence that came first; it may have ended since. */
  readonly firstOut: string;
  readonly alarms: readonly (A & { readonly isFirstOut: boolean })[];
};

/**
 * The alarm list for an operator: what one cause brought down in one place is one entry, so that forty alarms of a burst
 * main do not bury one of gas. An entry is as urgent as its most urgent alarm: most severe first, of equals
 * unacknowledged first, what is masked last.
 */
export function floodView<A extends Listed>(alarms: readonly A[]): AlarmGroup<A>[] {
  const groups = Map.groupBy(alarms, ({ group, occurrence }) => group ?? occurrence);
  return [...groups]
    .map(([firstOut, members]) => ({
      firstOut,
      alarms: members.toSorted(byUrgency).map((alarm) => ({ ...alarm, isFirstOut: leads(alarm, members) })),
    }))
    .toSorted(({ alarms: [a] }, { alarms: [b] }) =>
      a === undefined || b === undefined ? 0 : byUrgency(a, b),
    );
}

/** One that stands alone is first of nothing. */
function leads({ occurrence, group }: Listed, members: readonly Listed[]): boolean {
  return group === occurrence || (group === null && members.length > 1);
}
