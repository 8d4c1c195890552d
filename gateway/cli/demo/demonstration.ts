import { execFileSync } from 'node:child_process';
import { err, ok, type Problem, type Result } from '../../core/result.ts';
import type { Demonstration, DemoTrouble, DemoView } from '../../desk/http/api/demoApi.ts';
import type { Listener } from '../../platform/listen/listener.ts';
import type { Scene } from './scene.ts';
import type { DemoStage } from './stage.ts';
import { airOut, cut, leak, restore } from './story.ts';

/** What is done to the simulated building: how it begins and how it ends. */
type Trick = { readonly begin: () => unknown; readonly end: () => unknown };

const ROOMS = ['101', '201', '301', 'basement'] as const;
const LEL_PER_MINUTE = 120;
const VICTIM = 'gas-201';
const ARRIVALS = 12;

/** The hands and the truth of a demonstration: what the page beside the gateway's own shows, and what its buttons do. */
export function demonstration(
  stage: DemoStage,
  scene: Scene,
  listener: Listener,
  gateway: string,
): Demonstration {
  const { building } = stage;
  const wrong = new Set<DemoTrouble>();
  const tricks: Readonly<Record<DemoTrouble, Trick>> = {
    gas: {
      begin: () => leak(stage, LEL_PER_MINUTE),
      end: () => airOut(stage),
    },
    riser: {
      begin: () => building.demand({ verb: 'burst' }),
      end: () => building.demand({ verb: 'repair', what: 'riser' }),
    },
    lift: {
      async begin() {
        await building.demand({ verb: 'trap', lift: 'a', where: 'between' });
        await building.demand({ verb: 'ride', lift: 'a', from: 1, to: 4 });
      },
      end: () => building.demand({ verb: 'free', lift: 'a' }),
    },
    sensor: {
      begin: () => building.demand({ verb: 'fault', device: VICTIM, fault: { kind: 'silent' } }),
      end: () => building.demand({ verb: 'clear', device: VICTIM }),
    },
    network: { begin: () => cut(stage, scene), end: () => restore(stage, scene) },
    disk: { begin: () => takeDisk(stage.guardPid), end: () => giveDisk(stage.guardPid) },
  };

  const look = async (): Promise<DemoView> => {
    const { world } = (await building.demand({ verb: 'state' })) as { world: Record<string, unknown> };
    const number = (path: string) => (typeof world[path] === 'number' ? world[path] : null);
    const totals = listener.totals().get(gateway);
    const { effects, tone } = scene.cabinet;
    return {
      wrong: [...wrong],
      impossible: NO_PRLIMIT ? [{ trouble: 'disk', why: NOT_HERE }] : [],
      rooms: ROOMS.map((id) => ({ id, gasLel: number(`rooms.${id}.gas`) ?? 0 })),
      riserKpa: number('riser.pressure') ?? 0,
      liftFloor: number('lifts.a.floor'),
      cabinet: effects === null ? null : { ...effects, tone },
      platform: {
        reached: scene.network === 'up',
        received: totals?.received ?? 0,
        missing: totals?.missing ?? 0,
        outstanding: totals?.outstanding ?? 0,
        duplicates: totals?.duplicates ?? 0,
        tombstoned: totals?.tombstoned ?? 0,
        arrivals: scene.arrivals.slice(-ARRIVALS).map(shortened),
      },
    };
  };
  return {
    look,
    async act({ trouble, wrong: begins }): Promise<Result<DemoView, Problem>> {
      try {
        await (begins ? tricks[trouble].begin() : tricks[trouble].end());
      } catch (error) {
        return err({ code: 'demo.refused', what: error instanceof Error ? error.message : String(error) });
      }
      if (begins) wrong.add(trouble);
      else wrong.delete(trouble);
      return ok(await look());
    },
  };
}

/** Without the gateway, of which there is one here, and the id of the occurrence. */
function shortened(line: string): string {
  return line.replace(/^\S+\s+/, '').replace(/\s*\[[^\]]*\]$/, '');
}

const NOT_HERE = {
  en: 'This computer has no prlimit (util-linux), which the demonstration needs for it.',
  zh: '本机没有 prlimit（util-linux），演示无法进行此项。',
};
const NO_PRLIMIT = !prlimit(process.pid, []);

/** From now on no file of guard grows: the kernel refuses with EFBIG, as it refuses with ENOSPC on a full disk (setrlimit(2)). */
function takeDisk(pid: number): void {
  if (!prlimit(pid, ['--fsize=0:'])) throw new Error('the disk cannot be filled here');
}

function giveDisk(pid: number): void {
  if (!prlimit(pid, ['--fsize=unlimited:'])) throw new Error('the disk cannot be emptied here');
}

function prlimit(pid: number, change: readonly string[]): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(pid), ...change], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
