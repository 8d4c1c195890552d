import type { ControlAsk } from '../control/client.ts';
import type { UplinkTrouble } from '../control/uplinkTroubles.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Problem } from '../core/result.ts';
import { SECOND_GATEWAY } from './secondGateway.ts';

export type UplinkReportOptions = {
  readonly clock: Clock;
  /** Asks guard; whether it heard does not matter, since everything is said again when it is back. */
  readonly send: (ask: Extract<ControlAsk, { verb: 'uplink' }>) => Promise<unknown>;
};

type Standing = { readonly trouble: UplinkTrouble; readonly since: number; timer: Timer | null };

/** By code of the problem. What begins otherwise means that the uplink could not even be set up. */
const TROUBLES: Readonly<Record<string, UplinkTrouble>> = {
  'broker.not-allowed': 'refused',
  'broker.certificate': 'certificate',
  'broker.no-tls': 'no-tls',
  'broker.refused': 'unreachable',
  'broker.unknown-host': 'unreachable',
  'broker.unreachable': 'unreachable',
  'broker.unfriendly': 'no-broker',
  'broker.lost': 'lost',
  'broker.stalled': 'stalled',
  'broker.packet-too-large': 'misbehaves',
  'broker.unasked-qos': 'misbehaves',
  'broker.taken-over': 'taken-over',
  'broker.nobody-listens': 'unheard',
  'platform.silent': 'unacknowledged',
  [SECOND_GATEWAY]: 'second-gateway',
  'notify.refused': 'receiver-refuses',
  'notify.away': 'receiver-away',
};

/** Somebody has to do something about these; the others may be over in a minute. */
const AT_ONCE: readonly UplinkTrouble[] = [
  'refused',
  'certificate',
  'no-tls',
  'not-set-up',
  'second-gateway',
  'unacknowledged', // it has been waited for already
  'receiver-refuses',
];
const PATIENCE_MS = 60_000;

/** Tells guard which uplinks do not carry anything, so that it stands on the screens of the building. */
export class UplinkReport {
  readonly #options: UplinkReportOptions;
  readonly #standing = new Map<string, Standing>();

  constructor(options: UplinkReportOptions) {
    this.#options = options;
  }

  /** An uplink is in trouble, or (null) well. */
  set(uplink: string, problem: Problem | null): void {
    const before = this.#standing.get(uplink);
    if (problem === null) {
      this.forget(uplink);
      return;
    }
    const trouble = TROUBLES[problem.code] ?? 'not-set-up';
    if (before?.trouble === trouble) return;
    before?.timer?.cancel();
    const { clock } = this.#options;
    // one kind of silence after another is one outage
    const same = before !== undefined && !AT_ONCE.includes(trouble) && !AT_ONCE.includes(before.trouble);
    const standing: Standing = { trouble, since: same ? before.since : clock.mono(), timer: null };
    this.#standing.set(uplink, standing);
    const waitMs = AT_ONCE.includes(trouble) ? 0 : standing.since + PATIENCE_MS - clock.mono();
    if (waitMs <= 0) this.#tell(uplink, standing);
    else
      standing.timer = clock.after(waitMs, 'uplink trouble', () => {
        standing.timer = null;
        this.#tell(uplink, standing);
      });
  }

  /** An uplink is well, or gone. */
  forget(uplink: string): void {
    const before = this.#standing.get(uplink);
    if (before === undefined) return;
    before.timer?.cancel();
    this.#standing.delete(uplink);
    void this.#options.send({ verb: 'uplink', uplink, trouble: null, forMs: 0 });
  }

  /** Guard may not have heard of any of it, or may hold what is over: `uplinks` are all there are. */
  retell(uplinks: readonly string[]): void {
    for (const uplink of uplinks) {
      const standing = this.#standing.get(uplink);
      if (standing === undefined)
        void this.#options.send({ verb: 'uplink', uplink, trouble: null, forMs: 0 });
      else if (standing.timer === null) this.#tell(uplink, standing);
    }
  }

  stop(): void {
    for (const { timer } of this.#standing.values()) timer?.cancel();
    this.#standing.clear();
  }

  #tell(uplink: string, { trouble, since }: Standing): void {
    const forMs = Math.max(0, this.#options.clock.mono() - since);
    void this.#options.send({ verb: 'uplink', uplink, trouble, forMs });
  }
}
