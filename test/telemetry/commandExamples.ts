import type { Command, Reply, StateMessage } from '../../gateway/telemetry/index.ts';

// What a platform may ask, and the answers.

const EPOCH = '8f14e45fceea167a'; // that of the examples

export const acknowledge: Command = {
  id: '0123456789abcdef',
  issued: 1_785_000_000_000,
  expires: 1_785_000_600_000,
  ask: {
    kind: 'acknowledge',
    occurrence: 'gas-high#c9f0f895fb98ab91-3',
    announcement: 2,
    severity: 'red',
    actor: 'Li Wei 李伟',
    text: 'crew is on its way',
  },
};
const bare = { issued: null, expires: null };
export const commands: readonly Command[] = [
  acknowledge,
  { id: 'silent', ...bare, ask: { ...acknowledge.ask, text: null } as Command['ask'] },
  {
    id: 'again-1',
    ...bare,
    ask: { kind: 'replay', epoch: EPOCH, stream: 'telemetry', from: 1, to: 5_000_000_000 },
  },
  { id: 'ping-1', ...bare, ask: { kind: 'ping' } },
  { id: 'birth-1', ...bare, ask: { kind: 'birth', hash: null } },
  { id: 'birth-2', ...bare, ask: { kind: 'birth', hash: EPOCH } },
];
/** Answers, one with the `state` it was asked for. */
export const repliesWith = (state: StateMessage): readonly Reply[] => [
  {
    id: acknowledge.id,
    ok: false,
    code: 'alarm.not-standing',
    text: { en: 'it is over', zh: '已结束' },
    detail: null,
  },
  {
    id: 'again-1',
    ok: true,
    code: 'done',
    text: 'sent again',
    detail: { kind: 'replay', again: [[4, 9]], gone: [{ from: 1, to: 3, reason: 'evicted' }] },
  },
  { id: 'ping-1', ok: true, code: 'done', text: '', detail: { kind: 'state', state } },
];
