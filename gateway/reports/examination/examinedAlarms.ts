import type { EventBody, WireText } from '../../telemetry/wire/model.ts';

/** One occurrence of an alarm in the period. */
export type ExaminedAlarm = {
  readonly occurrence: string;
  readonly device?: string;
  readonly point: string | null;
  readonly severity: string;
  readonly name: WireText;
  readonly from: string; // ISO
  readonly minutes: number | null; // null: still stands
  readonly acknowledged_minutes?: number | null; // until somebody said to have seen it; null: nobody did
  readonly value?: number | string | boolean | null; // when it was declared
  readonly limit?: number | string | boolean | null;
  readonly unit?: string;
  readonly test?: true; // it came while its sensor was bump-tested: it says nothing of the building
  readonly reason?: string; // what somebody wrote beside it last, a false alarm for example
};

/** Whether an alarm makes what it is about abnormal. */
export function isGrave({ severity }: Pick<ExaminedAlarm, 'severity'>): boolean {
  return severity === 'red' || severity === 'orange';
}

type RowOf<T extends EventBody['type']> = Extract<EventBody, { readonly type: T }>;
/** When something was, Unix ms; null where nobody knows. */
export type UtcOf = (at: EventBody['at']) => number | null;

/** Occurrences, each once: the worst severity it had, from its onset until it was normal again. */
export function alarmsIn(
  events: readonly EventBody[],
  utcOf: UtcOf,
  stoodWithin: (from: number, until: number | null) => boolean,
): ExaminedAlarm[] {
  const tests = bumpTests(events, utcOf);
  const steps = Map.groupBy(
    events.filter((event) => event.type === 'alarm'),
    ({ occurrence }) => occurrence,
  );
  return [...steps].flatMap(([occurrence, life]): ExaminedAlarm[] => {
    const [first] = life;
    const from = first === undefined ? null : utcOf(first.declared);
    if (first === undefined || from === null) return [];
    const timeOf = (step: RowOf<'alarm'> | undefined) => (step === undefined ? null : utcOf(step.at));
    const until = timeOf(life.find(({ to }) => to === NORMAL));
    if (!stoodWithin(from, until)) return [];
    const seen = timeOf(life.find(({ to }) => ACKNOWLEDGED.includes(to)));
    const minutes = (utc: number | null) => (utc === null ? null : Math.round((utc - from) / 6000) / 10);
    const severity =
      SEVERITY_ORDER.find((one) => life.some((step) => step.severity === one)) ?? first.severity;
    const reason = life.findLast((step) => step.reason !== null)?.reason;
    const isTest = tests.some((test) => test.device === first.device && test.from <= from && from <= test.to);
    return [
      {
        ...{ occurrence, device: first.device, point: first.point, severity, name: first.ruleName },
        from: new Date(from).toISOString(),
        ...{ minutes: minutes(until), acknowledged_minutes: minutes(seen) },
        ...{ value: first.value, limit: first.limit, unit: first.unit },
        ...(isTest ? { test: true } : {}),
        ...(reason == null ? {} : { reason }),
      },
    ];
  });
}

/** When which device was bump-tested. A test whose end nobody wrote down excuses no alarm. */
function bumpTests(events: readonly EventBody[], utcOf: UtcOf) {
  const begun = new Map<string, number>();
  return events.flatMap((event) => {
    if (event.type !== 'command' || event.verb !== 'bump-test') return [];
    const [, point = '', device = '', word] = BUMP.exec(event.detail) ?? [];
    const [from, to] = [begun.get(point), utcOf(event.at)];
    begun.delete(point);
    if (to === null) return [];
    if (word === 'begun') begun.set(point, to);
    return word === 'begun' || from === undefined ? [] : [{ device, from, to }];
  });
}

/** `gas-301/concentration begun with methane`, and its end. */
const BUMP = /^(([^/\s]+)\/\S+) (begun|passed|FAILED)/;
/** ISA-18.2: normal. */
const NORMAL = 'A';
/** Acknowledged: active, or latched. */
const ACKNOWLEDGED: readonly string[] = ['C', 'F'];
const SEVERITY_ORDER = ['red', 'orange', 'yellow', 'blue'] as const;
