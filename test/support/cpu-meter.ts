import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** Processor time that a process has used so far, milliseconds; 0 when it is gone. */
function usedMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}

/** Processor time of the whole machine since it booted, milliseconds; idle and stolen time excluded. */
function machineMs(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = readFileSync(
    '/proc/stat',
    'utf8',
  )
    .slice('cpu '.length)
    .trim()
    .split(' ')
    .map(Number);
  return (user + nice + system + irq + softirq) * TICK_MS;
}

/** How many processors each of several processes keeps busy. A process that began anew counts from 0. */
export class CpuMeter {
  private readonly used = new Map<string, { pid: number; ms: number; sum: number }>();
  private readonly startedAt = performance.now();
  private readonly machineAtStartMs = machineMs();

  /** Notes what has been used; called again whenever a process may have been replaced. */
  note(processes: Readonly<Record<string, number>>): void {
    for (const [name, pid] of Object.entries(processes)) {
      const ms = usedMs(pid);
      const known = this.used.get(name);
      const same = known?.pid === pid;
      const gained = known === undefined ? 0 : Math.max(0, same ? ms - known.ms : ms);
      this.used.set(name, {
        pid,
        ms: ms === 0 && same ? known.ms : ms,
        sum: (known?.sum ?? 0) + gained,
      });
    }
  }

  /** Processors busy on average since the meter was made, by name. */
  cores(): Readonly<Record<string, number>> {
    const elapsedMs = performance.now() - this.startedAt;
    return Object.fromEntries([...this.used].map(([name, { sum }]) => [name, sum / elapsedMs]));
  }

  /** Processors busy with anything at all on average since the meter was made. */
  machineCores(): number {
    return (machineMs() - this.machineAtStartMs) / (performance.now() - this.startedAt);
  }
}
