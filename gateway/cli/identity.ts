import { dirname, join, resolve } from 'node:path';
import { makeAccessPoint, readAccessPoint } from '../identity/accessPoint.ts';
import {
  adoptBoard,
  beginAnew,
  type IdentityAsk,
  identityAtBoot,
  isElsewhere,
  readIdentity,
} from '../identity/boxIdentity.ts';
import { hardwareOf } from '../identity/hardware.ts';
import { readCarriedSite } from '../site/carriedSite.ts';
import { speaker } from '../text/catalogue.ts';
import { IDENTITY_MESSAGES } from '../text/identityMessages.ts';
import { speaking } from './speaking.ts';
import { parse, UsageError, type Verb } from './verb.ts';

const text = { type: 'string' } as const;

export const verb: Verb = {
  usage: 'identity [show | first-boot | adopt | new] [--site site.yaml] [--root DIR] [--lang en|zh]',
  summary: {
    en: 'Who this box is. first-boot makes it once and notices a cloned card; adopt: the board was exchanged; new: this card is a copy and becomes a box of its own.',
    zh: '本机身份。first-boot 首次生成并识别复制卡；adopt 表示更换了主板；new 表示此卡为复制品，成为独立的网关。',
  },
  async run(args, given) {
    const { positionals, values } = parse(args, { site: text, root: text, lang: text }, { min: 0, max: 1 });
    const io = speaking(values.lang, given);
    const say = speaker(IDENTITY_MESSAGES, io.language);
    const site = values.site ?? process.env.LIFELINE_SITE;
    if (site === undefined)
      throw new UsageError({ en: '--site names the site file of this box', zh: '--site 指定本机的现场文件' });
    const root = values.root ?? '/';
    const ask = askOf(site, root);
    const board = (hardware: string | null) => hardware ?? say('identity.board-unknown');
    const tell = (line: string, status = 0) => {
      io.out(`${line}\n`);
      return status;
    };
    const elsewhere = (made: string | null) =>
      tell(say('identity.cloned', { made: board(made), here: board(ask.hardware) }), 1);
    switch (positionals[0] ?? 'show') {
      case 'show': {
        const identity = readIdentity(site);
        if (identity === null) return tell(say('identity.none'), 1);
        if (isElsewhere(identity, ask.hardware)) return elsewhere(identity.hardware);
        return tell(say('identity.is', { gateway: identity.gateway, hardware: board(identity.hardware) }));
      }
      case 'first-boot': {
        const { identity, made, cloned } = identityAtBoot(ask);
        if (cloned) elsewhere(identity.hardware);
        if (!made) return 0;
        tell(say('identity.made', { gateway: identity.gateway }));
        const radio = makeAccessPoint(root, identity.gateway);
        if (radio !== null) tell(say('identity.radio', { name: radio.name }));
        return 0; // a unit that fails would say that the box cannot start
      }
      case 'adopt': {
        const identity = adoptBoard(site, ask.hardware);
        if (identity === null) return tell(say('identity.none'), 1);
        return tell(
          say('identity.adopted', { gateway: identity.gateway, hardware: board(identity.hardware) }),
        );
      }
      case 'new': {
        const { gateway } = beginAnew(ask);
        // an access point that was taken away does not come back by itself
        if (readAccessPoint(root) !== null) makeAccessPoint(root, gateway, true);
        return tell(say('identity.new', { gateway, site }));
      }
      default:
        throw new UsageError({
          en: `'${positionals[0]}' is not something to do with an identity`,
          zh: `没有操作 ${positionals[0]}`,
        });
    }
  },
};

function askOf(site: string, root: string): IdentityAsk {
  const carried = readCarriedSite(site);
  const journal = carried.ok ? carried.value.journal.folder : 'journal';
  return {
    site,
    state: resolve(dirname(resolve(site)), journal),
    desk: join(root, 'var/lib/lifeline-desk'),
    hardware: hardwareOf(root),
  };
}
