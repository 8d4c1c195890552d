import type { AddressSpace } from 'node-opcua-address-space';
import type { Clock } from '../core/clock.ts';
import type { Installation } from '../site/installation.ts';
import type { ConditionDesk } from './alarms/conditionMethods.ts';
import { SiteConditions } from './alarms/siteConditions.ts';
import type { GuardAudience } from './guardLink.ts';
import type { HistoryService } from './history/historyService.ts';
import { LiftObjects } from './lifts/liftObjects.ts';
import { pointKind } from './model/pointKind.ts';
import { sealAddressSpace } from './model/sealedSpace.ts';
import { SiteModel } from './model/siteModel.ts';
import { SiteValues } from './model/siteValues.ts';
import { SourceTimes } from './model/sourceTimes.ts';
import { ServiceLevel } from './server/serviceLevel.ts';

/** What site is shown, and from what. */
export type ShownParts = {
  readonly installation: Installation;
  readonly clock: Clock;
  readonly history: HistoryService;
  readonly desk: ConditionDesk;
};

/** All that clients see of a site, kept true by what guard says, and following the site that guard has taken up. */
export class ShownSite {
  readonly model: SiteModel;
  readonly lifts: LiftObjects;
  readonly audience: GuardAudience;
  readonly #addressSpace: AddressSpace;
  readonly #history: HistoryService;
  readonly #values: SiteValues;
  readonly #conditions: SiteConditions;
  #installation: Installation;

  constructor(addressSpace: AddressSpace, { installation, clock, history, desk }: ShownParts) {
    const times = new SourceTimes(clock);
    this.#addressSpace = addressSpace;
    this.#history = history;
    this.#installation = installation;
    this.model = new SiteModel(addressSpace, installation);
    const values = new SiteValues(this.model, times);
    const lifts = new LiftObjects(addressSpace, this.model, installation, times);
    const conditions = new SiteConditions(addressSpace, this.model, installation, times, desk);
    const level = new ServiceLevel(addressSpace);
    this.#values = values;
    this.#conditions = conditions;
    this.lifts = lifts;
    this.audience = {
      readings: (readings) => values.readings(readings),
      health: (devices, lines) => values.health(devices, lines),
      alarms: (screen) => {
        conditions.show(screen);
        values.alarms(screen);
        level.say('whole'); // only now all of it is true again
      },
      lifts: (screen) => lifts.show(screen),
      clock: (boot, time) => times.learn(boot, time),
      alive: (alive) => {
        if (alive) return;
        level.say('without-guard');
        conditions.lost();
        values.lost();
        lifts.lost();
      },
    };
    this.#finish();
  }

  /** As guard has it. */
  get installation(): Installation {
    return this.#installation;
  }

  /** Takes over a site that guard has taken up. What is in it as before stays, and with it what clients have of it. */
  follow(installation: Installation): void {
    this.#installation = installation;
    this.#conditions.leave(installation.rules);
    const changed = [
      this.model.follow(installation),
      this.#conditions.follow(installation.rules),
      this.lifts.follow(installation.lifts),
    ];
    this.#values.follow();
    this.#finish();
    if (changed.includes(true)) this.model.tell();
  }

  #finish(): void {
    for (const { points } of this.model.devices.values())
      for (const [id, { point, variable }] of points)
        this.#history.bind(variable, id, pointKind(point.profile));
    sealAddressSpace(this.#addressSpace);
  }
}
