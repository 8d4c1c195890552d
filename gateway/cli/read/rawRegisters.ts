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
 * Registers as they came, each in the ways in which makers write numbers: what is behind them without a profile. Numbers of 32
 * bits are made of a register and the next, high word first and low word first, and left out where they make no sense.
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
  return table(
    [
      ...[say('raw.address'), say('raw.hex'), ...TYPES].map((heading) => ({ heading, number: true })),
      { heading: say('raw.text'), number: false },
    ],
    values.map((value, i) => {
      const next = values[i + 1];
      const pairs = next === undefined ? [] : [pairOf(value, next), pairOf(next, value)];
      const [own, swapped] = pairs;
      return [
        `${address + i}`,
        `0x${value.toString(16).padStart(4, '0')}`,
        String(value),
        String((value << 16) >> 16),
        own?.whole ?? '',
        swapped?.whole ?? '',
        own?.float ?? '',
        swapped?.float ?? '',
        characters(value),
      ];
    }),
  );
}

/** As a profile writes types and orders. */
const TYPES = ['u16', 's16', 's32 ABCD', 's32 CDAB', 'f32 ABCD', 'f32 CDAB'];

function characters(value: number): string {
  return [value >> 8, value & 0xff]
    .map((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('');
}

/** Two registers as one number, where that makes sense: most pairs are none. */
function pairOf(high: number, low: number): { whole: string; float: string } {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, high);
  view.setUint16(2, low);
  const [whole, float] = [view.getInt32(0), view.getFloat32(0)];
  const isFloat = Math.abs(float) >= 1e-4 && Math.abs(float) < 1e7;
  return {
    whole: Math.abs(whole) < 1e9 ? String(whole) : '',
    float: isFloat ? String(Number(float.toPrecision(6))) : '',
  };
}
