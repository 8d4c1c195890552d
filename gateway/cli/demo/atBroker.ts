import { readGiven } from '../givenFile.ts';
import { fail, type Io } from '../verb.ts';
import { openStage } from './stage.ts';

/**
 * The demonstration's building as a gateway of a broker that is there: what a platform is tried with. `passwordFile` holds the
 * password of `username`, which a broker may want to be the gateway's id.
 */
export async function runAtBroker(
  io: Io,
  url: string,
  username: string,
  passwordFile?: string,
): Promise<number> {
  const password = readGiven(passwordFile);
  if (!password.ok) return fail(io, [password.error]);
  const words = password.value?.toString('utf8').trim();
  io.err(`starting a simulated building and its gateway, ${username}, at ${url} …\n`);
  const stage = await openStage((line) => io.err(`  ${line}\n`), {
    url,
    ...(words === undefined ? {} : { login: { username, password: words } }),
  });
  stage.startCourier();
  io.out(`ready ${JSON.stringify({ gateway: username })}\n`);
  await io.ended;
  await stage.stop();
  return 0;
}
