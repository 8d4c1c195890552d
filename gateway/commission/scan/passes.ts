import { charMs, gapMs } from '../../alarmTime/wire.ts';
import { type SerialFormat, sameFormat } from '../../core/serialFormat.ts';
import { LAST_UNIT, unitsTo } from './usualUnits.ts';

/** What a device is asked for that nobody knows: one holding register, one input register, one coil. */
export type Rung = 'holding' | 'input' | 'coil';

/** Some units asked in a row at one setting of the port. */
export type Pass = {
  readonly format: SerialFormat;
  readonly units: readonly number[];
  readonly rung: Rung;
  readonly slow: boolean; // waited for longer: some devices take their time
};

const LIKELY_BAUDS = [9600, 4800, 19_200];
const OTHER_BAUDS = [115_200, 2400, 38_400, 57_600, 1200];
const ALL_BAUDS = [...LIKELY_BAUDS, ...OTHER_BAUDS];

/** A second stop bit is a pause to who waits for one only: 8N2 finds 8N1 as well. */
const PLAIN = { parity: 'none', stopBits: 2 } as const;
const EVEN = { parity: 'even', stopBits: 1 } as const;
const ODD = { parity: 'odd', stopBits: 1 } as const;

/** @param own null where the line has no settings of its own yet */
type Aim = {
  readonly own: SerialFormat | null;
  readonly usual: readonly number[];
  readonly foreign: boolean; // whether the port may be set to anything but `own`
};

/**
 * What is tried whoever is found, likely things first: the line's own setting with the usual addresses and then all; the usual
 * addresses at 9600, 4800, 19200 with no parity, with even, with odd; then at the other rates.
 */
export function firstPasses({ own, usual, foreign }: Aim): Pass[] {
  const pass = (format: SerialFormat, units: readonly number[]): Pass => ({
    ...{ format, units, rung: 'holding', slow: false },
  });
  const rest = unitsTo(LAST_UNIT).filter((unit) => !usual.includes(unit));
  const ownPasses = own === null ? [] : [pass(own, usual), pass(own, rest)];
  if (!foreign) return ownPasses;
  const formats = [
    ...LIKELY_BAUDS.map((baud) => ({ baud, ...PLAIN })),
    ...LIKELY_BAUDS.map((baud) => ({ baud, ...EVEN })),
    ...LIKELY_BAUDS.map((baud) => ({ baud, ...ODD })),
    ...OTHER_BAUDS.map((baud) => ({ baud, ...PLAIN })),
  ];
  return [
    ...ownPasses,
    ...formats.filter((format) => own === null || !covers(own, format)).map((format) => pass(format, usual)),
  ];
}

/**
 * What follows from what was found: where somebody is, others may be under any address; then input registers and coils, for
 * devices that have no holding register; then the usual addresses with more patience.
 */
export function laterPasses({ own, usual, foreign }: Aim, found: readonly SerialFormat[]): Pass[] {
  const rest = unitsTo(LAST_UNIT).filter((unit) => !usual.includes(unit));
  const foreignFound = distinct(found.filter((format) => own === null || !sameFormat(own, format)));
  const likely = foreign ? LIKELY_BAUDS.map((baud) => ({ baud, ...PLAIN })) : [];
  const asked = distinct([...(own === null ? [] : [own]), ...found, ...likely]).filter(
    (format, i, all) => !all.slice(0, i).some((earlier) => covers(earlier, format)),
  );
  return [
    ...foreignFound.map((format): Pass => ({ format, units: rest, rung: 'holding', slow: false })),
    ...(['input', 'coil'] as const).flatMap((rung) =>
      asked.map((format): Pass => ({ format, units: usual, rung, slow: false })),
    ),
    ...asked.map((format): Pass => ({ format, units: usual, rung: 'holding', slow: true })),
  ];
}

/** The slow search of everything: every rate with every parity, the usual addresses, with patience. */
export function thoroughPasses({ own, usual, foreign }: Aim): Pass[] {
  if (!foreign) return [];
  return ALL_BAUDS.flatMap((baud) => [PLAIN, EVEN, ODD].map((rest) => ({ baud, ...rest })))
    .filter((format) => own === null || !covers(own, format))
    .map((format) => ({ format, units: usual, rung: 'holding', slow: true }));
}

/** The time one probe takes that nobody answers, milliseconds: the request, the wait, the silence. */
export function probeMs(format: SerialFormat, patienceMs: number): number {
  return 8 * charMs(format) + patienceMs + gapMs(format);
}

/** What a search without any of this takes: every rate, four formats, every address, a second each. Milliseconds. */
export function naiveMs(waitMs = 1000): number {
  const formats = [{ parity: 'none', stopBits: 1 } as const, PLAIN, EVEN, ODD];
  return ALL_BAUDS.flatMap((baud) => formats.map((format) => probeMs({ baud, ...format }, waitMs))).reduce(
    (sum, ms) => sum + LAST_UNIT * ms,
    0,
  );
}

/** Whether who is heard at `other` was asked at `format` too. */
function covers(format: SerialFormat, other: SerialFormat): boolean {
  return format.baud === other.baud && format.parity === other.parity && format.stopBits >= other.stopBits;
}

function distinct(formats: readonly SerialFormat[]): SerialFormat[] {
  return formats.filter((format, i) => formats.findIndex((other) => sameFormat(other, format)) === i);
}
