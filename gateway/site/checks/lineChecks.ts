import type { Profile } from '../../../drivers/profile/schema.ts';
import type { Problem, Text } from '../../core/result.ts';
import { anyOf, words } from '../../text/named.ts';
import type { SiteNamed, SiteProblem } from '../../text/siteProblem.ts';
import { portName } from '../portName.ts';
import type { DraftEntry } from '../schema/draft.ts';
import type { SiteBus, SiteDevice } from '../schema/siteSchema.ts';
import { formatPath } from '../siteText.ts';
import { mistake, type SiteCheck, variableProblems } from './checking.ts';

/** What Linux calls adapters, without the folder they are in. */
/** As `read` takes it, or an address without anything. */
const ADDRESS = /^(?:(tcp|rtu):\/\/(?=[^/])|(?=[\w.-]+:\d+$|\d+(?:\.\d+){3}$))([\w.-]+)(?::(\d+))?\/?$/;
const BARE_ADAPTER = /^tty(USB|ACM|AMA|S|XRUSB)\d+$/;

/** The host that somebody meant who wrote an address of a page, or the port behind it. IPv6 addresses have colons of their own. */
function hostIn(text: string): string {
  const host = text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/.*$/, '');
  return host.split(':').length === 2 ? host.replace(/:.*$/, '') : host;
}

type Hung = { readonly entry: DraftEntry<SiteDevice>; readonly profile: Profile | undefined };

/** What shares a line must agree on baud, parity and stop bits, and answer to addresses of its own. */
export const checkLines: SiteCheck = (draft, catalog, text) => {
  const problems: Problem[] = [];
  const adapters = new Map<string, DraftEntry<SiteBus>>();
  for (const bus of draft.buses) {
    const adapter = portName(bus.value.connection);
    const other = adapters.get(adapter);
    if (other === undefined) adapters.set(adapter, bus);
    else
      problems.push(
        mistake(text, [...bus.path, 'connection'], 'site.shared-adapter', {
          adapter,
          path: formatPath(other.path),
          other: other.value.id,
          bus: bus.value.id,
        }),
      );

    problems.push(...connectionProblems(bus));

    const hung = draft.devices
      .filter(({ value }) => value.bus === bus.value.id)
      .map((entry) => ({ entry, profile: catalog.profiles.get(entry.value.profile) }));
    problems.push(...addressProblems(hung), ...serialProblems(bus.value, hung), ...slowProblems(hung));
    problems.push(...dialectProblems(bus.value, hung), ...unitProblems(bus.value, hung));
  }
  return problems;

  /** A port or a host that is none, by the slip that it shows. */
  function connectionProblems({ path, value: { connection } }: DraftEntry<SiteBus>): Problem[] {
    const at = (key: string) => [...path, 'connection', key];
    if (connection.type !== 'serial') {
      const host = hostIn(connection.host);
      if (host === connection.host) return variableProblems(text, at('host'), host);
      return [mistake(text, at('host'), 'site.host', { text: connection.host, host })];
    }
    const named = { path: connection.path };
    if (/^com\d+$/i.test(connection.path)) return [mistake(text, at('path'), 'site.windows-port', named)];
    if (BARE_ADAPTER.test(connection.path)) return [mistake(text, at('path'), 'site.bare-adapter', named)];
    const [, scheme, host, port] = ADDRESS.exec(connection.path) ?? [];
    if (host === undefined) return variableProblems(text, at('path'), connection.path);
    const type = scheme === 'rtu' ? 'rtu-over-tcp' : 'modbus-tcp';
    return [mistake(text, at('path'), 'site.path-address', { ...named, type, host, port: port ?? 502 })];
  }

  function addressProblems(hung: readonly Hung[]): Problem[] {
    const owners = new Map<number, string>();
    return hung.flatMap(({ entry: { path, value } }) => {
      const owner = owners.get(value.unit);
      if (owner === undefined) {
        owners.set(value.unit, value.id);
        return [];
      }
      const named = { unit: value.unit, bus: value.bus, owner, device: value.id };
      return [mistake(text, [...path, 'unit'], 'site.duplicate-unit', named)];
    });
  }

  /** Many Modbus TCP devices want to be asked as 0 or 255 (Messaging on TCP/IP V1.0b, §4.4.2.3); a pair of wires has no such units. */
  function unitProblems({ connection }: SiteBus, hung: readonly Hung[]): Problem[] {
    if (connection.type === 'modbus-tcp') return [];
    return hung.flatMap(({ entry: { path, value } }) =>
      value.unit >= 1 && value.unit <= 247
        ? []
        : [mistake(text, [...path, 'unit'], 'site.unit', { device: value.id, unit: value.unit })],
    );
  }

  function serialProblems(bus: SiteBus, hung: readonly Hung[]): Problem[] {
    const connection = bus.connection;
    if (connection.type === 'modbus-tcp') return [];
    const profiles = hung.flatMap(({ profile }) => profile ?? []);
    return hung.flatMap(({ entry, profile }) => {
      if (profile === undefined) return [];
      const { bauds, parity, stopBits } = profile.serial;
      const found: Problem[] = [];
      const add = <K extends SiteProblem>(key: K, ...named: SiteNamed<K>) =>
        found.push(mistake(text, [...entry.path, 'bus'], key, ...named));
      const named = { device: entry.value.id, profile: profile.id, bus: bus.id };
      if (!bauds.includes(connection.baud)) {
        const remedy = commonBaud(bus, profiles);
        add('site.baud', { ...named, baud: connection.baud, bauds: anyOf(bauds), remedy });
      }
      if (parity !== connection.parity) {
        const remedy = commonParity(bus, profiles);
        add('site.parity', { ...named, parity, set: connection.parity, remedy });
      }
      // A second stop bit is idle time to a receiver that needs one, but a device that needs two loses characters.
      if (stopBits > connection.stopBits)
        add('site.stop-bits', { ...named, stopBits, set: connection.stopBits });
      return found;
    });
  }

  /** A converter that speaks Modbus TCP reads the replies itself, and knows standard ones alone. */
  function dialectProblems(bus: SiteBus, hung: readonly Hung[]): Problem[] {
    if (bus.connection.type !== 'modbus-tcp') return [];
    return hung.flatMap(({ entry, profile }) => {
      if (profile === undefined || profile.dialect === 'standard') return [];
      const named = { device: entry.value.id, profile: profile.id, bus: bus.id };
      return [mistake(text, [...entry.path, 'bus'], 'site.dialect', named)];
    });
  }

  function slowProblems(hung: readonly Hung[]): Problem[] {
    if (hung.length < 2) return [];
    return hung.flatMap(({ entry, profile }) => {
      if (profile?.timing.ownLine !== true) return [];
      const named = { device: entry.value.id, profile: profile.id, bus: entry.value.bus };
      return [mistake(text, [...entry.path, 'bus'], 'site.own-line', named)];
    });
  }
};

function commonBaud(bus: SiteBus, profiles: readonly Profile[]): Text {
  const common = (profiles[0]?.serial.bauds ?? []).filter((baud) =>
    profiles.every(({ serial }) => serial.bauds.includes(baud)),
  );
  return common.length > 0
    ? words('baud.common', { bus: bus.id, bauds: anyOf(common) })
    : words('baud.none', { bus: bus.id });
}

function commonParity(bus: SiteBus, profiles: readonly Profile[]): Text {
  const [parity, ...others] = new Set(profiles.map(({ serial }) => serial.parity));
  return parity !== undefined && others.length === 0
    ? words('parity.common', { parity, bus: bus.id })
    : words('parity.none', { bus: bus.id });
}
