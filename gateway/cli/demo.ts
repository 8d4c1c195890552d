import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fastestPeriods } from '../alarmTime/fastestPeriods.ts';
import { LINE_JUDGES } from '../alarmTime/lineJudges.ts';
import { connectControl } from '../control/client.ts';
import { sleep } from '../core/clock.ts';
import { startListener } from '../platform/listen/listener.ts';
import { loadSite } from '../site/load.ts';
import { readProfiles } from '../site/profiles.ts';
import { speaker } from '../text/catalogue.ts';
import { DEMO_MESSAGES } from '../text/demoMessages.ts';
import { DEMO_PAGE_MESSAGES } from '../text/demoPageMessages.ts';
import { playByHand } from './demo/byHand.ts';
import { type DemoDesk, openDemoDesk, openInBrowser } from './demo/demoDesk.ts';
import { demonstration } from './demo/demonstration.ts';
import { playStory } from './demo/play.ts';
import { Scene } from './demo/scene.ts';
import { openStage } from './demo/stage.ts';
import { fail, type Io, parse, type Verb } from './verb.ts';

const GATEWAY = 'demo-building';

export const verb: Verb = {
  usage: 'demo [--story | --page | --broker <url> [--password-file <file>]]',
  summary: {
    en: 'A simulated building, a broker, the gateway with its page, and a platform, side by side. --story: plays sixty seconds and judges. --page: its page alone, without a terminal. --broker: the building and its gateway alone, at a broker that is there.',
    zh: '在一个终端里运行模拟楼宇、消息服务器、网关和平台。--story：播放六十秒并给出结论。--page：只开网页，不用终端。--broker：只运行楼宇和网关，连接已有的消息服务器。',
  },
  async run(args, io) {
    const { values } = parse(
      args,
      {
        story: { type: 'boolean' },
        page: { type: 'boolean' },
        broker: { type: 'string' },
        'password-file': { type: 'string' },
      },
      { min: 0, max: 0 },
    );
    if (values.broker !== undefined)
      return (await import('./demo/atBroker.ts')).runAtBroker(
        io,
        values.broker,
        GATEWAY,
        values['password-file'],
      );
    const byHand = io.interactive && values.story !== true && values.page !== true;
    const quiet = byHand || values.page === true; // then the page shows what is going on
    const startedAt = io.clock.mono();
    const scene = new Scene(startedAt, io.interactive ? io.language : 'en');
    io.err(`${speaker(DEMO_MESSAGES, io.language)('starting')}\n`);
    const stage = await openStage((line) => {
      if (!quiet) io.err(`  ${line}\n`);
    });
    const site = loadSite(join(stage.folder, 'site.yaml'), readProfiles(), LINE_JUDGES, fastestPeriods);
    if (!site.ok) return fail(io, site.error);
    const courier = once(() => stage.startCourier());
    const listener = startListener({
      url: stage.platformUrl,
      clock: io.clock,
      onSubscribed: () => courier.start(),
      onUpdate: (update) => {
        const waiting = scene.firstReadingS === null;
        const events = scene.receive(update, io.clock.mono());
        if (quiet) return;
        for (const event of events) io.out(`  platform ◂ ${event}\n`);
        if (waiting && scene.firstReadingS !== null)
          io.out(`  platform ◂ first decoded reading ${scene.firstReadingS.toFixed(1)} s after the start\n`);
      },
    });
    const tell = (events: readonly string[]) => {
      if (quiet) return;
      const at = scene.elapsedS(io.clock.mono()).toFixed(1);
      for (const event of events) io.out(`  building ◂ ${at} s: ${event}\n`);
    };
    stage.board.onPush = (push) => tell(scene.cabinet.notice(push, io.clock.mono()));
    scene.cabinet.notice(await stage.board.demand({ verb: 'subscribe' }), io.clock.mono());
    const guard = connectControl(join(stage.folder, 'desk.sock'), io.clock, {
      name: 'demo',
      topics: ['readings', 'alarms', 'health'],
      onPush: (push) => tell(scene.hear(push)),
    });
    const parts = { stage, scene, listener, guard, io, installation: site.value, gateway: GATEWAY };
    const page = quiet
      ? await openDemoDesk(stage.folder, demonstration(stage, scene, listener, GATEWAY), io, ownAddresses())
      : null;
    try {
      await guard.opened(10_000);
      if (page?.ok === false) return fail(io, [page.error]);
      if (page === null) return await playStory(parts);
      tellPage(page.value, io);
      if (!byHand) {
        await io.ended;
        return 0;
      }
      openInBrowser(page.value.link, process.env, process.platform);
      scene.said = page.value.link;
      return await playByHand(parts);
    } finally {
      if (page?.ok === true) await page.value.desk.stop();
      await guard.stop();
      await listener.stop();
      await stage.stop();
      await sleep(io.clock, 0, 'last words'); // what the children said last is printed before we end
    }
  },
};

function tellPage({ link, phone, qr }: DemoDesk, io: Io): void {
  const say = speaker(DEMO_PAGE_MESSAGES, io.language);
  io.err(`${qr}\n\n${say('demo.link', { link })}\n${say('demo.phone', { link: phone })}\n`);
}

/** Addresses of this machine at which a phone may reach it. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/** Runs at most once, however often it is asked to. */
function once(run: () => void): { start(): void } {
  let started = false;
  return {
    start() {
      if (started) return;
      started = true;
      run();
    },
  };
}
