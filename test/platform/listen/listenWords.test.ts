import { expect, test } from 'vitest';
import { verdictLine as storyVerdict } from '../../../gateway/cli/demo/verdict.ts';
import { verdictLine } from '../../../gateway/platform/listen/text.ts';
import { LISTEN_MESSAGES } from '../../../gateway/text/listenMessages.ts';

const TOTALS = {
  ...{ received: 14, missing: 1, outstanding: 0, held: 0, duplicates: 0, conflicts: 0, tombstoned: 2 },
  ...{ complete: false, evidence: new Map([['a', {}]]), channels: new Map() },
} as never;

test('the verdict of who listens is in the language of the person', () => {
  expect(verdictLine('tower-7', TOTALS)).toBe(
    'tower-7  verdict: NOT COMPLETE (14 received, 1 missing, 0 duplicates, 2 in tombstones, evidence of 1 alarm)',
  );
  expect(verdictLine('tower-7', TOTALS, 'zh')).toBe(
    'tower-7  结论：不完整（收到 14，缺少 1，重复 0，已注明删除 2，1 个报警的证据）',
  );
});

test('so is the last line of the demonstration', () => {
  const verdict = {
    ...{
      samples: 9,
      received: 9,
      missing: 0,
      lacking: [],
      givenUp: 1,
      beside: 2,
      duplicated: 0,
      conflicts: 0,
    },
    ...{ tombstones: 0, lostPeaks: [], givenUpPeaks: [], complete: true },
  };
  expect(storyVerdict(verdict)).toBe(
    'verdict: complete — 9 samples taken, 9 received, 0 missing, 0 duplicated, 0 in tombstones; every peak arrived; 2 were asked for twice or beside the plan, to be sure; 1 were too late to be used, as guard itself counted',
  );
  expect(storyVerdict(verdict, 'zh')).not.toMatch(/[a-z]{3}/i);
});

test('nothing that is said to who listens is English in Chinese, but the words of the protocol', () => {
  for (const { zh } of Object.values(LISTEN_MESSAGES))
    expect(zh.replaceAll(/\{\w+\}|birth/g, '')).not.toMatch(/[a-z]/i);
});
