import { startChild } from '../../gateway/cli/child.ts';
import { DESK_FLAGS } from '../../gateway/core/program.ts';
import { until } from '../harness/until.ts';
import type { Stage } from './stage.ts';

/** Desk on a free port, and the code with which it gets its first person. */
export async function startDesk(stage: Stage, uptimeMs: number): Promise<{ port: number; claim: string }> {
  const words: string[] = [];
  const args = ['desk', stage.site, '--run', stage.folder, '--listen', '127.0.0.1:0', '--plain', 'off'];
  const environment = { ...process.env, LIFELINE_MONO_OFFSET_MS: String(uptimeMs) };
  const desk = startChild('gateway/cli', args, (line) => words.push(line), environment, DESK_FLAGS);
  stage.onClose(() => desk.stop());
  const { port } = (await desk.ready) as { port: number };
  const claim = await until('the claim code is said', () =>
    words.map((line) => /Claim code: (\S+)/.exec(line)?.[1]).find(Boolean),
  );
  return { port, claim };
}
