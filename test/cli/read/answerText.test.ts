import { describe, expect, it } from 'vitest';
import { planReads, readLimits } from '../../../drivers/plan/planReads.ts';
import {
  failureText,
  type ReadFailure,
  rawFailure,
  valueText,
} from '../../../gateway/cli/read/answerText.ts';
import type { Language } from '../../../gateway/text/language.ts';
import { READ_MESSAGES } from '../../../gateway/text/readMessages.ts';
import { catalog } from '../../site/fixture.ts';

const profile = catalog.profiles.get('ya-k300-s');
if (profile === undefined) throw new Error('no such profile');
const blocks = planReads(
  profile.points.map((point) => ({ point, periodMs: point.periodMs, class: point.class })),
  readLimits(profile),
  () => 1,
);
const [block] = blocks.ok ? blocks.value : [];
if (block === undefined) throw new Error('nothing to read');
const where = [block.address, block.address + block.count - 1].join('–');

const failed = (result: ReadFailure, language: Language) => failureText(block, 7, result, language);

describe('what was read of a point', () => {
  const gas = { value: 12.5, unit: '%LEL', quality: 'good' } as const;

  it('stands in columns, its quality by code in English and in words in Chinese', () => {
    expect(valueText('concentration', gas, 'en')).toBe('concentration          12.5 %LEL   good');
    expect(valueText('concentration', gas, 'zh')).toBe('concentration          12.5 %LEL   正常');
  });

  it('keeps its columns where a word is Chinese, and is nothing where there is no value', () => {
    const lost = { value: null, unit: '', quality: 'sensor-failure' } as const;
    expect(valueText('state', lost, 'en')).toBe('state                  null        sensor-failure');
    expect(valueText('state', lost, 'zh')).toBe('state                    无        传感器故障');
    expect(valueText('door', { ...gas, value: true, unit: '' }, 'zh')).toMatch(/ 是 +正常$/);
  });
});

describe('what could not be read', () => {
  it('is told with the reason, the unit and the registers', () => {
    expect(failed({ kind: 'exception', code: 2 }, 'en')).toContain(
      `: the device refused (exception 2, illegal data address) (unit 7, ${block.table} ${where})`,
    );
    expect(failed({ kind: 'exception', code: 2 }, 'zh')).toContain(
      `：设备拒绝（异常码 2，非法数据地址）（站号 7，保持寄存器 ${where}）`,
    );
    expect(failed({ kind: 'exception', code: 99 }, 'zh')).toContain('设备拒绝（异常码 99）');
  });

  it.each(['timeout', 'crc', 'mismatch', 'portLost'] as const)('has words in both languages: %s', (kind) => {
    const { en, zh } = READ_MESSAGES[`failure.${kind}`];
    expect(failed({ kind }, 'en')).toContain(en);
    expect(failed({ kind }, 'zh')).toContain(zh);
  });
});

it('a register by the number that documents give it is told with its address on the wire, when it is refused', () => {
  const refused = { kind: 'exception', code: 2 } as const;
  const told = (address: number, table: 'holding' | 'input') =>
    rawFailure({ table, address, count: 10 }, 1, refused, 'en');
  expect(told(40_001, 'holding')).toContain('--registers 0-9 --table holding');
  expect(told(30_003, 'input')).toContain('--registers 2-11 --table input');
  expect(told(30_003, 'holding')).not.toContain('document');
  expect(told(100, 'holding')).not.toContain('document');
});
