import type { PointValue } from '../../../drivers/reading.ts';
import type { Alarm, Maintenance } from '../../../gateway/control/alarm.ts';
import type { AlarmScreen } from '../../../gateway/control/alarmScreen.ts';
import type { AnnunciationScreen } from '../../../gateway/control/annunciation.ts';
import type { DeviceHealth } from '../../../gateway/control/health.ts';
import type { Problem } from '../../../gateway/core/result.ts';
import { StatusBoard } from '../../../gateway/guard/statusBoard.ts';
import { alarmScreen, type RuleProvenance } from '../../../gateway/guard/verbs/alarmScreen.ts';
import { busProblem } from '../../../gateway/text/problems/busProblems.ts';
import { installationOf } from '../../site/fixture.ts';

export const boot = 'b007b007b007b007';
export const NOW = 36_000_000;
export const UTC = Date.UTC(2026, 10, 25, 2, 15, 6);

/** A house in which nothing sounds. */
export const QUIET: AnnunciationScreen = { sounding: [], silenced: [], testing: false, outputs: [] };

const MIN = 60_000;
export const at = (mono: number) => ({ boot, mono });
export const ago = (minutes: number) => at(NOW - minutes * MIN);

/** A house with two kitchens, a riser, and a board that drives a siren and a gas valve. */
export const installation = installationOf({
  gateway: { id: 'house-1', name: { en: 'Small house', zh: '小楼' }, place: 'Garden Lane 7' },
  buses: [{ id: 'rs485', connection: { type: 'serial', path: '/dev/ttyS9', baud: 9600 } }],
  zones: [{ id: 'kitchens', name: { en: 'Kitchens', zh: '厨房区' } }],
  devices: [
    {
      ...{ id: 'gas-301', profile: 'ya-k300-s', bus: 'rs485', unit: 1, zone: 'kitchens' },
      name: { en: 'Gas detector 301', zh: '301 燃气探测器' },
      place: { en: 'Kitchen 301', zh: '301 厨房' },
    },
    {
      ...{ id: 'gas-302', profile: 'ya-k300-s', bus: 'rs485', unit: 2, zone: 'kitchens' },
      name: { en: 'Gas detector 302', zh: '302 燃气探测器' },
      place: { en: 'Kitchen 302', zh: '302 厨房' },
    },
    { id: 'main', profile: 'keller-series30', bus: 'rs485', unit: 3, name: 'Riser gauge' },
    { id: 'board', profile: 'relay-8in-8out', bus: 'rs485', unit: 4, name: 'Relay board' },
  ],
  rules: [
    {
      ...{ id: 'gas-301', kind: 'limit', point: 'gas-301/concentration', unit: '%LEL' },
      ...{ name: { en: 'Gas in 301', zh: '301 燃气' }, high: { yellow: 10, red: 50 }, latch: ['red'] },
    },
    {
      ...{ id: 'gas-302', kind: 'limit', point: 'gas-302/concentration', unit: '%LEL', high: { red: 50 } },
      name: { en: 'Gas in 302', zh: '302 燃气' },
    },
    { id: 'gas-302-state', kind: 'state', point: 'gas-302/state', equals: 2, severity: 'orange' },
    { id: 'riser', kind: 'limit', point: 'main/pressure', unit: 'bar', low: { orange: 1.5 } },
    { id: 'door', kind: 'state', point: 'board/input1', equals: true, severity: 'blue' },
  ],
});

const base: Alarm = {
  ...{ rule: 'gas-301', occurrence: 'gas-301#b-1', cause: 'raised', from: 'normal' },
  ...{ to: 'unacknowledged-active', condition: 'unacknowledged-active', severity: 'red' },
  ...{
    point: 'gas-301/concentration',
    device: 'gas-301',
    value: 60,
    limit: 50,
    unit: '%LEL',
    quality: 'good',
  },
  ...{ onset: ago(3), declared: ago(3), since: ago(3), actor: null, reason: null, until: null },
  ...{ announcement: 1, group: null, durable: true },
};

export const alarm = (change: Partial<Alarm>): Alarm => ({ ...base, ...change });

/** One alarm in every state that a screen shows, most severe first, as the detector lists them. */
export const EVERY_STATE: readonly Alarm[] = [
  alarm({}),
  alarm({
    ...{ rule: 'gas-302', occurrence: 'gas-302#b-2', device: 'gas-302', point: 'gas-302/concentration' },
    ...{ to: 'latched-unacknowledged', condition: 'latched-unacknowledged', cause: 'returned', value: 0 },
    ...{ group: 'gas-301#b-1', announcement: 2, durable: false },
  }),
  alarm({
    ...{ rule: 'riser', occurrence: 'riser#b-3', device: 'main', point: 'main/pressure', severity: 'orange' },
    ...{
      to: 'acknowledged-active',
      condition: 'acknowledged-active',
      cause: 'acknowledged',
      actor: 'Li Wei',
    },
    ...{ value: null, quality: 'no-communication', limit: 1.5, unit: 'bar' },
    declared: { boot: 'before', mono: 5 },
  }),
  alarm({
    ...{ rule: 'gas-301.loss-of-sensing', occurrence: 'gas-301.loss-of-sensing#b-4', severity: 'yellow' },
    ...{ to: 'returned-unacknowledged', condition: 'returned-unacknowledged', cause: 'returned' },
    ...{ point: null, value: null, limit: null, unit: '', quality: 'good', declared: ago(90) },
  }),
  alarm({
    ...{ rule: 'door', occurrence: 'door#b-5', device: 'board', point: 'board/input1', severity: 'blue' },
    ...{
      to: 'shelved',
      condition: 'normal',
      cause: 'shelved',
      actor: 'Wang',
      reason: 'door is being painted',
    },
    ...{ value: false, limit: true, unit: '', until: at(NOW + 90 * MIN), since: ago(30), announcement: 0 },
  }),
  alarm({
    ...{ rule: 'gas-302-state', occurrence: 'gas-302-state#b-6', device: 'gas-302', point: 'gas-302/state' },
    ...{ to: 'suppressed', condition: 'unacknowledged-active', cause: 'suppressed', severity: 'orange' },
    ...{ value: 2, limit: 2, unit: '', reason: 'yearly test', until: at(NOW + 60 * MIN), since: ago(10) },
  }),
  alarm({
    ...{ rule: 'gas-302.loss-of-sensing', occurrence: 'gas-302.loss-of-sensing#b-7', device: 'gas-302' },
    ...{ to: 'out-of-service', condition: 'acknowledged-active', cause: 'taken-out-of-service' },
    ...{ severity: 'yellow', point: null, value: null, limit: null, unit: '', quality: 'sensor-failure' },
    ...{ actor: 'Wang', reason: 'head removed', since: ago(3000) },
  }),
];

export const PERIOD: Maintenance = {
  ...{ period: 'maintenance#b-8', scope: { zones: ['kitchens'], devices: ['main'] } },
  ...{ since: ago(10), until: NOW + 60 * MIN, actor: 'Wang', reason: 'yearly test' },
};

export const ANNUNCIATION: AnnunciationScreen = {
  sounding: ['gas-302#b-2'],
  silenced: [
    { occurrence: 'gas-301#b-1', announcement: 1, actor: 'Li Wei', at: ago(1) },
    { occurrence: 'gas-302#b-2', announcement: 1, actor: 'sounder-limit', at: ago(2) },
  ],
  testing: false,
  outputs: [
    {
      ...{ point: 'board/output1', drives: 'siren', zones: ['kitchens'], acting: true, tone: 'continuous' },
      ...{ obeys: true, refused: null, acted: true, because: ['gas-302#b-2'] },
    },
    {
      ...{ point: 'board/output2', drives: 'gas-valve', zones: [], acting: true, tone: null },
      ...{ obeys: false, refused: null, acted: false, because: ['gas-301#b-1'] },
    },
  ],
};

const well: Omit<DeviceHealth, 'device'> = {
  ...{ state: 'online', since: ago(500), lastOk: ago(0), ok: 1, timeouts: 0, crc: 0, exceptions: 0 },
  ...{ mismatches: 0, lateSeen: 0 },
};

const BOARD_SILENT: Problem = {
  ...busProblem('bus.silent/since', { unit: 4 }),
  where: 'board (unit 4)',
};

const HOLDING: readonly string[] = ['unacknowledged-active', 'acknowledged-active'];

/** The screen of these alarms in that house. */
export function screenOf(
  alarms: readonly Alarm[],
  {
    maintenance = [],
    annunciation = ANNUNCIATION,
    provenance,
    mayReset = ({ condition }) => !HOLDING.includes(condition),
    trouble,
    readings = {},
    silent = [],
    boardIs,
    lineProblem,
  }: {
    maintenance?: readonly Maintenance[];
    annunciation?: AnnunciationScreen;
    provenance?: RuleProvenance;
    mayReset?: (alarm: Alarm) => boolean;
    trouble?: Problem; // of the detector in 301
    readings?: Readonly<Record<string, PointValue>>; // of its points; null: not to be had
    silent?: readonly string[]; // of those, because the device was silent
    boardIs?: DeviceHealth['state']; // of the board with the siren
    lineProblem?: Problem; // of the line they all hang on
  } = {},
): AlarmScreen {
  const board = new StatusBoard();
  board.device({ ...well, device: 'gas-301', ...(trouble === undefined ? {} : { trouble }) });
  for (const [point, value] of Object.entries(readings)) {
    const because = silent.includes(point) ? 'no-communication' : 'protocol-error';
    const quality = value === null ? because : 'good';
    board.take([{ point: `gas-301/${point}`, value, quality, at: at(NOW) }]);
  }
  board.device({ ...well, device: 'main', state: 'offline', since: ago(20), lastOk: ago(20) });
  if (boardIs !== undefined)
    board.device({ ...well, device: 'board', state: boardIs, trouble: BOARD_SILENT });
  const ofLine = lineProblem === undefined ? {} : { problem: lineProblem };
  board.line({ line: 'rs485', state: 'open', utilisation: 0.31, deadShare: 0.08, ...ofLine });
  board.note({ code: 'journal.full', what: 'the disk is full', where: '/var', hint: 'make room' });
  const time = { mono: NOW - 1000, utc: UTC - 1000, quality: 'ntp' } as const;
  return alarmScreen({
    installation,
    provenance,
    alarms,
    mayReset: (occurrence) => alarms.some((alarm) => alarm.occurrence === occurrence && mayReset(alarm)),
    maintenance,
    annunciation,
    board,
    now: at(NOW),
    time,
  });
}
