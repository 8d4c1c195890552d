import { runCourier } from '../courier/courier.ts';
import { DEFAULT_RUN_FOLDER, fail, logOf, parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'courier <site.yaml> [--run DIR] [--memory DIR]',
  summary: {
    en: 'Carries the journal to the platform: MQTT, events first. Works with guard dead, and guard with it dead.',
    zh: '把记录送到平台：MQTT，事件优先。守护进程停止时照常发送，它停止时守护进程照常工作。',
  },
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { run: { type: 'string' }, memory: { type: 'string' } },
      { min: 1, max: 1 },
    );
    const courier = await runCourier({
      site: positionals[0] ?? '',
      run: values.run ?? DEFAULT_RUN_FOLDER,
      memory: values.memory,
      clock: io.clock,
      log: logOf('courier', io),
      ended: io.ended,
    });
    if (!courier.ok) return courier.error.length === 0 ? 0 : fail(io, courier.error);
    io.out(`ready ${JSON.stringify({ gateway: courier.value.gateway })}\n`);
    await io.ended;
    await courier.value.stop();
    return 0;
  },
};
