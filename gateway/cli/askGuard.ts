import { join } from 'node:path';
import { type ControlAsk, connectControl } from '../control/client.ts';
import type { Problem, Result } from '../core/result.ts';
import { DEFAULT_RUN_FOLDER, type Io } from './verb.ts';

const PATIENCE_MS = 3_000;

/** One question to the guard that runs with this run folder, over `desk.sock`. */
export async function askGuard(
  ask: ControlAsk,
  run: string | undefined,
  io: Io,
): Promise<Result<unknown, Problem>> {
  const client = connectControl(join(run ?? DEFAULT_RUN_FOLDER, 'desk.sock'), io.clock, { name: 'cli' });
  try {
    const opened = await client.opened(PATIENCE_MS);
    return opened.ok ? await client.request(ask) : opened;
  } finally {
    await client.stop();
  }
}
