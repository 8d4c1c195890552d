import { isBitTable } from '../../../drivers/image.ts';
import type { Span, Table } from '../../../drivers/profile/schema.ts';
import { speaker } from '../../text/catalogue.ts';
import type { Language } from '../../text/language.ts';
import { READ_MESSAGES } from '../../text/readMessages.ts';
import { table } from '../columns.ts';

const MOST_REGISTERS = 125; // of one request, Modbus application protocol 6.3
const MOST_ASKED = 1000;

/** `0-9`, `7` or `0x100-0x10f` as reads that a device may be asked for; undefined: not understood. */
export function spansOf(written: string, kind: Table): Span[] | undefined {
  const [, first, last = first] = /^(0x[\da-f]+|\d+)(?:-(0x[\da-f]+|\d+))?$/i.exec(written) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || from > to || to > 0xffff || to - from >= MOST_ASKED) return undefined;
  const spans: Span[] = [];
  for (let address = from; address <= to; address += MOST_REGISTERS)
    spans.push({ table: kind, address, count: Math.min(MOST_REGISTERS, to - address + 1) });
  return spans;
}

/**
 * Registers as they came, each in the ways in which makers write numbers: what is behind them without a profile. The float is
 * made of a register and the next, high word first and low word first, and left out where it makes no sense.
 */
export function registersText(
  { table: kind, address }: Span,
  values: readonly number[],
  language: Language,
): string[] {
  const say = speaker(READ_MESSAGES, language);
  if (isBitTable(kind))
    return table(
      [
        { heading: say('raw.address'), number: true },
        { heading: say('raw.bit'), number: true },
      ],
      values.map((value, i) => [String(address + i), String(value)]),
    );
  const headings = [
    'raw.address',
    'raw.hex',
    'raw.unsigned',
    'raw.signed',
    'raw.text',
    'raw.float',
    'raw.float-swapped',
  ] as const;
  return table(
    headings.map((key, i) => ({ heading: say(key), number: i !== 4 })),
    values.map((value, i) => {
      const next = values[i + 1];
      return [
        `${address + i}`,
        `0x${value.toString(16).padStart(4, '0')}`,
        String(value),
        String((value << 16) >> 16),
        characters(value),
        next === undefined ? '' : sensible(floatOf(value, next)),
        next === undefined ? '' : sensible(floatOf(next, value)),
      ];
    }),
  );
}

function characters(value: number): string {
  return [value >> 8, value & 0xff]
    .map((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('');
}

function floatOf(high: number, low: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  return view.getFloat32(0);
}

/** A measurement is neither tiny nor huge; most pairs of registers that are no float are. */
function sensible(value: number): string {
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e7 ? String(Number(value.toPrecision(6))) : '';
}
