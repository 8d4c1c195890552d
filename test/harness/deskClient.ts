import { request } from 'node:https';
import type { Program } from './program.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

export type DeskAnswer = { readonly status: number; readonly body: unknown; readonly text: string };

/** A browser as far as desk can tell: keeps the cookie, and asks as its own page would. */
export class DeskClient {
  readonly #port: number;
  #cookie = '';

  constructor(port: number) {
    this.#port = port;
  }

  ask(method: string, path: string, body?: object): Promise<DeskAnswer> {
    const payload = body === undefined ? null : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          ...{ host: '127.0.0.1', port: this.#port, method, path, rejectUnauthorized: false, agent: false },
          headers: {
            ...{ cookie: this.#cookie, 'sec-fetch-site': 'same-origin' },
            ...(payload === null
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (answer) => {
          const [cookie] = answer.headers['set-cookie'] ?? [];
          if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (more: string) => {
            text += more;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: parsed(text), text }));
        },
      );
      asked.on('error', reject);
      asked.end(payload ?? undefined);
    });
  }

  /** The answer's body; throws with desk's words where it refuses. */
  async get<T>(path: string): Promise<T> {
    return this.#done<T>(await this.ask('GET', path), path);
  }

  async post<T>(path: string, body: object): Promise<T> {
    return this.#done<T>(await this.ask('POST', path, body), path);
  }

  #done<T>({ status, body, text }: DeskAnswer, path: string): T {
    if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 500)}`);
    return body as T;
  }
}

export const DESK_PASSWORD = 'a long enough password';

/** Desk beside the guard of a stage, and its first person, logged in. */
export async function claimedDesk(
  stage: Stage,
  name = 'Li',
  listen: readonly string[] = ['--listen', '127.0.0.1:0'],
): Promise<{ desk: Program; client: DeskClient; port: number }> {
  const desk = await stage.pageOf(...listen);
  const said = (pattern: RegExp) =>
    until(`desk says ${pattern}`, () => desk.words.map((line) => pattern.exec(line)?.[1]).find(Boolean));
  const port = Number(await said(/https:\/\/localhost:(\d+)\//));
  const client = new DeskClient(port);
  const code = await said(/Claim code: (\S+)/);
  await client.post('/api/claim', { code, name, password: DESK_PASSWORD, language: 'en' });
  return { desk, client, port };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
