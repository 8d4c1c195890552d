import { signal } from '@preact/signals';
import type { LiveSnapshot, LiveValue, PageScreen, StreamEvents } from '../../http/api/liveApi.ts';

/** What is the case, as the stream tells it. Nothing here outlives a break: a stream begins with a snapshot. */
export const screen = signal<PageScreen | null>(null);
export const values = signal<ReadonlyMap<string, LiveValue>>(new Map());
export const guardAlive = signal(true);
/** What is being set up on the lines; null until somebody looks, and it is told. */
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

function on<K extends keyof StreamEvents>(event: K, take: (data: StreamEvents[K]) => void): void {
  source?.addEventListener(event, ({ data }: MessageEvent<string>) => {
    const told = JSON.parse(data) as StreamEvents[K];
    hear(told.now);
    take(told);
  });
}

/** Opens the stream, and again after each break: after 1, 2, 4 … 15 s, and at once when the phone wakes. */
export function follow(onRefused: () => void): () => void {
  const open = () => {
    clearTimeout(again);
    source?.close();
    source = new EventSource('/api/live/stream');
    on('snapshot', ({ screen: shown, values: all, guard }: LiveSnapshot) => {
      screen.value = shown;
      values.value = new Map(all.map((one) => [one.point, one]));
      guardAlive.value = guard.alive;
    });
    on('values', (told) => {
      const next = new Map(values.value);
      for (const one of told.values) next.set(one.point, one);
      values.value = next;
    });
    on('screen', (told) => {
      screen.value = told.screen;
    });
    on('commission', ({ lines }) => {
      commissionLines.value = lines;
    });
    on('beat', ({ guard }) => {
      guardAlive.value = guard.alive;
      if (!guard.alive) values.value = new Map();
    });
    source.onerror = () => {
      // the browser tries again by itself while the connection merely broke; a refusal ends it
      if (source?.readyState !== EventSource.CLOSED) return;
      onRefused();
      again = setTimeout(open, PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)]);
    };
  };
  const wake = () => {
    if (document.visibilityState === 'visible' && lostSince.value !== null) open();
  };
  const tick = setInterval(() => {
    const silentMs = performance.now() - heardAt;
    nowMono.value = performance.now() + skewMs;
    if (silentMs > SILENT_MS && lostSince.value === null) lostSince.value = Date.now() - silentMs;
    if (silentMs > 2 * SILENT_MS && source?.readyState === EventSource.OPEN) open();
  }, 1_000);
  document.addEventListener('visibilitychange', wake);
  heardAt = performance.now();
  open();
  return () => {
    clearInterval(tick);
    clearTimeout(again);
    document.removeEventListener('visibilitychange', wake);
    source?.close();
    source = null;
  };
}
