import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { ACCESS_POINT_ADDRESS, type AccessPoint, readAccessPoint } from '../identity/accessPoint.ts';
import { readIdentity } from '../identity/boxIdentity.ts';
import { keptClaimCode } from '../people/claimCode.ts';
import { labelDrawing, labelSvg } from '../reports/label.ts';
import { labelPdf } from '../reports/labelPdf.ts';
import { pageOfSite, readCarriedSite } from '../site/carriedSite.ts';
import { speaker } from '../text/catalogue.ts';
import { IDENTITY_MESSAGES } from '../text/identityMessages.ts';
import { speaking } from './speaking.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;
const PORT = 8443;

export const verb: Verb = {
  usage:
    'label [file.pdf | file.svg] [--site site.yaml] [--address IP] [--wifi NAME:PASSWORD] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'The label of this box, A7, to be printed: its name, the code for a phone, the claim code and the fingerprint of its certificate.',
    zh: '打印用的本机标签（A7）：名称、手机扫码、认领码和证书指纹。',
  },
  async run(args, given) {
    const { positionals, values } = parse(
      args,
      { site: text, address: text, wifi: text, root: text, lang: text },
      { min: 0, max: 1 },
    );
    const io = speaking(values.lang, given);
    const say = speaker(IDENTITY_MESSAGES, io.language);
    const site = values.site ?? process.env.LIFELINE_SITE ?? '';
    const desk = join(values.root ?? '/', 'var/lib/lifeline-desk');
    const carried = readCarriedSite(site);
    const gateway = carried.ok ? carried.value.gateway.id : readIdentity(site)?.gateway;
    if (gateway === undefined) {
      io.err(`${say('identity.none')}\n`);
      return 1;
    }
    const radio = values.wifi === undefined ? readAccessPoint(values.root ?? '/') : namedNetwork(values.wifi);
    // an address of the cable may change; that of the box in its own network does not
    const address =
      values.address ?? (values.wifi === undefined && radio !== null ? ACCESS_POINT_ADDRESS : ownAddress());
    if (address === undefined)
      throw new UsageError({
        en: speaker(IDENTITY_MESSAGES, 'en')('label.no-address'),
        zh: speaker(IDENTITY_MESSAGES, 'zh')('label.no-address'),
      });
    const page = pageOfSite(site);
    const button = page?.ownerButton !== undefined;
    // with a button the code is worth something for ever
    const claim = isOwned(desk) && !button ? null : keptClaimCode(desk);
    const drawing = labelDrawing({
      ...{ gateway, address, port: page?.port ?? PORT, claim, button },
      fingerprint: fingerprintOf(join(desk, 'certificates', 'server.pem')),
      wifi: radio,
    });
    const file = positionals[0] ?? `label-${gateway}.pdf`;
    const drawn = /\.pdf$/i.test(file) ? labelPdf(drawing) : labelSvg(drawing);
    writeFileSync(file, drawn, { mode: 0o600 });
    io.out(`${say('label.done', { file })}\n`);
    return 0;
  },
};

/** NAME:PASSWORD; none where it is empty. */
function namedNetwork(wifi: string): AccessPoint | null {
  const [name = '', ...password] = wifi.split(':');
  return name === '' ? null : { name, password: password.join(':') };
}

/** An address that is for good comes first: one of a cable. */
function ownAddress(): string | undefined {
  const all = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
    list
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => ({ name, address })),
  );
  return all.sort((a, b) => Number(b.name.startsWith('e')) - Number(a.name.startsWith('e')))[0]?.address;
}

/** Desk takes the digest of the code away when somebody has come in with it. */
function isOwned(desk: string): boolean {
  try {
    const { claim } = JSON.parse(readFileSync(join(desk, 'access.json'), 'utf8')) as {
      claim?: string | null;
    };
    return claim === null;
  } catch {
    return false;
  }
}

function fingerprintOf(file: string): string | null {
  try {
    return new X509Certificate(readFileSync(file)).fingerprint256;
  } catch {
    return null;
  }
}
