import { signal } from '@preact/signals';
import type { KitchenMenu, Sellable } from '../../api/kitchen.js';
import { Button } from '../../ui/button.js';
import { Badge, Empty } from '../../ui/parts.js';
import { takeOff } from './kitchen-state.js';
import { sellables } from './sold-out-list.js';
import { clockTime } from './ticket.js';

const search = signal('');

/** What is on the menu, to take off and put back on. */
export function SoldOut({ menu }: { readonly menu: KitchenMenu }) {
  const groups = sellables(menu, search.value);
  return (
    <section class="stack" aria-label="Sold out">
      <label class="field kitchen-search">
        Find an item or option
        <input
          type="search"
          value={search.value}
          onInput={(event) => (search.value = event.currentTarget.value)}
        />
      </label>
      {groups.length === 0 && <Empty>Nothing on the menu is called that.</Empty>}
      {groups.map(({ id, title, entries }) => (
        <section key={id} class="card" aria-label={title}>
          <h2>{title}</h2>
          <ul class="kitchen-sellables">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/**
 * Takes off or puts back on. The entry then stands elsewhere on the board, and the focus goes on to
 * the one beside it, otherwise along.
 */
async function press(id: string, until: 'tonight' | null | undefined): Promise<void> {
  const entry = document.activeElement?.closest('li');
  const beside = entry?.nextElementSibling ?? entry?.previousElementSibling;
  await takeOff(id, until);
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const next = beside ?? document.getElementById(`sellable-${id}`);
    next?.querySelector('button')?.focus({ preventScroll: true });
  });
}

function Entry({ entry }: { readonly entry: Sellable }) {
  const { id, name, soldOut, soldOutBy, soldOutUntil } = entry;
  return (
    <li id={`sellable-${id}`} class="kitchen-sellable" data-off={soldOut}>
      <span class="kitchen-sellable-name">{name}</span>
      {soldOut && <Badge tone="bad">{offWords(soldOutBy, soldOutUntil)}</Badge>}
      <span class="kitchen-sellable-keys">
        {!soldOut && (
          <>
            <Button label={`${name}: off until tonight`} onPress={() => press(id, 'tonight')}>
              Until tonight
            </Button>
            <Button label={`${name}: off until I say`} onPress={() => press(id, null)}>
              Until I say
            </Button>
          </>
        )}
        {soldOut && soldOutBy === 'kitchen' && (
          <Button kind="primary" label={`${name}: back on`} onPress={() => press(id, undefined)}>
            Back on
          </Button>
        )}
      </span>
    </li>
  );
}

function offWords(by: Sellable['soldOutBy'], until: string | null): string {
  if (by === 'menu') return 'Off in the menu file';
  return until === null ? 'Off until you say' : `Off until ${clockTime(Date.parse(until))}`;
}
