import { test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { exportJournal } from '../../gateway/journal/exportJournal.ts';
import { journalFile } from '../../gateway/journal/database.ts';

test('kill', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const out = [];
  for (let i = 0; i < 20; i++) {
    await building.set('rooms.kitchen.gas', 0);
    const guard = await stage.guard({ ...houseSite, journal: { folder: `j${i}` }});
    const desk = await stage.desk();
    await until('reads', () => desk.readings.has('gas/concentration') );
    await building.set('rooms.kitchen.gas', 60);
    const a = await new Promise<any>((resolve) => { const t = setInterval(() => { const x = desk.alarm('gas-high'); if (x) { clearInterval(t); resolve(x); } }, 0); });
    const ms = Math.random() * 25;
    await new Promise((r) => setTimeout(r, ms));
    await guard.kill();
    desk.forget();
    const again = await stage.guard();
    const b = await until('stands', () => desk.alarm('gas-high'));
    await until('durable', () => desk.alarm('gas-high')?.durable);
    await desk.close();
    await again.stop();
    const lines = exportJournal(journalFile(stage.folder + `/j${i}`));
    const steps = !lines.ok ? [] : [...lines.value].map((l) => JSON.parse(l)).filter((l) => l.event?.rule === 'gas-high').map((l) => l.event.cause + ' ' + l.event.occurrence.split('-').at(-1));
    out.push([ms.toFixed(1), a.occurrence === b.occurrence, a.durable, steps.join(', ')]);
  }
  console.log(out.map((o) => o.join(' | ')).join('\n'));
}, 300000);
