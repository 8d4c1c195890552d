import type { LiftOptions, LiftQuestion } from './asked.ts';
import { confirm } from './confirm.ts';
import { free, rescue, tested } from './done.ts';
import { health } from './health.ts';
import { report } from './report.ts';
import { status } from './status.ts';
import { trips } from './trips.ts';

/** One thing to ask or say about a lift. `run` gives the exit status. */
export type LiftAction = {
  readonly form: string; // how it is written
  readonly options: readonly (keyof LiftOptions)[];
  run(asked: LiftQuestion): Promise<number>;
};

export const ACTIONS: Readonly<Record<string, LiftAction>> = {
  status: { form: 'status [<lift>] [--gbt]', options: ['gbt'], run: status },
  trips: { form: 'trips [<lift>] [--last 20]', options: ['last'], run: trips },
  health: { form: 'health [<lift>]', options: [], run: health },
  report: {
    form: 'report [<lift>] [--for mechanic|building|regulator] [--month 2026-11] [--out FILE]',
    options: ['month', 'out', 'for'],
    run: report,
  },
  free: { form: 'free [<lift>]', options: [], run: free },
  rescue: { form: 'rescue [<lift>] called|attended|released --by NAME', options: ['by'], run: rescue },
  confirm: { form: 'confirm [<lift>] [<device>.<number>=<value> …] --site FILE', options: [], run: confirm },
  tested: {
    form: 'tested [<lift>] [--automatic] [--failed TEXT]',
    options: ['automatic', 'failed'],
    run: tested,
  },
};
