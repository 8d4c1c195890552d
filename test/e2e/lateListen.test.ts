import { expect, onTestFinished, test, vi } from 'vitest';
import { runListen } from '../../gateway/platform/listen/listen.ts';
import { tell } from '../../gateway/platform/listen/tell.ts';
import { clock, Field, FieldGuard, GATEWAY } from '../courier/field.ts';
import { RabbitMq } from '../harness/rabbitMq.ts';

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 50 });

test('on RabbitMQ, which keeps no birth for a wildcard, a late listen is red with data and complete once it has asked for the birth', async () => {
  const broker = await new RabbitMq().start();
  onTestFinished(() => broker.remove());
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const field = new Field([{ id: 'city', url }]);
  onTestFinished(() => field.remove());
  const guard = await new FieldGuard(field, ['city'], 1).start();
  onTestFinished(() => guard.stop());
  await field.courier();
  guard.part(1);
  guard.alarm('gas-high#1');
  await eventually(() => expect(guard.delivered).toEqual(['event 1-1', 'telemetry 1-1']));

  const listening = (): { said: () => string; end: () => Promise<number> } => {
    let [out, err] = ['', ''];
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const status = runListen({
      ...{ url, clock, ended, verify: true, json: false },
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
    });
    return {
      said: () => err + out,
      end: () => {
        end();
        return status;
      },
    };
  };
  const late = listening();
  await eventually(() => expect(late.said()).toContain('listening to'));
  for (const number of [2, 3]) guard.part(number);
  await eventually(() => expect(guard.delivered).toContain('telemetry 1-3'));
  await eventually(() => expect(late.said()).toContain('state: online')); // after the rows, on the same connection
  expect(await late.end()).toBe(1);
  expect(late.said()).toContain('cannot be read: the birth document');
  expect(late.said()).toMatch(/verdict: NOT COMPLETE \(0 received, .*2 UNREADABLE without their birth/);

  const asking = listening();
  await eventually(() => expect(asking.said()).toContain('listening to'));
  guard.part(4);
  await eventually(() => expect(guard.delivered).toContain('telemetry 1-4'));
  const reply = await tell({
    ...{ url, prefix: 'lifeline', gateway: GATEWAY, ask: { kind: 'birth', hash: null }, credentials: {} },
    ...{ key: null, clock },
  });
  expect(reply).toMatchObject({ ok: true, value: { ok: true, code: 'done' } });
  await eventually(() => expect(asking.said()).toMatch(/gas\/value {2}4 {2}\(4 to 5, n 10\)/));
  await eventually(() => expect(asking.said()).toContain('state: online'));
  expect(await asking.end()).toBe(0);
  expect(asking.said().trim().split('\n').at(-1)).toMatch(/verdict: complete \(1 received, 0 missing/);
});
