import { every } from '../../core/clock.ts';
import { acts, look } from './acts.ts';
import { demoVoice } from './demoVoice.ts';
import { type DemoParts, finalVerdict } from './play.ts';
import { restore } from './story.ts';
import { verdictLine } from './verdict.ts';
import { drawScene } from './view.ts';

const FRAME_MS = 250;
const ASK_MS = 500;
const CTRL_C = '\u0003';
const ALTERNATE_SCREEN = '\x1b[?1049h\x1b[?25l';
const ORDINARY_SCREEN = '\x1b[?25h\x1b[?1049l';

/** Draws the scene until the person leaves, and does what the keys say. Ends with the verdict. */
export async function playByHand(parts: DemoParts): Promise<number> {
  const { stage, scene, listener, guard, io, installation, gateway } = parts;
  const voice = demoVoice(installation, io.language);
  const keys = acts({ stage, scene, guard, clock: io.clock, voice });
  const draw = () => {
    scene.totals = listener.totals().get(gateway) ?? null;
    const { columns = 80, rows = 24 } = process.stdout;
    const picture = drawScene(scene, installation, io.clock.mono(), { columns, rows }, voice).replaceAll(
      '\n',
      '\x1b[K\r\n',
    );
    io.out(`\x1b[H${picture}\x1b[K\x1b[J`);
  };
  const pressed = async (key: string) => {
    const act = keys[key];
    if (act === undefined) return;
    try {
      scene.said = await act();
    } catch (error) {
      scene.said = voice.say('done.refused', { why: error instanceof Error ? error.message : String(error) });
    }
    draw();
  };

  io.out(ALTERNATE_SCREEN);
  process.stdout.on('resize', draw);
  const frames = every(io.clock, FRAME_MS, 'frame', draw);
  const asking = every(io.clock, ASK_MS, 'who is heard', () => look(guard, scene));
  try {
    await Promise.race([io.ended, untilLeft(pressed)]);
  } finally {
    frames.cancel();
    asking.cancel();
    process.stdout.off('resize', draw);
    process.stdin.setRawMode(false);
    process.stdin.pause();
    io.out(ORDINARY_SCREEN);
  }
  if (scene.network === 'cut') restore(stage, scene);
  io.out(`${voice.say('stopping')}\n`);
  const verdict = await finalVerdict(parts);
  io.out(`${verdictLine(verdict, io.language)}\n`);
  return verdict.complete ? 0 : 1;
}

/** Resolves when `q` or Ctrl-C is pressed; every other key does its thing. */
function untilLeft(act: (key: string) => Promise<void>): Promise<void> {
  process.stdin.setRawMode(true);
  process.stdin.setEncoding('utf8');
  return new Promise((resolve) => {
    process.stdin.on('data', (typed) => {
      for (const key of String(typed)) {
        if (key === 'q' || key === CTRL_C) resolve();
        else void act(key);
      }
    });
  });
}
