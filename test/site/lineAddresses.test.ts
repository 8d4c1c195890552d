import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lineAddresses } from '../../gateway/site/lineAddresses.ts';
import { lastGoodPath } from '../../gateway/site/siteSource.ts';
import { removeFolder } from '../harness/removeFolder.ts';

let folder: string;
let site: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'addresses-'));
  site = join(folder, 'site.yaml');
});
afterEach(() => removeFolder(folder));

const SERIAL = '  - { id: gas, connection: { type: serial, path: /dev/x, baud: 9600 } }\n';
function tcp(host: string): string {
  return `  - { id: tcp, connection: { type: modbus-tcp, host: "${host}" } }\n`;
}
function write(path: string, ...buses: readonly string[]): void {
  writeFileSync(path, `gateway: { id: box }\nbuses:\n${buses.join('')}`);
}

describe('whom guard has to reach over the network', () => {
  it('is nobody where all lines are serial', () => {
    write(site, SERIAL);
    expect(lineAddresses(site)).toEqual([]);
  });

  it('is each device by its address, wherever that is', () => {
    write(site, SERIAL, tcp('192.168.7.20'), tcp('fd00::5'), tcp('203.0.113.9'), tcp('192.168.7.20'));
    expect(lineAddresses(site)).toEqual(['192.168.7.20', '203.0.113.9', 'fd00::5']);
    write(site, tcp('fe80::1%eth0'), tcp('8.8.8.8 0.0.0.0/0'));
    expect(lineAddresses(site)).toContain('fe80::1');
    expect(lineAddresses(site)?.join(' ')).not.toMatch(/%|8\.8\.8\.8/);
  });

  it('may be anybody in private networks where a name is given: who knows its address is there too', () => {
    write(site, tcp('plc.building.lan'), tcp('203.0.113.9'));
    expect(lineAddresses(site)).toContain('192.168.0.0/16');
    expect(lineAddresses(site)).toContain('203.0.113.9');
    expect(lineAddresses(site)).not.toContain('plc.building.lan');
  });

  it('includes whom the site in force needs while another is being written', () => {
    write(lastGoodPath(site), tcp('192.168.7.20'));
    write(site, tcp('192.168.7.21'));
    expect(lineAddresses(site)).toEqual(['192.168.7.20', '192.168.7.21']);
    writeFileSync(site, 'buses: [');
    expect(lineAddresses(site)).toEqual(['192.168.7.20']);
  });

  it('is not known where no file can be read, so that nothing is narrowed by a mistake', () => {
    expect(lineAddresses(site)).toBeNull();
    writeFileSync(site, 'gateway: { id: box }\n');
    expect(lineAddresses(site)).toBeNull();
  });
});
