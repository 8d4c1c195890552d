import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../../gateway/core/clock.ts';
import { lineLog } from '../../gateway/core/log.ts';
import { Bus } from '../../gateway/guard/bus/bus.ts';
import { openLine } from '../../gateway/guard/bus/line/openLine.ts';
import { liftUnits } from '../../gateway/guard/bus/line/readOnly.ts';
import { placed } from '../../gateway/guard/startup.ts';
import { readProfiles } from '../../gateway/site/profiles.ts';
import { resolveSite } from '../../gateway/site/resolve.ts';
import { siteSchema } from '../../gateway/site/schema/siteSchema.ts';

/**
 * Guard's bus in a process of its own: `busRunner.js <site.json>`. Guard itself would refuse a site that asks more of
 * a line than it can carry, which is what the measurement of a line needs.
 */
const [path = ''] = process.argv.slice(2);
const site = siteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
const installation = resolveSite(site, readProfiles(path), dirname(path));
const clock = systemClock();
const bus = new Bus({
  lines: installation.lines,
  clock,
  log: lineLog('bus', (line) => process.stderr.write(line)),
  openLine: (line) => openLine(placed(line, installation), clock, liftUnits(line)),
  events: { readings: () => {}, device: () => {}, line: () => {} },
});
bus.start();
process.stdout.write('ready {}\n');
process.once('SIGTERM', () => void bus.stop());
