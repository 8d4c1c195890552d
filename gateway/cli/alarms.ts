import { userInfo } from 'node:os';
import type { Alarm } from '../detect/types.ts';
import { askGuard } from './desk.ts';
import { fail, type Io, parse, UsageError, type Verb } from './verb.ts';

export const verb: Verb = {
  usage: 'alarms [list | ack <occurrence>] [--run DIR] [--actor NAME] [--json]',
  summary: 'Shows the standing alarms of the running guard, or acknowledges one occurrence.',
  async run(args, io) {
    const { positionals, values } = parse(
      args,
      { run: { type: 'string' }, actor: { type: 'string' }, json: { type: 'boolean' } },
      { min: 0, max: 2 },
    );
    const [what = 'list', occurrence] = positionals;
    if (what === 'list' && occurrence === undefined) return list(values.run, values.json === true, io);
    if (what === 'ack' && occurrence !== undefined) {
      const actor = values.actor ?? userInfo().username;
      const answer = await askGuard({ verb: 'acknowledge', occurrence, actor }, values.run, io);
      if (!answer.ok) return fail(io, [answer.error]);
      io.out(
        values.json
          ? `${JSON.stringify({ acknowledged: occurrence, actor })}\n`
          : `acknowledged ${occurrence}\n`,
      );
      return 0;
    }
    throw new UsageError(
      what === 'ack' ? 'name the occurrence to acknowledge' : `'${what}' is not something to do with alarms`,
    );
  },
};

async function list(run: string | undefined, json: boolean, io: Io): Promise<number> {
  const answer = await askGuard({ verb: 'alarms' }, run, io);
  if (!answer.ok) return fail(io, [answer.error]);
  const alarms = answer.value as readonly Alarm[];
  if (json) io.out(`${JSON.stringify(alarms, null, 2)}\n`);
  else if (alarms.length === 0) io.out('no alarms\n');
  else for (const alarm of alarms) io.out(`${alarmLine(alarm)}\n`);
  return 0;
}

function alarmLine(alarm: Alarm): string {
  const value = alarm.value === null ? alarm.quality : `${alarm.value} ${alarm.unit}`;
  const limit = alarm.limit === null ? '' : ` (limit ${alarm.limit})`;
  const kept = alarm.durable ? '' : ', not yet on disk';
  return `${alarm.severity.padEnd(6)} ${alarm.point ?? alarm.device}: ${value}${limit}, ${alarm.to}${kept}\n       ${alarm.occurrence}`;
}
