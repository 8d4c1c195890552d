import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem } from '../../core/result.ts';
import { enumeration } from '../nearest.ts';
import { portName } from '../portName.ts';
import type { Entry } from '../schema/shape.ts';
import type { SiteBus, SiteDevice } from '../schema/siteSchema.ts';
import { formatPath } from '../siteText.ts';
import { type Check, mistake } from './checking.ts';

type Hung = { readonly entry: Entry<SiteDevice>; readonly profile: Profile | undefined };

/** What shares a line must agree on baud, parity and stop bits, and answer to addresses of its own. */
export const checkLines: Check = (draft, catalog, text) => {
  const problems: Problem[] = [];
  const adapters = new Map<string, Entry<SiteBus>>();
  for (const bus of draft.buses) {
    const adapter = portName(bus.value.connection);
    const other = adapters.get(adapter);
    if (other === undefined) adapters.set(adapter, bus);
    else
      problems.push(
        mistake(
          text,
          [...bus.path, 'connection'],
          'shared-adapter',
          `${adapter} is used by ${formatPath(other.path)} (${other.value.id}) too`,
          `one adapter serves one bus: hang the devices of ${bus.value.id} on ${other.value.id}`,
        ),
      );

    const hung = draft.devices
      .filter(({ value }) => value.bus === bus.value.id)
      .map((entry) => ({ entry, profile: catalog.profiles.get(entry.value.profile) }));
    problems.push(...addressProblems(hung), ...serialProblems(bus.value, hung), ...slowProblems(hung));
    problems.push(...dialectProblems(bus.value, hung));
  }
  return problems;

  function addressProblems(hung: readonly Hung[]): Problem[] {
    const owners = new Map<number, string>();
    return hung.flatMap(({ entry: { path, value } }) => {
      const owner = owners.get(value.unit);
      if (owner === undefined) {
        owners.set(value.unit, value.id);
        return [];
      }
      const what = `unit ${value.unit} of ${value.bus} is taken by ${owner}`;
      const hint = `two devices with one address garble each other: give ${value.id} another unit, in the device and here`;
      return [mistake(text, [...path, 'unit'], 'duplicate-unit', what, hint)];
    });
  }

  function serialProblems(bus: SiteBus, hung: readonly Hung[]): Problem[] {
    const connection = bus.connection;
    if (connection.type === 'modbus-tcp') return [];
    const profiles = hung.flatMap(({ profile }) => profile ?? []);
    return hung.flatMap(({ entry, profile }) => {
      if (profile === undefined) return [];
      const { bauds, parity, stopBits } = profile.serial;
      const found: Problem[] = [];
      const add = (code: string, what: string, hint: string) =>
        found.push(
          mistake(text, [...entry.path, 'bus'], code, `${entry.value.id} (${profile.id}) ${what}`, hint),
        );
      if (!bauds.includes(connection.baud))
        add(
          'baud',
          `cannot run at ${connection.baud} baud of ${bus.id}, only at ${enumeration(bauds.map(String))}`,
          commonBaud(bus, profiles),
        );
      if (parity !== connection.parity)
        add(
          'parity',
          `speaks parity ${parity}, ${bus.id} is set to ${connection.parity}`,
          commonParity(bus, profiles),
        );
      // A second stop bit is idle time to a receiver that needs one, but a device that needs two loses characters.
      if (stopBits > connection.stopBits)
        add(
          'stop-bits',
          `needs ${stopBits} stop bits, ${bus.id} is set to ${connection.stopBits}`,
          `set stopBits: 2 on ${bus.id}; devices with one stop bit take that as idle time`,
        );
      return found;
    });
  }

  /** A converter that speaks Modbus TCP reads the replies itself, and knows standard ones alone. */
  function dialectProblems(bus: SiteBus, hung: readonly Hung[]): Problem[] {
    if (bus.connection.type !== 'modbus-tcp') return [];
    return hung
      .filter(({ profile }) => profile !== undefined && profile.dialect !== 'standard')
      .map(({ entry, profile }) =>
        mistake(
          text,
          [...entry.path, 'bus'],
          'dialect',
          `${entry.value.id} (${profile?.id}) answers in a dialect of Modbus RTU that the converter of ${bus.id} would throw away`,
          'use a serial adapter, or set the converter to transparent and the connection to type rtu-over-tcp',
        ),
      );
  }

  function slowProblems(hung: readonly Hung[]): Problem[] {
    if (hung.length < 2) return [];
    return hung
      .filter(({ profile }) => profile?.timing.ownLine === true)
      .map(({ entry, profile }) =>
        mistake(
          text,
          [...entry.path, 'bus'],
          'own-line',
          `${entry.value.id} (${profile?.id}) answers so slowly that it would block the others of ${entry.value.bus}`,
          'give it an adapter and a bus of its own',
        ),
      );
  }
};

function commonBaud(bus: SiteBus, profiles: readonly Profile[]): string {
  const common = (profiles[0]?.serial.bauds ?? []).filter((baud) =>
    profiles.every(({ serial }) => serial.bauds.includes(baud)),
  );
  return common.length > 0
    ? `set ${bus.id} and its devices to ${enumeration(common.map(String))}`
    : `no rate suits every device of ${bus.id}: hang them on two buses`;
}

function commonParity(bus: SiteBus, profiles: readonly Profile[]): string {
  const wanted = new Set(profiles.map(({ serial }) => serial.parity));
  return wanted.size === 1
    ? `set parity: ${[...wanted].join()} on ${bus.id}`
    : `the devices of ${bus.id} differ in parity: hang them on two buses`;
}
