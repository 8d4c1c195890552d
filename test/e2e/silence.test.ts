import { expect, test } from 'vitest';
import { silentLog } from '../../gateway/core/log.ts';
import { runCourier } from '../../gateway/courier/courier.ts';
import { HOUSE, houseSiteWithUplink } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';

const SIGNALS =
  process.env.LIFELINE_SOAK === '1' ? (['SIGSTOP', 'SIGKILL'] as const) : (['SIGKILL'] as const);
const OVERDUE_MS = 151_000;

test.each(SIGNALS)(
  'the platform notices a gateway that is gone with its last rows, and a guard that got %s behind a living courier',
  async (signal) => {
    const stage = openStage();
    const broker = await stage.broker();
    const platform = await stage.platform(broker, HOUSE);
    const [guard, courier] = await Promise.all([
      stage.guard(houseSiteWithUplink(broker.url)),
      stage.program('gateway/cli', 'courier', stage.site, '--run', stage.folder).ready(),
    ]);
    const codes = (afterMs = 0) => platform.standing(afterMs).map(({ code }) => code);
    const heads = () => platform.totals?.state?.heads;
    await until('the gateway is heard', () => platform.totals?.state?.guardAlive === true);
    await until('and is well', () => platform.totals?.received && codes().length === 0);

    // its last rows are on its disk, and nobody brings them any more
    await broker.stop();
    const known = heads()?.telemetry ?? { seq: 0, parts: 0 };
    const desk = await stage.desk();
    await until('guard has written more', () => {
      const now = desk.heads?.telemetry;
      return now !== undefined && (now.seq > known.seq || now.parts > known.parts + 1);
    });
    await courier.kill();
    await broker.start();
    // silence is judged after a while; a broker that remembers the will says at once that it is offline. What was on its way when the
    // broker stopped may be known of by the last state, and is missed then
    const silence = ['state-overdue', 'offline'];
    expect(codes().filter((code) => !silence.includes(code) && code !== 'lost-tail')).toEqual([]);
    expect(codes(OVERDUE_MS).some((code) => silence.includes(code))).toBe(true);

    const next = await runCourier({
      site: stage.site,
      run: stage.folder,
      clock: stage.clock,
      log: silentLog,
    });
    if (!next.ok) throw new Error(JSON.stringify(next.error));
    stage.onClose(() => next.value.stop());
    await until('all of it comes with a new courier, and the gateway is well', () => codes().length === 0);

    guard.signal(signal);
    await until('the silent guard is noticed', () => codes().includes('guard-silent'));
    expect(platform.standing()[0]).toMatchObject({
      severity: 'red',
      text: { en: expect.stringContaining('guard does not answer') },
    });
    expect(platform.totals?.state).toMatchObject({ online: true, guardAlive: false });
    if (signal === 'SIGSTOP') guard.signal('SIGCONT');
  },
);
