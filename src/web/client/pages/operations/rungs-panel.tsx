import type { ModelStatus, RungStatus } from '../../api/operations.js';
import { Badge, Card, Empty, type Tone } from '../../ui/parts.js';
import { timeOfDay } from '../../ui/format.js';
import { calls, status } from './state.js';

/** What each rung needs a model for. */
const USES: Readonly<Record<string, readonly ModelStatus['use'][]>> = {
  'openai-realtime': ['realtime', 'transcription'],
  'openai-pipeline': ['transcription', 'chat', 'speech'],
  'openai-chat': ['chat'],
};

/** The ladder: rungs in the order in which they are tried. */
export function RungsPanel() {
  const known = status.value;
  if (known === null) {
    return (
      <Card title="Rungs">
        <Empty>Not known yet.</Empty>
      </Card>
    );
  }
  const live = new Map<string, number>();
  for (const { summary } of calls.list.value) {
    const { provider } = summary.value;
    if (provider !== null) live.set(provider, (live.get(provider) ?? 0) + 1);
  }
  return (
    <Card title="Rungs">
      <ol class="operations-list">
        {known.realtime.providers.map((rung) => (
          <Rung
            key={rung.name}
            rung={rung}
            calls={live.get(rung.name) ?? 0}
            models={known.models.used.filter(({ use }) => USES[rung.name]?.includes(use))}
          />
        ))}
      </ol>
      <p class="small soft">
        Circuits hold for all replicas; warm sessions are of {known.instance}.
      </p>
    </Card>
  );
}

interface RungProps {
  readonly rung: RungStatus;
  readonly calls: number;
  readonly models: readonly ModelStatus[];
}

function Rung({ rung, calls: count, models }: RungProps) {
  const { name, warmSessions, lastError, lastErrorAt } = rung;
  const { word, tone } = stateOf(rung);
  return (
    <li>
      <div class="row row-between">
        <strong>{name}</strong>
        <Badge tone={tone}>{word}</Badge>
      </div>
      <p class="small soft">
        <span class="number">
          {count} {count === 1 ? 'call' : 'calls'}
        </span>
        {warmSessions > 0 && ` · ${warmSessions} warm`}
        {rung.circuit === 'closed' && rung.reason !== null && ` · ${rung.reason}`}
        {lastError !== null && (
          <>
            {' · '}last error <code>{lastError}</code>
            {lastErrorAt !== null && ` at ${timeOfDay(lastErrorAt)}`}
          </>
        )}
      </p>
      {models.map((model) => (
        <Model key={model.use} model={model} />
      ))}
    </li>
  );
}

function stateOf({ state, circuit, circuitOpenSince }: RungStatus): { word: string; tone: Tone } {
  const since = circuitOpenSince === null ? '' : ` since ${timeOfDay(circuitOpenSince)}`;
  if (circuit === 'open') return { word: `Circuit open${since}`, tone: 'bad' };
  if (circuit === 'half-open') return { word: `Being probed${since}`, tone: 'warn' };
  return state === 'usable' ? { word: 'Usable', tone: 'good' } : { word: 'Off', tone: 'plain' };
}

function Model({
  model: { use, model, daysLeft, shutdownDate, problem, instead },
}: {
  model: ModelStatus;
}) {
  return (
    <p class="row small">
      <span class="soft">{use}</span>
      <span class="mono operations-name">{model}</span>
      {daysLeft === null ? (
        problem === null && <span class="soft">no end announced</span>
      ) : (
        <Badge tone={daysLeft < 0 ? 'bad' : daysLeft <= 90 ? 'warn' : 'plain'}>
          {daysLeft < 0 ? `ended ${shutdownDate}` : `${daysLeft} days left, until ${shutdownDate}`}
        </Badge>
      )}
      {problem !== null && (
        <span>
          {daysLeft === null && `${problem}; `}
          {instead !== null && (
            <>
              use <code>{instead}</code>
            </>
          )}
        </span>
      )}
    </p>
  );
}
