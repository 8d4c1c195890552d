import type { Severity } from '../../drivers/vocabulary.ts';
import { CONCERNS, type Concern, GATEWAY, OVERDUE } from '../../drivers/vocabulary.ts';
import { liftAsDevice } from './deviceEntries.ts';
import type { Device, Installation, Provenance } from './installation.ts';
import { type MadeRule, packRules } from './packs/packRules.ts';
import { shippedPacks } from './packs/packs.ts';
import { type LocalName, type Rule, ruleSchema, type Site } from './schema/siteSchema.ts';
import { isSlow } from './slowPoint.ts';

/**
 * All rules of a site: those of the file, those of rule packs with where their values come from, and those that every
 * site has by itself. The installer's own rule takes the place of a default about the same.
 */
export function resolveRules(
  site: Site,
  devices: readonly Device[],
): Pick<Installation, 'rules' | 'provenance'> {
  const made = [...site.devices, ...site.lifts.map(liftAsDevice)].flatMap((device) => {
    const pack = device.pack === undefined ? undefined : shippedPacks().packs.get(device.pack);
    const profile = devices.find(({ id }) => id === device.id)?.profile;
    return pack === undefined || profile === undefined ? [] : packRules(device, profile, pack);
  });
  return {
    rules: [
      ...site.rules,
      ...made.map(ruleOf),
      ...defaultRules(
        site,
        devices.filter(({ madeOf }) => madeOf === undefined),
      ),
    ],
    provenance: new Map(made.map((one) => [ruleOf(one).id, provenanceOf(one)])),
  };
}

function ruleOf(made: MadeRule): Rule {
  if ('rule' in made) return made.rule;
  throw new Error(`unchecked site: ${made.packRule} of ${made.point} cannot be made`);
}

function provenanceOf(made: MadeRule): Provenance {
  if ('provenance' in made) return made.provenance;
  throw new Error(`unchecked site: ${made.packRule} of ${made.point} cannot be made`);
}

/** Id of the loss-of-sensing rule that a device has by default. The dot keeps it apart from the installer's ids. */
export function defaultLossRule(deviceId: string): string {
  return `${deviceId}.loss-of-sensing`;
}

/** Id of the rule that watches a concern of the gateway itself by default. */
export function defaultGatewayRule(concern: Concern): string {
  return `${GATEWAY}.${concern}`;
}

function defaultRules({ rules, annunciators }: Site, devices: readonly Device[]): Rule[] {
  const has = (kind: Rule['kind'], fits: (rule: Rule) => boolean) =>
    rules.some((rule) => rule.kind === kind && fits(rule));
  const ofDevice = (id: string) => (rule: Rule) => 'device' in rule && rule.device === id;
  return [
    ...devices
      .filter(({ id, points }) => points.length > 0 && !has('loss-of-sensing', ofDevice(id)))
      .map((device) =>
        made(defaultLossRule(device.id), named(device, 'not sensing', '失去感知'), {
          kind: 'loss-of-sensing',
          device: device.id,
          offDelayS: device.points.every(isSlow) ? 0 : LOSS_OFF_DELAY_S,
        }),
      ),
    ...devices.flatMap((device) =>
      OVERDUE.filter((of) => (of === 'calibration' ? device.calibrationDue : device.bumpTest) !== undefined)
        .filter(
          (of) =>
            !has('overdue', (rule) => rule.kind === 'overdue' && rule.of === of && rule.device === device.id),
        )
        .map((of) =>
          made(
            `${device.id}.${of}-overdue`,
            of === 'calibration'
              ? named(device, 'calibration overdue', '校准超期')
              : named(device, 'bump test overdue', '通气测试超期'),
            { kind: 'overdue', device: device.id, of },
          ),
        ),
    ),
    ...annunciators
      .filter(({ device }) => !has('annunciator', ofDevice(device)))
      .map(({ device }) => {
        const known = devices.find(({ id }) => id === device) ?? { name: device };
        return made(`${device}.annunciator`, named(known, 'does not obey', '不执行命令'), {
          kind: 'annunciator',
          device,
        });
      }),
    ...CONCERNS.filter(
      (concern) => !has('gateway', (rule) => rule.kind === 'gateway' && rule.concern === concern),
    ).map((concern) =>
      made(defaultGatewayRule(concern), CONCERN_NAMES[concern], {
        kind: 'gateway',
        concern,
        severity: CONCERN_SEVERITIES[concern],
        onDelayS: CONCERN_DELAYS_S[concern] ?? 0,
      }),
    ),
  ];
}

/** Ids of the site file have no dots, those of defaults have. */
function made(id: string, name: LocalName, rule: Record<string, unknown>): Rule {
  return { ...ruleSchema.parse({ ...rule, id: 'default' }), id, name };
}

function named({ name }: Pick<Device, 'name'>, en: string, zh: string): LocalName {
  const words = typeof name === 'string' ? { en: name, zh: name } : name;
  return { en: `${words.en}: ${en}`, zh: `${words.zh}：${zh}` };
}

/**
 * On a line where every third to every second reply is lost, a device is missed and heard again a hundred times an hour:
 * with this pause a few times. An engineering value, measured in `test/guard/detect/stormyLine.test.ts`. A device with slow
 * points alone has none: they cannot flap so fast, and it would cost them a whole period.
 */
const LOSS_OFF_DELAY_S = 30;

/** A gateway without a battery-backed clock knows the time only once the network does: not worth a beep at every boot. */
const CONCERN_DELAYS_S: Partial<Record<Concern, number>> = { clock: 600 };

const CONCERN_NAMES: Readonly<Record<Concern, LocalName>> = {
  journal: { en: 'Gateway: journal cannot be written', zh: '网关：日志无法写入' },
  'alarm-time': { en: 'Gateway: alarm time exceeded its bound', zh: '网关：报警时间超出上限' },
  state: { en: 'Gateway: alarm state cannot be saved', zh: '网关：报警状态无法保存' },
  clock: { en: 'Gateway: clock not set', zh: '网关：时钟未校准' },
  internal: { en: 'Gateway: a fault in its own program', zh: '网关：程序内部故障' },
};

const CONCERN_SEVERITIES: Readonly<Record<Concern, Severity>> = {
  journal: 'orange',
  'alarm-time': 'orange',
  state: 'yellow',
  clock: 'yellow',
  internal: 'orange',
};
