import type { Text } from '../core/result.ts';
import type { Annunciator, Device, Line } from '../site/installation.ts';
import { listed, words } from '../text/named.ts';
import { infeasibleReads, utilisation } from './analysis/feasible.ts';
import { lineWork } from './analysis/lineWork.ts';
import { gapRemedy } from './gapRemedy.ts';

/** By how much periods are tried to be stretched. */
const STRETCHES = [1.25, 1.5, 2, 2.5, 3, 4, 5, 8, 10, 15, 20, 30, 60];
const STEP_MS = 50;

/** What would make a line feasible, tried out: a higher baud rate, longer periods, or devices moved to a second bus. */
export function remediesOf(line: Line, annunciators: readonly Annunciator[]): Text {
  const helps = (changed: Line) => {
    const work = lineWork(changed, annunciators);
    return infeasibleReads(work).length === 0 && utilisation(work, 'usualMs') <= 1;
  };
  const remedies = [
    baudRemedy(line, helps),
    gapRemedy(line, helps),
    periodRemedy(line, helps),
    splitRemedy(line, helps),
  ];
  const found = remedies.filter((remedy) => remedy !== null);
  return found.length > 0 ? listed(found, 'else') : words('remedy.other');
}

type Helps = (changed: Line) => boolean;

function baudRemedy(line: Line, helps: Helps): Text | null {
  const { connection, devices } = line;
  if (connection.type === 'modbus-tcp') return null;
  const common = (devices[0]?.profile.serial.bauds ?? [])
    .filter((baud) => baud > connection.baud)
    .filter((baud) => devices.every(({ profile }) => profile.serial.bauds.includes(baud)))
    .toSorted((a, b) => a - b);
  const baud = common.find((candidate) => helps({ ...line, connection: { ...connection, baud: candidate } }));
  return baud === undefined ? null : words('remedy.baud', { baud });
}

function periodRemedy(line: Line, helps: Helps): Text | null {
  const safety = line.devices.flatMap(({ points }) => points.filter((point) => point.class === 'safety'));
  const shortest = Math.min(...safety.map(({ periodMs }) => periodMs));
  const stretch = STRETCHES.find((factor) => helps(stretched(line, factor)));
  if (stretch === undefined) return null;
  return words('remedy.period', { times: stretch, longer: slower(shortest, stretch), shortest });
}

/** The heaviest of those that are not needed where they are, one after the other, until the rest is feasible. */
function splitRemedy(line: Line, helps: Helps): Text | null {
  const moved: string[] = [];
  let rest = line;
  while (rest.devices.length > 1) {
    const [heaviest] = rest.devices.toSorted((a, b) => weight(b, line) - weight(a, line));
    if (heaviest === undefined) return null;
    moved.push(heaviest.id);
    rest = { ...rest, devices: rest.devices.filter((device) => device !== heaviest) };
    const second = { ...line, devices: line.devices.filter(({ id }) => moved.includes(id)) };
    if (helps(rest) && helps(second)) return words('remedy.split', { devices: listed(moved) });
  }
  return null;
}

function weight(device: Device, line: Line): number {
  return utilisation(lineWork({ ...line, devices: [device] }, []), 'boundMs');
}

function stretched(line: Line, factor: number): Line {
  const devices = line.devices.map((device) => ({
    ...device,
    points: device.points.map((point) =>
      point.class === 'safety' ? { ...point, periodMs: slower(point.periodMs, factor) } : point,
    ),
  }));
  return { ...line, devices };
}

function slower(periodMs: number, factor: number): number {
  return STEP_MS * Math.ceil((periodMs * factor) / STEP_MS);
}
