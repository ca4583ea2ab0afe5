import { effect, signal } from '@preact/signals';

/** The colours that were chosen; `auto` follows the system. */
export type ThemeChoice = 'auto' | 'light' | 'dark';

const KEY = 'voiceplate-theme';
const CHOICES: readonly ThemeChoice[] = ['auto', 'light', 'dark'];
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const stored = CHOICES.find((choice) => choice === localStorage.getItem(KEY));

/** What is chosen; setting it changes the page and is remembered by this browser. */
export const themeChoice = signal<ThemeChoice>(stored ?? 'auto');

/** Keeps the page in the chosen colours. */
export function applyTheme(): void {
  const apply = (): void => {
    const choice = themeChoice.value;
    const isDark = choice === 'dark' || (choice === 'auto' && systemIsDark.matches);
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  };
  effect(() => {
    apply();
    localStorage.setItem(KEY, themeChoice.value);
  });
  systemIsDark.addEventListener('change', apply);
}

/** The next choice in turn. */
export function nextTheme(): void {
  const at = CHOICES.indexOf(themeChoice.value);
  themeChoice.value = CHOICES[(at + 1) % CHOICES.length] ?? 'auto';
}
