import { z } from 'zod';
import { id, seconds, severity } from '../schema/schemaParts.ts';
import { isSlow } from '../slowPoint.ts';
import { nameOf, ofNoPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

/** Made for every device unless the site says otherwise: nothing has been heard, or nothing usable. */
export const lossOfSensingRule = ruleKind(
  'loss-of-sensing',
  {
    device: id,
    severity: severity.default('yellow'),
    flatlineH: z.number().positive().max(720).default(24), // the same raw value so long: stuck; never of gas
    outOfRangeS: seconds.positive().default(600), // outside its range so long
  },
  {
    is: {
      en: '{device} is not heard, or says nothing usable: {severity}',
      zh: '{device} 无应答或无有效数据：{severity}',
    },
  },
  {
    ...ofNoPoint,
    names: { en: 'loss of sensing', zh: '失去感知' },
    class: 'fault',
    subject: ({ device }) => device,
    describe: (rule, voice, own) => own('is', { device: rule.device, ...graded(rule, voice) }),
    second: ({ device }, other, say) => say(['device'], 'site.second-loss-rule', { device, other }),
    byItself: ({ devices }) =>
      devices
        .filter(({ points }) => points.length > 0)
        .map((device) => ({
          id: `${device.id}.loss-of-sensing`,
          name: nameOf(device, 'not sensing', '失去感知'),
          device: device.id,
          offDelayS: device.points.every(isSlow) ? 0 : OFF_DELAY_S,
        })),
  },
);

/**
 * On a line where every third to every second reply is lost, a device is missed and heard again a hundred times an hour:
 * with this pause a few times. An engineering value, measured in `test/guard/detect/stormyLine.test.ts`. A device with slow
 * points alone has none: they cannot flap so fast, and it would cost them a whole period.
 */
const OFF_DELAY_S = 30;
