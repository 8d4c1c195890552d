import { ok, type Problem, type Result } from '../core/result.ts';
import { Guard } from './guard.ts';
import { startOf } from './startup.ts';
import { type GuardOptions, systemWorld } from './world.ts';

/**
 * Starts guard. Everything is checked before hardware is touched; afterwards nothing that goes wrong in one part stops
 * another.
 */
export async function runGuard(options: GuardOptions): Promise<Result<Guard, readonly Problem[]>> {
  const start = await startOf(options.site, options.run);
  if (!start.ok) return start;
  const guard = new Guard(start.value, systemWorld(options));
  await guard.start();
  return ok(guard);
}
