// The site of the demonstration as a box would have it: serial lines by name, the usual report period, OPC UA on, the siren's own node left
// out: `hourSite.mjs`, to standard output.
import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

const site = parse(readFileSync(new URL('../../demo/site.yaml', import.meta.url), 'utf8'), { merge: true });
delete site.report;
delete site.annunciators;
site.buses = site.buses.filter(({ id }) => id !== 'sirens');
for (const { connection } of site.buses)
  connection.path = connection.path.replace('lines/', '/run/field-lines/');
site.devices = site.devices.filter(({ id }) => id !== 'annunciator');
site.opcua = {};
process.stdout.write(stringify(site, { aliasDuplicateObjects: false }));
