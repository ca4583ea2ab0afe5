import type { ScenarioMeasures, TurnMeasure } from '../scenario-runner.js';
import type { CallReport } from './ops-client.js';

const HEAD = ['heard after', 'turn end', 'provider', 'tools', 'ours'];

/**
 * Milliseconds from the end of the caller's words to the first audio heard, split as far as the
 * server's own measures go: finding the end of the turn, the provider, our tools, our relay.
 */
export function latencyTable({ turns }: ScenarioMeasures, measured: CallReport['latency']): string {
  const rows = turns.map((turn, index) => [
    String(index + 1),
    ...cells(turn, measured),
    turn.caller + (turn.bargedIn ? ' (barge-in)' : ''),
  ]);
  const widths = ['turn', ...HEAD].map((title) => title.length);
  return [['turn', ...HEAD, 'caller'], ...rows]
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}

function cells(turn: TurnMeasure, measured: CallReport['latency']): string[] {
  const { answeredAt, latencyMs } = turn;
  if (answeredAt === null || latencyMs === null) return HEAD.map(() => '-');
  const server = measured.find(({ at }) => {
    const time = Date.parse(at);
    return time > turn.spokeUntil && time <= answeredAt + 1_000;
  });
  if (server === undefined) return [String(Math.round(latencyMs)), ...HEAD.slice(1).map(() => '-')];
  const { responseMs, providerMs, toolsMs, forwardMs } = server;
  return [latencyMs, Math.max(0, latencyMs - responseMs), providerMs, toolsMs, forwardMs].map(
    (ms, column) => ms.toFixed(column === 4 ? 1 : 0),
  );
}
