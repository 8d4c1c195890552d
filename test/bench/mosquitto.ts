import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A mosquitto of our own on a free port of the loopback; its configuration goes to `folder`. */
export async function startMosquitto(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const configuration = join(folder, 'mosquitto.conf');
  writeFileSync(configuration, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  // Debian puts it where only root's PATH looks
  const env = { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` };
  const broker = spawn('mosquitto', ['-c', configuration], { stdio: 'ignore', env });
  const ended = new Promise<void>((resolve) => broker.once('exit', () => resolve()));
  const failed = new Promise<never>((_, reject) => {
    broker.once('error', reject);
    broker.once('exit', (status) => reject(new Error(`mosquitto ended with status ${status}`)));
  });
  failed.catch(() => {});
  await Promise.race([reachable(port), failed]);
  return {
    url: `mqtt://127.0.0.1:${port}`,
    stop: () => {
      broker.kill();
      return ended;
    },
  };
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await wait(50);
  }
  throw new Error(`mosquitto does not answer on port ${port}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
