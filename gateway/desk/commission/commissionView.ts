import { addressingOf } from '../../../drivers/profile/listProfiles.ts';
import type { Profile } from '../../../drivers/profile/schema.ts';
import type { HandAnswer } from '../../commission/scan/question.ts';
import { changeProblem } from '../../commission/settings/changeProblem.ts';
import type { SettingChange } from '../../commission/settings/settingChange.ts';
import { inHand, isParted, isTaken, twinToMove } from '../../commission/wizard/order.ts';
import { formatName } from '../../core/serialFormat.ts';
import type { Installation } from '../../site/installation.ts';
import { fittingChanges } from '../../site/packs/fittingChanges.ts';
import type { Pack } from '../../site/packs/packSchema.ts';
import { shippedPacks } from '../../site/packs/packs.ts';
import { portName } from '../../site/portName.ts';
import { SCAN_MESSAGES } from '../../text/scanMessages.ts';
import type { CommissionView, OrderView, SearchView } from '../http/api/commissionApi.ts';
import { worded } from '../live/worded.ts';
import type { StandingSearch } from './searches.ts';
import type { StandingOrder } from './sensorOrders.ts';

type Profiles = ReadonlyMap<string, Profile>;

/** What the page shows of commissioning: every line on which somebody can be set up, and the kinds that can be ordered. */
export function commissionView({
  installation,
  profiles,
  orders,
  searches,
  checks,
}: {
  readonly installation: Installation | null;
  readonly profiles: Profiles;
  readonly orders: readonly StandingOrder[];
  readonly searches: readonly StandingSearch[];
  readonly checks: CommissionView['checks'];
}): CommissionView {
  const lines = (installation?.lines ?? []).filter(({ connection }) => connection.type !== 'modbus-tcp');
  return {
    lines: lines.map((line) => {
      const order = orders.find((one) => one.order.line === line.id);
      const search = searches.find((one) => one.line === line.id);
      return {
        ...{ line: line.id, port: portName(line.connection), devices: line.devices.length },
        lift: line.devices.some(({ profile }) => profile.lift !== undefined),
        order: order === undefined ? null : orderView(order, profiles),
        search: search === undefined ? null : searchView(search, profiles),
      };
    }),
    checks,
    kinds: [...profiles.values()]
      .filter(({ lift, annunciator }) => lift === undefined && annunciator === undefined)
      .map((profile) => ({
        ...{ profile: profile.id, name: profile.names, addressed: addressingOf(profile) },
        factoryUnit: profile.serial.unit,
        packs: [...shippedPacks().packs.values()]
          .filter(({ kinds }) => kinds.includes(profile.kind))
          .map((pack) => packView(pack, profile)),
      })),
  };
}

function orderView({ order, actor, shows, refusal }: StandingOrder, profiles: Profiles): OrderView {
  const { phase, from, sensors, at, paused } = order;
  const profile = profiles.get(order.profile);
  const change = inHand(order)?.change ?? null;
  const failed =
    phase.kind === 'failed' && change !== null ? changeProblem(change.plan, phase.failure) : null;
  // why the line said nothing is more than that it did
  const unsaid = phase.kind === 'failed' && phase.failure.why === 'unsaid';
  const problem = (unsaid ? refusal : null) ?? failed ?? refusal;
  return {
    ...{ profile: order.profile, kind: nameOf(order.profile, profiles), at, paused, actor },
    from: { unit: from.unit, format: formatName(from.format) },
    ...{ comes: order.twin || profile === undefined ? null : comesOf(order, profile), sorting: order.twin },
    rate: change?.plan.setting === 'baud' ? formatName(change.plan.to.format) : null,
    sensors: sensors.map(({ unit, name, place, certainty, outcome }) => ({
      ...{ unit, name, place, certainty, outcome },
    })),
    phase: phase.kind,
    twins: phase.kind === 'twins' ? phase.unit : null,
    parted: isParted(order),
    ...{ twinToMove: twinToMove(order), marked: [...order.marked] },
    shows:
      shows === null
        ? null
        : shows === 'silent'
          ? { name: null, value: null, unit: '' }
          : shownOf(shows, profile),
    steps: stepsOf(change, profile),
    taken: isTaken(order),
    seen: phase.kind === 'other' ? phase.seen.candidates.map((one) => nameOf(one.profile, profiles)) : [],
    manual:
      profile?.manualSettings.find(({ sets }) => sets === 'unit')?.steps.map((step) => ({ ...step })) ?? [],
    problem: problem === null ? null : worded(problem),
  };
}

/** How new sensors of this kind come, where that is not as their line runs; what people do about it where the wire cannot. */
function comesOf(
  { from, fresh }: StandingOrder['order'],
  { serial, manualSettings }: Profile,
): OrderView['comes'] {
  const { baud, parity, stopBits } = serial;
  if (baud === from.format.baud && parity === from.format.parity) return null;
  const steps = manualSettings.find(({ sets }) => sets === 'baud')?.steps ?? [];
  return {
    format: formatName({ baud, parity, stopBits }),
    steps: fresh === null ? steps.map((step) => ({ ...step })) : null,
  };
}

/** What the sensor in hand shows: its point by name. */
function shownOf({ point, value, unit }: HandAnswer, profile: Profile | undefined): OrderView['shows'] {
  const name = profile?.points.find(({ id }) => id === point)?.names ?? { en: point, zh: point };
  return { name, value, unit };
}

/** The steps of giving an address, as people tell them apart: what comes before its register unlocks it, what comes after saves it. */
function stepsOf(change: SettingChange | null, profile: Profile | undefined): OrderView['steps'] {
  const own = profile?.settings.find(({ id }) => id === change?.plan.setting)?.address;
  const steps = change?.plan.steps ?? [];
  const written = steps.findIndex(
    (step) => step.kind === 'write' && step.request.op !== 'read' && step.request.address === own,
  );
  return steps.map(({ kind }, i) => ({
    kind: kind !== 'write' || i === written ? kind : i < written ? 'unlock' : 'save',
    done: i < (change?.done ?? 0),
  }));
}

function searchView(search: StandingSearch, profiles: Profiles): SearchView {
  const { phase, leftMs, found, advice, ownOnly, problem } = search;
  return {
    ...{ phase, leftMs },
    found: found.map(({ heard, what, match, question }) => ({
      ...{ unit: heard.unit, format: formatName(heard.format), firstMs: heard.firstMs },
      confidence: what?.confidence ?? null,
      kinds: (what?.candidates ?? []).map(({ profile }) => ({ profile, name: nameOf(profile, profiles) })),
      ...{ match: match?.kind ?? null, device: match?.device ?? null },
      question:
        question === undefined || question === null
          ? null
          : {
              gesture: question.gesture,
              answers: question.answers.map(({ profile, value, unit }) => ({ profile, value, unit })),
            },
    })),
    advice: advice.map((key) => ({ key, text: SCAN_MESSAGES[`advice.${key}`] })),
    ownOnly: ownOnly === null ? null : worded(ownOnly),
    problem: problem === null ? null : worded(problem),
  };
}

function packView(pack: Pack, profile: Profile): CommissionView['kinds'][number]['packs'][number] {
  const changes = fittingChanges(profile, pack);
  return {
    ...{ id: pack.id, name: pack.names, settings: Object.keys(pack.settings).length > 0, changes },
    givenUp: Object.keys(changes).flatMap((rule) => {
      const names = pack.rules[rule]?.names;
      if (names === undefined) return [];
      // of what it is nobody has to be told here: it is a sensor of this kind
      const bare = (text: string, point: string) =>
        text.replace(/^\{device\}(: |：)/, '').replaceAll(/\{\w+\}/g, point);
      return [{ en: bare(names.en, 'it'), zh: bare(names.zh, '读数') }];
    }),
  };
}

function nameOf(profile: string, profiles: Profiles): { en: string; zh: string } {
  return profiles.get(profile)?.names ?? { en: profile, zh: profile };
}
