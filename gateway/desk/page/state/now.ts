import { signal } from '@preact/signals';
import type { LiveSnapshot, LiveValue, PageScreen, StreamEvents } from '../../http/api/liveApi.ts';
import { loadPlan } from './plan.ts';
import { trace } from './trail.ts';

/** What is the case, as the stream tells it. Nothing here outlives a break: a stream begins with a snapshot. */
export const screen = signal<PageScreen | null>(null);
export const values = signal<ReadonlyMap<string, LiveValue>>(new Map());
export const guardAlive = signal(true);
/** What is being set up on the lines; null until somebody looks, and it is told. */
export const commissionChecks = signal<StreamEvents['commission']['checks'] | null>(null);
export const commissionLines = signal<StreamEvents['commission']['lines'] | null>(null);
/** Since when nothing comes any more (Unix ms); null: the stream lives. */
export const lostSince = signal<number | null>(null);
/** `mono` of the gateway, going on by itself between what is told. */
export const nowMono = signal(0);

const SILENT_MS = 5_000;
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

let source: EventSource | null = null;
let heardAt = 0;
let skewMs = 0;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;

function hear(now: number): void {
  heardAt = performance.now();
  skewMs = now - heardAt;
  nowMono.value = now;
  lostSince.value = null;
  failures = 0;
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

/** Opens the stream, and again after each break: after 1, 2, 4 … 15 s, and at once when the phone wakes or has a network again. */
export function follow(onRefused: () => void): () => void {
  const open = () => {
    clearTimeout(again);
    source?.close();
    const own = new EventSource('/api/live/stream');
    source = own;
    on(own, 'snapshot', (told: LiveSnapshot) => {
      screen.value = told.screen;
      values.value = new Map(told.values.map((one) => [one.point, one]));
      guardAlive.value = told.guard.alive;
      trace(told.values);
      loadPlan(told.building);
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
    if (document.visibilityState === 'visible' && performance.now() - heardAt > SILENT_MS) open();
  };
  const tick = setInterval(() => {
    const silentMs = performance.now() - heardAt;
    nowMono.value = performance.now() + skewMs;
    if (silentMs > SILENT_MS && lostSince.value === null) lostSince.value = Date.now() - silentMs;
    if (silentMs > 2 * SILENT_MS && source?.readyState === EventSource.OPEN) {
      heardAt = performance.now() - SILENT_MS; // open, and silent: a new one gets its own patience
      open();
    }
  }, 1_000);
  document.addEventListener('visibilitychange', wake);
  addEventListener('online', wake);
  heardAt = performance.now();
  open();
  return () => {
    clearInterval(tick);
    clearTimeout(again);
    document.removeEventListener('visibilitychange', wake);
    removeEventListener('online', wake);
    source?.close();
    source = null;
    lostSince.value = null;
    screen.value = null; // of whoever was logged in
    values.value = new Map();
  };
}

/** Civil time (Unix ms) of an instant of this boot; null while it would be a guess. */
export function utcOf(mono: number): number | null {
  const time = screen.value?.time;
  return time === undefined || time.utc === null ? null : time.utc + (mono - time.mono);
}
