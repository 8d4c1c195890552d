import { lstat, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { err, ok, type Problem, type Result } from '../core/result.ts';

// sockaddr_un.sun_path of Linux, less its terminating NUL: longer paths are cut silently by the kernel interface.
const LONGEST_PATH = 107;

/**
 * Makes `path` free for a new server: a socket that nobody serves any more (its owner was killed) is removed, a living
 * one is left alone, and so is anything that is not a socket.
 */
export async function freeSocketPath(path: string): Promise<Result<void, Problem>> {
  if (Buffer.byteLength(path) > LONGEST_PATH)
    return err({
      code: 'control.path-long',
      what: `a socket path may have ${LONGEST_PATH} bytes, this one has ${Buffer.byteLength(path)}`,
      where: path,
      hint: 'choose a shorter run folder',
    });
  const found = await lstat(path).catch(() => null);
  if (found === null) return ok(undefined);
  if (!found.isSocket())
    return err({
      code: 'control.path-taken',
      what: 'there is something here that is not a socket',
      where: path,
      hint: 'move it away or choose another run folder',
    });
  if (await isServed(path))
    return err({
      code: 'control.already-served',
      what: 'another process serves this socket',
      where: path,
      hint: 'is a second guard running? stop it first',
    });
  await unlink(path).catch(() => {});
  return ok(undefined);
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    // Only a refusal proves that nobody listens; a full backlog or a missing permission does not.
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}
