import { id, severity } from '../schema/schemaParts.ts';
import { nameOf, ofNoPoint, ruleKind } from './ruleKind.ts';
import { graded } from './ruleWords.ts';

/** Made for every annunciator: it cannot be reached, or does not do what it is told. */
export const annunciatorRule = ruleKind(
  'annunciator',
  { device: id, severity: severity.default('red') },
  {
    is: {
      en: '{device} cannot be reached or does not do what it is told: {severity}',
      zh: '{device} 无法连接或未执行指令：{severity}',
    },
  },
  {
    ...ofNoPoint,
    names: { en: 'annunciator does not obey', zh: '声光控制器异常' },
    class: 'fault',
    subject: ({ device }) => device,
    describe: (rule, voice, own) => own('is', { device: rule.device, ...graded(rule, voice) }),
    second: ({ device }, other, say) => say(['device'], 'site.second-rule/annunciator', { device, other }),
    byItself: ({ annunciators, devices }) =>
      annunciators.map(({ device }) => {
        const known = devices.find(({ id }) => id === device) ?? { name: device };
        const name = nameOf(known, 'does not obey', '不执行命令');
        return { id: `${device}.annunciator`, name, device };
      }),
  },
);
