import type { ComponentChildren } from 'preact';
import { render } from 'preact';
import type { ReadonlySignal } from '@preact/signals';
import '../design/design.css';
import { send } from '../live/api.js';
import type { LinkState } from '../live/live-events.js';
import { Button } from './button.js';
import { applyTheme, nextTheme, themeChoice } from './theme.js';

/** Whose rights the browser has, as `GET /session` tells. */
export interface Session {
  readonly role: 'operator' | 'kitchen';
  readonly signedIn: boolean;
}

const LINKS = [
  { href: '/', name: 'Operations', role: 'operator' },
  { href: '/kitchen', name: 'Kitchen', role: 'kitchen' },
  { href: '/phone', name: 'Phone', role: 'operator' },
] as const;

const STATE_WORDS: Readonly<Record<LinkState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
};

/** Whether this server has the phone in the browser; in production it has none as a rule. */
export const HAS_PHONE = document.documentElement.dataset['phone'] !== 'off';

interface ShellProps {
  readonly session: Session | null;
  /** Whether the page is told of what happens; absent for a page that listens to nothing. */
  readonly link?: ReadonlySignal<LinkState>;
  readonly children: ComponentChildren;
}

/** The frame of a page: where one is, whether it is live, colours, signing out. */
export function Shell({ session, link, children }: ShellProps) {
  return (
    <>
      <a class="visually-hidden" href="#main">
        Skip to content
      </a>
      <header class="bar">
        <a class="bar-brand" href="/">
          <Plate />
          VoicePlate
        </a>
        <nav class="bar-links" aria-label="Pages">
          {LINKS.filter(({ href }) => HAS_PHONE || href !== '/phone')
            .filter(({ role }) => session?.role === 'operator' || role === session?.role)
            .map(({ href, name }) => (
              <a href={href} aria-current={location.pathname === href ? 'page' : undefined}>
                {name}
              </a>
            ))}
        </nav>
        <div class="bar-tools">
          {link && (
            <span class="link-state" role="status" data-state={link.value}>
              {STATE_WORDS[link.value]}
            </span>
          )}
          <Button kind="quiet" onPress={nextTheme} label={`Colours: ${themeChoice.value}`}>
            ◐
          </Button>
          {session?.signedIn === true && (
            <Button kind="quiet" onPress={signOut}>
              Sign out
            </Button>
          )}
        </div>
      </header>
      <main id="main" class="page">
        {children}
      </main>
    </>
  );
}

/** Puts a page into the document. */
export function mount(page: ComponentChildren): void {
  applyTheme();
  render(page, document.body);
}

async function signOut(): Promise<void> {
  await send('DELETE', '/session');
  location.reload();
}

function Plate() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="15" fill="var(--accent)" />
      <circle cx="16" cy="16" r="8" fill="none" stroke="var(--accent-ink)" stroke-width="3" />
    </svg>
  );
}
