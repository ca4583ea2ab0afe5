import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface ButtonProps {
  /** What it does; while a promise of it is open the button cannot be pressed again. */
  readonly onPress: () => unknown;
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'normal' | 'large';
  /** What a screen reader says where the content is a sign. */
  readonly label?: string;
  readonly disabled?: boolean;
  readonly children: ComponentChildren;
}

/** A button. */
export function Button({ onPress, kind, size, label, disabled = false, children }: ButtonProps) {
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    const doing = onPress();
    // A button that is switched off loses the focus, so not for what is done at once.
    if (!(doing instanceof Promise)) return;
    setBusy(true);
    try {
      await doing;
    } finally {
      setBusy(false);
    }
  };
  return (
    <button
      type="button"
      class="button"
      data-kind={kind}
      data-size={size}
      aria-label={label}
      title={label}
      disabled={disabled || busy}
      onClick={() => void press()}
    >
      {children}
    </button>
  );
}
