import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Debian's, where python3-pymodbus is. */
const PYTHON = '/usr/bin/python3';
const LIBMODBUS_SLAVE = join(import.meta.dirname, '..', 'e2e', 'libmodbusSlave.c');
const NEWCOMERS_DEVICES = join(import.meta.dirname, '..', 'e2e', 'newcomerSlave.py');
const SLAVES = join(import.meta.dirname, '..', 'e2e', 'pymodbusSlave.py');

/**
 * Modbus slaves of pymodbus at the far end of a pseudo-terminal pair made by socat. The near end is `lines/foreign` of the
 * stage.
 */
export async function startForeignSlaves(stage: Stage): Promise<void> {
  start(stage, PYTHON, SLAVES, await farEnd(stage, 'foreign'), '9600');
}

/**
 * A sensor that is in no catalogue and a relay board, both of pymodbus, at the far end of `lines/newcomer` of the stage. The
 * sensor shows what the file `pressure` of the stage holds; what is written to the relays stands in `relays`.
 */
export async function startNewcomersDevices(stage: Stage): Promise<void> {
  start(stage, PYTHON, NEWCOMERS_DEVICES, await farEnd(stage, 'newcomer'), stage.folder);
}

/** A Modbus slave of libmodbus, compiled here, at the far end of `lines/libmodbus` of the stage. */
export async function startLibmodbusSlave(stage: Stage): Promise<void> {
  const program = join(stage.folder, 'libmodbusSlave');
  execFileSync('gcc', ['-o', program, LIBMODBUS_SLAVE, '-I/usr/include/modbus', '-lmodbus']);
  start(stage, program, await farEnd(stage, 'libmodbus'), '9600');
}

/** Makes a pair of pseudo-terminals; the near end is `lines/<name>` of the stage. */
async function farEnd(stage: Stage, name: string): Promise<string> {
  const near = join(stage.folder, 'lines', name);
  const far = join(stage.folder, 'lines', `${name}.far`);
  start(stage, 'socat', `pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`);
  await until('socat has made its pair', () => existsSync(near) && existsSync(far));
  return far;
}

function start(stage: Stage, program: string, ...args: readonly string[]): void {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  stage.onClose(() => ended(child));
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
