import type { LiftScreen, LiftView } from '../../control/liftScreen.ts';
import { type GbtExport, gbtExport } from '../../lift/gbt24476.ts';
import { FaultNames } from '../../reports/lift/faultNames.ts';
import { shippedLiftTables } from '../../site/liftTables.ts';
import { fail } from '../verb.ts';
import { type LiftQuestion, siteOption } from './asked.ts';
import { liftsMeant } from './liftsMeant.ts';
import { liftScreen } from './sources.ts';
import { statusText } from './statusText.ts';
import { liftVoice } from './voice.ts';

/** How the lifts stand now, from guard; `--gbt`: as records of GB/T 24476. */
export async function status(asked: LiftQuestion): Promise<number> {
  const { io, voice, word, json, places, options } = asked;
  const answer = await liftScreen(places, io, voice);
  if (!answer.ok) return fail(io, [answer.error]);
  const screen = answer.value;
  const meant = liftsMeant(word, screen.lifts, voice, 'guard');
  if (!meant.ok) return fail(io, [meant.error]);
  const lifts = meant.value;
  if (options.gbt === true) {
    const records = lifts.map((view) => ({ lift: view.id, ...gbtOf(view, screen) }));
    io.out(`${JSON.stringify(word !== undefined && records.length === 1 ? records[0] : records, null, 2)}\n`);
    return 0;
  }
  if (json) {
    io.out(`${JSON.stringify({ ...screen, lifts }, null, 2)}\n`);
    return 0;
  }
  const faults = new FaultNames(shippedLiftTables());
  const now = liftVoice(screen, voice.language, voice.paint);
  const site = siteOption(asked);
  io.out(`${lifts.map((view) => statusText(view, screen, faults, now, site)).join('\n\n\n')}\n`);
  return 0;
}

function gbtOf({ snapshot, registration }: LiftView, { now, time }: LiftScreen): GbtExport {
  const table = shippedLiftTables().get('gbt24476');
  if (table === undefined) throw new Error('the table of GB/T 24476 is not among the shipped ones');
  const { utc, mono } = time;
  return gbtExport(snapshot, table, {
    registration,
    time: (at) => (utc === null || at.boot !== now.boot ? null : Math.round(utc + at.mono - mono)),
  });
}
