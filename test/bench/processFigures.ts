import { readFileSync } from 'node:fs';

const TICKS_PER_S = 100; // USER_HZ: what /proc counts in, on every Linux that Node runs on

/** User and system time of all threads (proc(5): fields 14 and 15 of stat, counted behind the command's name). */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S;
}

/** Resident memory now and at its highest, in MB, and the number of threads. */
export function memory(pid: number): { rssMb: number; peakMb: number; threads: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { rssMb: field('VmRSS') / 1024, peakMb: field('VmHWM') / 1024, threads: field('Threads') };
}
