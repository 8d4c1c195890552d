import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Problem } from '../../core/result.ts';
import type { CarriedSite } from '../../site/carriedSite.ts';
import type { SiteNotification } from '../../site/schema/notificationSchema.ts';
import { loadSecrets, secretsPath } from '../../site/secrets.ts';
import { notifyProblem } from '../../text/problems/notifyProblems.ts';
import type { JournalSource } from '../journalSource.ts';
import type { ClockTable } from '../wording/clockTable.ts';
import { mail } from './mail.ts';
import type { NoticeSender } from './notice.ts';
import { Notifier } from './notifier.ts';
import { webhook } from './webhook.ts';

export type NotifiersOptions = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: Pick<JournalSource, 'read'>;
  readonly times: ClockTable;
  readonly onTrouble: (id: string, problem: Problem | null) => void;
};

type Setup = {
  readonly site: SiteNotification;
  readonly secret: string | null;
  readonly sender: NoticeSender;
};

/** Those who are told of alarms, of the site as it is now. One that is as it was goes on undisturbed. */
export class Notifiers {
  readonly #options: NotifiersOptions;
  readonly #running = new Map<string, { readonly setup: Setup; readonly notifier: Notifier }>();
  #change: Promise<void> = Promise.resolve();

  constructor(options: NotifiersOptions) {
    this.#options = options;
  }

  adopt(site: CarriedSite): Promise<void> {
    this.#change = this.#change.then(() => this.#adopt(site));
    return this.#change;
  }

  wake(): void {
    for (const { notifier } of this.#running.values()) notifier.wake();
  }

  async stop(): Promise<void> {
    await this.#change;
    await Promise.all([...this.#running.values()].map(({ notifier }) => notifier.stop()));
    this.#running.clear();
  }

  async #adopt(site: CarriedSite): Promise<void> {
    const secrets = loadSecrets(secretsPath(site));
    if (!secrets.ok && site.notifications.length > 0) this.#options.log.problem(secrets.error);
    const setups = new Map<string, Setup>();
    for (const one of site.notifications) {
      const secret =
        one.secret === undefined ? null : ((secrets.ok ? secrets.value[one.secret] : undefined) ?? null);
      if (one.secret !== undefined && secret === null) {
        const problem = { ...notifyProblem('notify.no-secret', { secret: one.secret }), where: one.id };
        this.#options.log.problem(problem);
        this.#options.onTrouble(one.id, problem);
        continue;
      }
      const { id: gateway, name = gateway } = site.gateway;
      setups.set(one.id, { site: one, secret, sender: { gateway, name } });
    }
    for (const [id, { setup, notifier }] of [...this.#running]) {
      if (isDeepStrictEqual(setup, setups.get(id))) continue;
      this.#running.delete(id);
      await notifier.stop();
    }
    for (const [id, setup] of setups) if (!this.#running.has(id)) this.#start(id, setup);
  }

  #start(id: string, setup: Setup): void {
    const { site, secret, sender } = setup;
    const { onTrouble, ...parts } = this.#options;
    const notifier = new Notifier({
      ...{ ...parts, site, sender },
      handover: site.to === 'webhook' ? webhook(site, secret, sender) : mail(site, secret, sender),
      onTrouble: (problem) => onTrouble(id, problem),
    });
    this.#running.set(id, { setup, notifier });
    notifier.start();
  }
}
