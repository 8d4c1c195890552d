import { every } from '../../core/clock.ts';
import type { DemoDesk } from './demoDesk.ts';
import { type DemoParts, finalVerdict } from './play.ts';
import { acknowledgeAll, annunciationOf, cut, press, restore, stopLeak } from './story.ts';
import { verdictLine } from './verdict.ts';
import { drawScene } from './view.ts';

const FRAME_MS = 250;
const ASK_MS = 500;
const CTRL_C = '\u0003';
const ALTERNATE_SCREEN = '\x1b[?1049h\x1b[?25l';
const ORDINARY_SCREEN = '\x1b[?25h\x1b[?1049l';

/** Draws the scene until the person leaves, and does what the keys say. Ends with the verdict. */
export async function playByHand(parts: DemoParts, page: DemoDesk): Promise<number> {
  const { stage, scene, listener, guard, io, installation, gateway } = parts;
  let dead = false;
  let forPhone = false;
  const keys: Record<string, () => Promise<unknown>> = {
    g: () => stage.building.demand({ verb: 'leak', room: '301', lelPerMinute: 120 }),
    v: () => stopLeak(stage),
    async k() {
      dead = !dead;
      if (dead) await stage.building.demand({ verb: 'fault', device: 'heating', fault: { kind: 'silent' } });
      else await stage.building.demand({ verb: 'clear', device: 'heating' });
    },
    n: async () => (scene.network === 'up' ? cut(stage, scene) : restore(stage, scene)),
    a: () => acknowledgeAll(guard, 'demo'),
    s: () => press(stage, 'silence'),
    r: () => press(stage, 'reset'),
    t: () => press(stage, 'test'),
    o: () => stage.board.demand({ verb: 'openValve' }),
    async p() {
      forPhone = !forPhone;
    },
  };
  const draw = () => {
    scene.totals = listener.totals().get(gateway) ?? null;
    const { columns = 80, rows = 24 } = process.stdout;
    const picture = drawScene(scene, installation, io.clock.mono(), { columns, rows }, page.link).replaceAll(
      '\n',
      '\x1b[K\n',
    );
    const shown = forPhone ? `${page.qr}\n\n${page.phone}`.replaceAll('\n', '\x1b[K\n') : picture;
    io.out(`\x1b[H${shown}\x1b[K\x1b[J`);
  };

  io.out(ALTERNATE_SCREEN);
  const frames = every(io.clock, FRAME_MS, 'frame', draw);
  const asking = every(io.clock, ASK_MS, 'who is heard', async () => {
    scene.annunciation = await annunciationOf(guard);
  });
  try {
    await Promise.race([io.ended, untilLeft(keys, draw)]);
  } finally {
    frames.cancel();
    asking.cancel();
    process.stdin.setRawMode(false);
    process.stdin.pause();
    io.out(ORDINARY_SCREEN);
  }
  if (scene.network === 'cut') restore(stage, scene);
  io.out('stopping guard in order, and letting courier deliver the rest …\n');
  const verdict = await finalVerdict(parts);
  io.out(`${verdictLine(verdict)}\n`);
  return verdict.complete ? 0 : 1;
}

/** Resolves when `q` or Ctrl-C is pressed; every other key does its thing. */
function untilLeft(keys: Readonly<Record<string, () => Promise<unknown>>>, draw: () => void): Promise<void> {
  process.stdin.setRawMode(true);
  process.stdin.setEncoding('utf8');
  return new Promise((resolve) => {
    process.stdin.on('data', (pressed) => {
      for (const key of String(pressed)) {
        if (key === 'q' || key === CTRL_C) resolve();
        else keys[key]?.().then(draw, draw); // a building that refuses shows as nothing happening
      }
    });
  });
}
