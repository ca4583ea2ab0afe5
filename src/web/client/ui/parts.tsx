import type { ComponentChildren } from 'preact';

/** How good or bad something is. */
export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

/** A word or two about the state of something. */
export function Badge({ tone, children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  );
}

/** Something that a person has to know; read out when it appears. */
export function Notice({ tone, children }: { tone: 'warn' | 'bad'; children: ComponentChildren }) {
  return (
    <div class="notice" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** In the place of a list without entries. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** A part of a page with a heading. */
export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A figure and what it counts. */
export function Stat({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="stat">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
