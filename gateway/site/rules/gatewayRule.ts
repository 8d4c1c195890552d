import { z } from 'zod';
import { CONCERNS, type Concern, GATEWAY, type Severity } from '../../../drivers/vocabulary.ts';
import { words } from '../../text/named.ts';
import { CONCERN_WORDS } from '../../text/siteTerms.ts';
import { severity } from '../schema/schemaParts.ts';
import { ofNoPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

type Watched = {
  readonly en: string;
  readonly zh: string;
  readonly severity: Severity;
  readonly onDelayS: number;
};

const WATCHED: Readonly<Record<Concern, Watched>> = {
  journal: {
    ...{ en: 'Gateway: journal cannot be written', zh: '网关：日志无法写入' },
    ...{ severity: 'orange', onDelayS: 0 },
  },
  'alarm-time': {
    ...{ en: 'Gateway: alarm time exceeded its bound', zh: '网关：报警时间超出上限' },
    ...{ severity: 'orange', onDelayS: 0 },
  },
  state: {
    ...{ en: 'Gateway: alarm state cannot be saved', zh: '网关：报警状态无法保存' },
    ...{ severity: 'yellow', onDelayS: 0 },
  },
  clock: {
    ...{ en: 'Gateway: clock not set', zh: '网关：时钟未校准' },
    // a gateway without a battery-backed clock knows the time only once the network does: not worth a beep at every boot
    ...{ severity: 'yellow', onDelayS: 600 },
  },
  internal: {
    ...{ en: 'Gateway: a fault in its own program', zh: '网关：程序内部故障' },
    ...{ severity: 'orange', onDelayS: 0 },
  },
};

/** Made for every concern: a fault of the gateway itself. */
export const gatewayRule = ruleKind(
  'gateway',
  { concern: z.enum(CONCERNS), severity: severity.default('orange') },
  {
    is: {
      en: "the gateway's own {concern} is at fault: {severity}",
      zh: '网关自身故障（{concern}）：{severity}',
    },
  },
  {
    ...ofNoPoint,
    names: { en: 'fault of the gateway', zh: '网关故障' },
    class: 'fault',
    subject: ({ concern }) => concern,
    describe: (rule, voice, own) =>
      own('is', { concern: CONCERN_WORDS[rule.concern][voice.language], ...graded(rule, voice) }),
    second: ({ concern }, other, say) =>
      say(['concern'], 'site.second-rule/gateway', { concern: words(`concern.${concern}`), other }),
    byItself: () =>
      CONCERNS.map((concern) => {
        const { en, zh, ...rest } = WATCHED[concern];
        return { id: `${GATEWAY}.${concern}`, name: { en, zh }, concern, ...rest };
      }),
  },
);
