import type { KeyObject } from 'node:crypto';
import { type Clock, every } from '../../core/clock.ts';
import { randomId } from '../../core/keys.ts';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import { type LinkCredentials, MqttLink } from '../../mqtt/mqttLink.ts';
import {
  aboutTopic,
  type CommandAsk,
  decodeReply,
  encodeCommand,
  type Reply,
  signSign1,
} from '../../telemetry/index.ts';

export type TellOptions = {
  readonly url: string;
  readonly prefix: string;
  readonly gateway: string;
  readonly ask: CommandAsk;
  readonly credentials: LinkCredentials;
  /** Signs the command; null: it goes unsigned. `id` is its name in the site file. */
  readonly key: { readonly id: string; readonly key: KeyObject } | null;
  readonly clock: Clock;
  readonly patienceMs?: number;
};

const PATIENCE_MS = 20_000;
const AGAIN_MS = 5_000;

/**
 * Gives one gateway one command over its broker, the same bytes again until the reply is there. Problems: the broker
 * cannot be reached, or nobody answers in time.
 */
export async function tell(options: TellOptions): Promise<Result<Reply, Problem>> {
  const { url, prefix, gateway, ask, clock } = options;
  const id = randomId();
  const bytes = commandBytes(options, id);
  const topic = (name: string): string => `${prefix}/v1/${gateway}/${name}`;
  let trouble: Problem | null = null;
  return new Promise((resolve) => {
    const say = (): void => {
      if (link.session !== null) void link.publish(topic('cmd'), bytes);
    };
    const end = (result: Result<Reply, Problem>): void => {
      again.cancel();
      limit.cancel();
      void link.stop().finally(() => resolve(result));
    };
    const link = new MqttLink({
      url,
      clientId: () => `lifeline-tell-${id}-${randomId().slice(0, 8)}`,
      clock,
      credentials: options.credentials,
      onUp: () => link.subscribe([topic('reply')]).then(say),
      onProblem: (problem) => {
        trouble = problem;
      },
      onMessage: (_topic, payload) => {
        const reply = decodeReply(payload);
        if (reply.ok && reply.value.id === id) end(ok(reply.value));
      },
    });
    const again = every(clock, AGAIN_MS, 'tell again', say);
    const limit = clock.after(options.patienceMs ?? PATIENCE_MS, 'reply', () =>
      end(err(trouble ?? silence(gateway, ask))),
    );
    link.start();
  });
}

function commandBytes({ gateway, ask, key, clock }: TellOptions, id: string): Uint8Array {
  const issued = key === null ? null : Math.round(clock.utc());
  const command = encodeCommand({ id, issued, expires: null, ask });
  return key === null ? command : signSign1(command, key.key, key.id, aboutTopic(gateway, 'cmd'));
}

function silence(gateway: string, ask: CommandAsk): Problem {
  return {
    code: 'tell.no-reply',
    what: `${gateway} does not answer to ${ask.kind}`,
    hint: 'is it online (lifeline listen), is that its name, and does the broker let you publish on its cmd topic?',
  };
}
