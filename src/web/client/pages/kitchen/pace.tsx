import { signal } from '@preact/signals';
import type { KitchenPace } from '../../api/kitchen.js';
import { Button } from '../../ui/button.js';
import { Card, Stat } from '../../ui/parts.js';
import { setPace } from './kitchen-state.js';
import { clockTime } from './ticket.js';

const CHOICES = [0, 10, 20, 30, 45, 60] as const;
/** For how long minutes by hand hold, by the words for it. */
const ENDS = [
  { value: 'hour', words: 'for an hour' },
  { value: 'tonight', words: 'until tonight' },
  { value: 'told', words: 'until I say' },
] as const;

type End = (typeof ENDS)[number]['value'];

const end = signal<End>('hour');

/** How long callers are told that an order takes, and what the kitchen adds. */
export function Pace({ pace }: { readonly pace: KitchenPace }) {
  const { mode, addedMinutes, openOrders, pickupMinutes, deliveryMinutes } = pace;
  return (
    <Card title="Pace">
      <div class="stack">
        <dl class="stats">
          <Stat name="Callers hear: pickup in">{pickupMinutes} min</Stat>
          {deliveryMinutes !== null && (
            <Stat name="Callers hear: delivery in">{deliveryMinutes} min</Stat>
          )}
          <Stat name="Added now">+{addedMinutes} min</Stat>
          {openOrders !== null && <Stat name="Orders at work">{openOrders}</Stat>}
        </dl>
        <p class="soft" role="status">
          {paceWords(pace)}
        </p>
        <fieldset class="kitchen-ends">
          <legend>Minutes by hand hold</legend>
          {ENDS.map(({ value, words }) => (
            <label key={value}>
              <input
                type="radio"
                name="end"
                checked={end.value === value}
                onChange={() => (end.value = value)}
              />
              {words}
            </label>
          ))}
        </fieldset>
        <div class="row">
          {CHOICES.map((minutes) => (
            <Button
              key={minutes}
              size="large"
              {...(mode === 'by-hand' && minutes === addedMinutes && { kind: 'primary' as const })}
              onPress={() => setPace(minutes, untilOf(end.value))}
            >
              {minutes === 0 ? 'Nothing extra' : `+${minutes} min`}
            </Button>
          ))}
          <Button
            size="large"
            {...(mode === 'automatic' && { kind: 'primary' as const })}
            onPress={() => setPace(null, null)}
          >
            Automatic
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** The pace in a sentence. */
function paceWords({ mode, until, openOrders }: KitchenPace): string {
  if (mode === 'by-hand') {
    return until === null
      ? 'Set by hand, until you say otherwise.'
      : `Set by hand, until ${clockTime(Date.parse(until))}.`;
  }
  return openOrders === null
    ? 'The minutes of the menu. To have open orders counted, set business.kitchen in the menu file.'
    : 'Automatic: the minutes of the menu, and more when many orders are open.';
}

function untilOf(choice: End): string | null {
  if (choice === 'told') return null;
  return choice === 'tonight' ? 'tonight' : new Date(Date.now() + 3_600_000).toISOString();
}
