import type { UAVariable } from 'node-opcua-address-space';
import { type StatusCode, StatusCodes } from 'node-opcua-status-code';
import { DataType, Variant } from 'node-opcua-variant';
import { qualityClass } from '../../../drivers/quality.ts';
import type { PointValue, Reading } from '../../../drivers/reading.ts';
import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { DeviceHealth, LineHealth } from '../../control/health.ts';
import type { DeviceVerdict, PointNode } from './deviceObject.ts';
import { type PointKind, pointKind } from './pointKind.ts';
import { showText } from './pointVariable.ts';
import type { SiteModel } from './siteModel.ts';
import type { SourceTimes } from './sourceTimes.ts';
import { statusOf } from './statusOf.ts';

/** Shows what guard reads: values with their quality and the moment they were read, and how devices and lines are. */
export class SiteValues {
  readonly #model: SiteModel;
  readonly #times: SourceTimes;
  readonly #shown = new WeakMap<UAVariable, string>(); // in which unit
  readonly #readings = new Map<string, Reading>();
  readonly #health = new Map<string, DeviceHealth>();
  readonly #aside = new Set<string>(); // devices under maintenance or out of service
  readonly #overdue = new Set<string>();
  #heard = false; // of guard, since it began to answer

  constructor(model: SiteModel, times: SourceTimes) {
    this.#model = model;
    this.#times = times;
    this.follow();
  }

  /** After a change of the model: what is new, or in another unit, waits for its first reading; what is gone is forgotten. */
  follow(): void {
    const known = new Set<string>();
    for (const { points } of this.#model.devices.values())
      for (const [id, node] of points) {
        known.add(id);
        if (this.#shown.get(node.variable) === node.point.unit) continue;
        this.#shown.set(node.variable, node.point.unit);
        this.#readings.delete(id);
        showNothing(node, StatusCodes.BadWaitingForInitialData, this.#times.now());
      }
    for (const id of this.#readings.keys()) if (!known.has(id)) this.#readings.delete(id);
    for (const id of this.#health.keys()) if (!this.#model.devices.has(id)) this.#health.delete(id);
    for (const id of this.#model.devices.keys()) this.#judge(id);
    if (!this.#heard) for (const line of this.#model.lines.values()) line.lost(this.#times.now());
  }

  readings(readings: readonly Reading[]): void {
    this.#hear();
    const touched = new Set<string>();
    for (const reading of readings) {
      const node = this.#model.devices.get(reading.point.split('/')[0] ?? '')?.points.get(reading.point);
      const at = this.#times.date(reading.at);
      if (node === undefined || at === null) continue;
      this.#readings.set(reading.point, reading);
      touched.add(reading.point.split('/')[0] ?? '');
      const value = variantOf(reading.value, pointKind(node.point.profile));
      node.variable.setValueFromSource(value, statusOf(reading.quality), at);
      showText(node.variable, node.point.profile, reading.value);
    }
    for (const device of touched) this.#judge(device);
  }

  health(devices: readonly DeviceHealth[], lines: readonly LineHealth[]): void {
    this.#hear();
    for (const device of devices) {
      this.#health.set(device.device, device);
      this.#judge(device.device);
    }
    for (const line of lines) this.#model.lines.get(line.line)?.show(line);
  }

  alarms({ maintenance, alarms }: AlarmScreen): void {
    this.#hear();
    const before = new Set([...this.#aside, ...this.#overdue]);
    this.#aside.clear();
    this.#overdue.clear();
    for (const { scope } of maintenance)
      for (const { device } of this.#model.devices.values()) {
        const site = scope.zones.length + scope.devices.length === 0;
        const zone = device.zone !== undefined && scope.zones.includes(device.zone);
        if (site || zone || scope.devices.includes(device.id)) this.#aside.add(device.id);
      }
    for (const { kind, device, condition } of alarms)
      if (kind === 'overdue' && condition !== 'normal') this.#overdue.add(device);
    for (const device of new Set([...before, ...this.#aside, ...this.#overdue])) this.#judge(device);
  }

  /** Nobody reads any more: no value is shown as if it were of now, and nothing is said of how devices and lines are. */
  lost(): void {
    this.#heard = false;
    const now = this.#times.now();
    for (const device of this.#model.devices.values()) {
      for (const node of device.points.values()) showNothing(node, StatusCodes.BadNoCommunication, now);
      device.healthLost(now);
    }
    for (const line of this.#model.lines.values()) line.lost(now);
    this.#readings.clear();
    this.#health.clear();
  }

  /** Guard answers: devices of which nothing is known yet are said to be looked at. */
  #hear(): void {
    if (this.#heard) return;
    this.#heard = true;
    for (const id of this.#model.devices.keys()) this.#judge(id);
  }

  /** After NAMUR NE 107, the gravest first: failure, function check, out of specification, maintenance required. */
  #judge(id: string): void {
    const node = this.#model.devices.get(id);
    if (node === undefined) return;
    if (this.#heard) node.health(this.#verdict(id, [...node.points.keys()]));
    else node.healthLost(this.#times.now());
  }

  #verdict(id: string, points: readonly string[]): DeviceVerdict {
    const qualities = points.flatMap((point) => this.#readings.get(point)?.quality ?? []);
    const state = this.#health.get(id)?.state;
    if (this.#aside.has(id)) return 'check-function';
    if (state === 'offline' || qualities.includes('sensor-failure')) return 'failure';
    if (state === undefined && qualities.length === 0) return 'check-function';
    if (state === 'unknown' || qualities.includes('warm-up')) return 'check-function';
    if (qualities.some((quality) => OFF_SPEC.has(quality) || qualityClass(quality) === 'bad'))
      return 'off-spec';
    return state === 'failing' || this.#overdue.has(id) ? 'maintenance-required' : 'normal';
  }
}

const OFF_SPEC: ReadonlySet<string> = new Set(['out-of-spec', 'drift', 'flatline', 'stale']);
const NOTHING = new Variant({ dataType: DataType.Null });

function showNothing({ variable, point }: PointNode, status: StatusCode, at: ReturnType<SourceTimes['now']>) {
  variable.setValueFromSource(NOTHING, status, at);
  showText(variable, point.profile, null);
}

/** A missing value is Null, never 0. */
export function variantOf(value: PointValue, kind: PointKind): Variant {
  if (value === null) return NOTHING;
  if (kind === 'text') return new Variant({ dataType: DataType.String, value: String(value) });
  if (kind === 'two-state')
    return new Variant({ dataType: DataType.Boolean, value: value === true || value === 1 });
  if (typeof value !== 'number') return new Variant({ dataType: DataType.String, value: String(value) });
  const dataType = kind === 'multi-state' ? DataType.Int32 : DataType.Double;
  return new Variant({ dataType, value });
}
