import { signal } from '@preact/signals';
import type { LiveSnapshot, LiveValue, PageScreen, StreamEvents } from '../../http/api/liveApi.ts';
import { Hearing, type TwoClocks } from './hearing.ts';
import { loadPlan } from './plan.ts';
import { trace } from './trail.ts';

/** What is the case, as the stream tells it. Nothing here outlives a break: a stream begins with a snapshot. */
export const screen = signal<PageScreen | null>(null);
export const values = signal<ReadonlyMap<string, LiveValue>>(new Map());
export const guardAlive = signal(true);
/** What is being set up on the lines; null until somebody looks, and it is told. */
export const commissionChecks = signal<StreamEvents['commission']['checks'] | null>(null);
export const commissionLines = signal<StreamEvents['commission']['lines'] | null>(null);
/** How often the stream began anew: what it does not tell with its snapshot is asked for then. */
export const beginnings = signal(0);
/** Since when nothing comes any more (Unix ms); null: the stream lives. */
export const lostSince = signal<number | null>(null);
/** `mono` of the gateway, going on by itself between what is told. */
export const nowMono = signal(0);

const SILENT_MS = 5_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

let source: EventSource | null = null;
let hearing = new Hearing(clocks());
let openedAt = 0;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;

function clocks(): TwoClocks {
  return { mono: performance.now(), civil: Date.now() };
}

function hear(now: number): void {
  hearing.hear(clocks(), now);
  nowMono.value = now;
  lostSince.value = null;
  failures = 0;
}

/** How long nothing has come; what is shown is told to be old as soon as that is too long. */
function look(): number {
  const now = clocks();
  const silentMs = hearing.silentMs(now);
  nowMono.value = hearing.gatewayMono(now);
  if (silentMs > SILENT_MS && lostSince.value === null) lostSince.value = hearing.since;
  return silentMs;
}

function on<K extends keyof StreamEvents>(
  from: EventSource,
  event: K,
  take: (data: StreamEvents[K]) => void,
): void {
  from.addEventListener(event, ({ data }: MessageEvent<string>) => {
    if (from !== source) return; // one that was given up
    const told = JSON.parse(data) as StreamEvents[K];
    hear(told.now);
    take(told);
  });
}

/**
 * Opens the stream, and again after each break: after 1, 2, 4 … 15 s, and at once when the phone wakes or has a network again. What was
 * shown before stays, and is told to be old.
 */
export function follow(onRefused: () => void): () => void {
  const open = () => {
    clearTimeout(again);
    source?.close();
    openedAt = performance.now();
    const own = new EventSource('/api/live/stream');
    source = own;
    on(own, 'snapshot', (told: LiveSnapshot) => {
      screen.value = told.screen;
      values.value = new Map(told.values.map((one) => [one.point, one]));
      guardAlive.value = told.guard.alive;
      trace(told.values);
      loadPlan(told.building);
      beginnings.value++;
    });
    on(own, 'values', (told) => {
      const next = new Map(values.value);
      for (const one of told.values) next.set(one.point, one);
      values.value = next;
      trace(told.values);
    });
    on(own, 'screen', (told) => {
      screen.value = told.screen;
    });
    on(own, 'commission', ({ lines, checks }) => {
      commissionLines.value = lines;
      commissionChecks.value = checks;
    });
    on(own, 'beat', ({ guard, building }) => {
      guardAlive.value = guard.alive;
      if (!guard.alive) values.value = new Map();
      loadPlan(building);
    });
    own.onerror = () => {
      if (own !== source) return;
      // the browser would try again every second for ever; a refusal (the session ended) it does not try again at all
      const refused = own.readyState === EventSource.CLOSED;
      own.close();
      if (refused) onRefused();
      again = setTimeout(open, PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]);
    };
  };
  const wake = () => {
    if (document.visibilityState === 'visible' && look() > SILENT_MS) open();
  };
  const tick = setInterval(() => {
    const silentMs = look();
    // open, and silent: each gets its own patience
    const patient = performance.now() - openedAt < SILENT_MS;
    if (silentMs > 2 * SILENT_MS && !patient && source?.readyState === EventSource.OPEN) open();
  }, 1_000);
  const WAKES = [
    [document, 'visibilitychange'],
    [document, 'resume'], // it was frozen
    [globalThis, 'pageshow'],
    [globalThis, 'online'],
  ] as const;
  for (const [target, event] of WAKES) target.addEventListener(event, wake);
  if (screen.value === null) hearing = new Hearing(clocks());
  else look();
  open();
  return () => {
    clearInterval(tick);
    clearTimeout(again);
    for (const [target, event] of WAKES) target.removeEventListener(event, wake);
    source?.close();
    source = null;
  };
}

/** Nothing is known any more: it was told to somebody else. */
export function forget(): void {
  lostSince.value = null;
  screen.value = null;
  values.value = new Map();
  commissionChecks.value = null;
  commissionLines.value = null;
}

/** Civil time (Unix ms) of an instant of this boot; null while it would be a guess. */
export function utcOf(mono: number): number | null {
  const time = screen.value?.time;
  return time === undefined || time.utc === null ? null : time.utc + (mono - time.mono);
}
