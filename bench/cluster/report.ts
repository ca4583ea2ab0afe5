import type { SceneFigures } from './scene.js';

/** How much more of something a replica may have in a larger cluster; beyond it is growth. */
const TOLERANCE = 1.5;
/** Messages a second that are none worth speaking of: news of the kitchen, the odd question. */
const FEW_MESSAGES = 2;

/** Above this the simulation, and not Redis, says how much is done; percent of a core. */
const MOST_OWN_CPU = 85;

/** The figures as Markdown. */
export function markdownOf(scenes: readonly SceneFigures[]): string {
  const rows: readonly [string, (figures: SceneFigures) => string][] = [
    ['replicas × calls each', ({ size }) => `${size.replicas} × ${size.callsEach}`],
    ['calls', ({ calls }) => whole(calls)],
    ['busiest node: commands a second', ({ busiest }) => whole(busiest.commands)],
    ['busiest node: of one core', ({ busiest }) => `${whole(busiest.cpuPercent)} %`],
    ['the other nodes together', ({ restCpuPercent }) => `${whole(restCpuPercent)} %`],
    [
      'busiest node: in / out, MB a second',
      ({ busiest }) => `${mb(busiest.bytesIn)} / ${mb(busiest.bytesOut)}`,
    ],
    [
      'messages a second to a replica without readers',
      ({ idleMessages }) => idleMessages.toFixed(2),
    ],
    ['messages a second to a replica with a reader', ({ readerMessages }) => whole(readerMessages)],
    ['events a second in them', ({ readerEvents }) => whole(readerEvents)],
    ['while all replicas look for orphans: commands', ({ sweep }) => whole(sweep.commands)],
    ['while all replicas look for orphans: ms', ({ sweep }) => whole(sweep.ms)],
    ['reading all live calls, ms', ({ listMs }) => whole(listMs)],
    ['replicas that a replica knows', ({ known }) => whole(known)],
    ['commands that failed', ({ failed }) => whole(failed)],
    ['the simulation itself, of one core', ({ ownCpuPercent }) => `${whole(ownCpuPercent)} %`],
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head, ...rest] = rows.map(([name, text]) => [name, ...scenes.map(text)]);
  const rule = ['---', ...scenes.map(() => '---:')];
  return [line(head ?? []), line(rule), ...rest.map(line)].join('\n');
}

/** Why nothing can be concluded from a window; empty when something can. */
export function doubtOf({ size, failed, ownCpuPercent }: SceneFigures): readonly string[] {
  const where = `with ${size.replicas} replicas`;
  return [
    ...(ownCpuPercent > MOST_OWN_CPU ? [`the simulation was busy all the time ${where}`] : []),
    ...(failed > 0 ? [`${failed} commands failed ${where}`] : []),
  ];
}

/**
 * What grows with replicas × calls and must not, between a small cluster and a larger one; empty
 * when nothing does.
 */
export function growthOf(small: SceneFigures, large: SceneFigures): readonly string[] {
  const found: string[] = [];
  if (large.idleMessages > FEW_MESSAGES && large.idleMessages > TOLERANCE * small.idleMessages) {
    found.push('messages to a replica without readers');
  }
  const perCall = ({ busiest, calls }: SceneFigures): number => busiest.commands / calls;
  if (perCall(large) > TOLERANCE * perCall(small)) found.push('commands for each call');
  const sentPerCall = ({ busiest, calls }: SceneFigures): number => busiest.bytesOut / calls;
  if (sentPerCall(large) > TOLERANCE * sentPerCall(small))
    found.push('bytes from Redis for each call');
  // Every replica asks whether it is the one that looks, and that one reads each call once.
  const { sweep, busiest, size, calls } = large;
  const ofSweep = sweep.commands - (busiest.commands * sweep.ms) / 1_000;
  if (ofSweep > TOLERANCE * (2 * size.replicas + calls)) found.push('the sweep for orphans');
  return found;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}
