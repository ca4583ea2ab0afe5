import { signal } from '@preact/signals';
import { getJson } from '../../live/api.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/parts.js';
import { mount, Shell, type Session } from '../../ui/shell.js';
import { Board } from './board.js';
import { chime, readyChime } from './chime.js';
import './kitchen.css';
import { link, menu, news, notDone, notRead, orders, pace, sounds } from './kitchen-state.js';
import { Pace } from './pace.js';
import { SoldOut } from './sold-out.js';

const VIEWS = [
  { name: 'orders', title: 'Orders' },
  { name: 'sold-out', title: 'Sold out' },
  { name: 'pace', title: 'Pace' },
] as const;

type View = (typeof VIEWS)[number]['name'];

const view = signal<View>('orders');

function Kitchen() {
  return (
    <>
      <div class="page-head kitchen-head">
        <h1>Kitchen</h1>
        <nav class="row" aria-label="Views">
          {VIEWS.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              class="button kitchen-view"
              aria-current={view.value === name ? 'true' : undefined}
              onClick={() => (view.value = name)}
            >
              {title}
              <span class="number">{countOf(name)}</span>
            </button>
          ))}
        </nav>
        <p class="visually-hidden" role="status">
          {news.value}
        </p>
        {!sounds.value && <Button onPress={turnSoundOn}>Turn on the sound</Button>}
      </div>
      {link.value === 'reconnecting' && (
        <Notice tone="bad">
          Not connected. New orders do not show or sound here until the connection is back; this
          page keeps trying.
        </Notice>
      )}
      {notRead.value !== null && link.value !== 'reconnecting' && (
        <Notice tone="bad">What you see may be old. {notRead.value}</Notice>
      )}
      {notDone.value !== null && <Notice tone="bad">Not done. {notDone.value}</Notice>}
      {!sounds.value && view.value === 'orders' && (
        <p class="small soft">
          New orders are silent until the sound is turned on: browsers ask for a press first.
        </p>
      )}
      {view.value === 'orders' && (
        <>
          <Board />
          <p class="small soft kitchen-keys">
            <kbd>←</kbd> <kbd>↑</kbd> <kbd>↓</kbd> <kbd>→</kbd> choose a ticket, <kbd>Enter</kbd>{' '}
            takes it to its next state, <kbd>Del</kbd> cancels it
          </p>
        </>
      )}
      {view.value === 'sold-out' && menu.value && <SoldOut menu={menu.value} />}
      {view.value === 'pace' && pace.value && <Pace pace={pace.value} />}
    </>
  );
}

function countOf(name: View): string {
  if (name === 'orders') return String(orders.value.size);
  if (name === 'sold-out') return String(menu.value?.soldOut.length ?? '');
  return pace.value === null ? '' : `${pace.value.pickupMinutes} min`;
}

async function turnSoundOn(): Promise<void> {
  await readyChime();
  sounds.value = true;
  chime();
}

const session = await getJson<Session>('/session');
mount(
  <Shell session={session} link={link}>
    <Kitchen />
  </Shell>,
);
