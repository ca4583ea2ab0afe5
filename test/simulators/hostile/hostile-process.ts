/** Hostile peers as a process of its own, so that their work does not hold up the phones. */
import { HostilePeers, type AttackReport, type Target } from './hostile-peers.js';

/** What the parent asks; each question is answered with a report. */
export type HostileQuestion =
  | {
      readonly ask: 'attack';
      readonly target: Target;
      readonly count: number;
      readonly withinMs: number;
    }
  | { readonly ask: 'report' };

let peers: HostilePeers | null = null;

async function answer(question: HostileQuestion): Promise<AttackReport | null> {
  if (question.ask === 'attack') {
    peers ??= new HostilePeers(question.target);
    await peers.attack(question.count, question.withinMs);
  }
  return peers?.report() ?? null;
}

process.on('message', (question: HostileQuestion) => {
  void answer(question).then((report) => process.send?.(report));
});
process.once('disconnect', () => process.exit());
