import { expect, test } from 'vitest';
import { houseBuilding, houseSite } from '../harness/house.ts';
import { openStage } from '../harness/stage.ts';
import { until } from '../harness/until.ts';
import { execFileSync } from 'node:child_process';

test('stop', async () => {
  const stage = openStage();
  const building = await stage.simulate(houseBuilding);
  const bad = [];
  for (let i = 0; i < 12; i++) {
    await building.resetTally();
    const guard = await stage.guard({ ...houseSite, journal: { folder: `j${i}` }, devices: houseSite.devices.map((d) => ({ ...d, points: { ...(d as any).points, ...(d.id === 'gas' ? { concentration: { periodMs: 60 } } : {}) } })) });
    const desk = await stage.desk();
    await until('reads', () => desk.readings.has('gas/concentration') && desk.readings.has('main/pressure'));
    await desk.close();
    await guard.stop();
    const tally = await building.tally();
    let n = 0;
    const file = stage.folder + `/j${i}`;
    const out = execFileSync('npx', ['tsx', 'gateway/cli.ts', 'journal', 'export', file], { encoding: 'utf8', maxBuffer: 1e8 });
    const lines = out.trim().split('\n').map((l) => JSON.parse(l));
    if (i === 0) console.log(out.slice(0, 3000));
    const birth = JSON.stringify(lines);
    for (const l of lines) for (const p of l.parts ?? []) for (const g of p.reports) for (const c of g.columns) if (c.point === 'gas/concentration' || c.channel === 0) n += c.n.reduce((a: number, b: number) => a + b, 0);
    bad.push([n, tally.devices.gas?.points.concentration?.answers]);
  }
  console.log(bad);
}, 200000);
