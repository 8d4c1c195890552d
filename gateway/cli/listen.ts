import { readFileSync } from 'node:fs';
import { runListen } from '../listen/listen.ts';
import { parse, type Verb } from './verb.ts';

export const verb: Verb = {
  usage:
    'listen <mqtt://broker> [--prefix lifeline] [--ca FILE] [--username NAME] [--password-file FILE] [--verify] [--json]',
  summary:
    "The platform's side: prints what gateways say and, with --verify, proves that nothing is missing.",
  async run(args, io) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { positionals, values } = parse(
      args,
      { prefix: text, ca: text, username: text, 'password-file': text, verify: flag, json: flag },
      { min: 1, max: 1 },
    );
    const passwordFile = values['password-file'];
    return runListen({
      url: positionals[0] ?? '',
      ...(values.prefix === undefined ? {} : { prefix: values.prefix }),
      credentials: {
        ...(values.ca === undefined ? {} : { ca: readFileSync(values.ca) }),
        ...(values.username === undefined ? {} : { username: values.username }),
        ...(passwordFile === undefined ? {} : { password: readFileSync(passwordFile, 'utf8').trim() }),
      },
      verify: values.verify === true,
      json: values.json === true,
      clock: io.clock,
      out: io.out,
      err: io.err,
      ended: io.ended,
    });
  },
};
