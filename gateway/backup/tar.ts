import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { backupProblem } from '../text/problems/backupProblems.ts';
import { AgeOpener, AgeSealer } from './ageFile.ts';

/** Every Debian has tar and gzip; theirs is the format in which a person opens a backup without us. */
const TAR = 'tar';

/** Packs a folder into a sealed file, readable for its owner alone; nothing is left where that fails. */
export async function packSealed(
  folder: string,
  file: string,
  passphrase: string,
): Promise<Result<null, Problem>> {
  const tar = spawn(TAR, ['--sort=name', '--numeric-owner', '-cz', '-C', folder, '.'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(tar);
  const sealer = new AgeSealer(passphrase);
  const beside = `${file}.new`;
  try {
    await pipeline(
      tar.stdout,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield sealer.push(chunk);
        yield sealer.end();
      },
      createWriteStream(beside, { mode: 0o600, flags: 'wx', flush: true }),
    );
    const wrong = await ended;
    if (wrong !== null) throw new Error(wrong);
    await rename(beside, file);
    return ok(null);
  } catch (error) {
    tar.kill('SIGKILL');
    await rm(beside, { force: true });
    return err(tarProblem((error as Error).message, folder, file));
  }
}

/** Unpacks a sealed file into a folder. What is wrong with it is told before anything of it should be used. */
export async function unpackSealed(
  file: string,
  folder: string,
  passphrase: string,
): Promise<Result<null, Problem>> {
  const tar = spawn(TAR, ['--no-same-owner', '-xz', '-C', folder], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = endOf(tar);
  const opener = new AgeOpener(passphrase);
  let refused: Problem | null = null;
  const authentic = (opened: Result<Buffer, Problem>): Buffer => {
    if (opened.ok) return opened.value;
    refused = { ...opened.error, where: file };
    throw new Error(opened.error.what);
  };
  try {
    await pipeline(
      createReadStream(file),
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield authentic(opener.push(chunk));
        yield authentic(opener.end());
      },
      tar.stdin,
    );
    const wrong = await ended;
    return wrong === null ? ok(null) : err(tarProblem(wrong, folder, file));
  } catch (error) {
    tar.kill('SIGKILL');
    await ended;
    return err(refused ?? tarProblem((error as Error).message, folder, file));
  }
}

/** Null when it has ended well, or its last words. */
function endOf(child: ReturnType<typeof spawn>): Promise<string | null> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-500);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (status) => resolve(status === 0 ? null : words.trim() || `status ${status}`));
  });
}

function tarProblem(message: string, folder: string, where: string): Problem {
  return { ...backupProblem('backup.tar', { message, folder }), where };
}
