import { useEffect, useRef } from 'preact/hooks';

interface ConfirmProps {
  readonly question: string;
  /** What will happen. */
  readonly detail: string;
  /** The word on the button that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something that cannot be taken back. Escape and "Keep" do nothing. */
export function Confirm({ question, detail, action, onConfirm, onCancel }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  /** Closed before it is taken away, it gives the focus back to what opened it. */
  const close = (then: () => void) => (event: Event) => {
    event.preventDefault();
    dialog.current?.close();
    then();
  };
  return (
    <dialog class="dialog" ref={dialog} aria-label={question} onCancel={close(onCancel)}>
      <form method="dialog" onSubmit={close(onConfirm)}>
        <h2>{question}</h2>
        <p>{detail}</p>
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={close(onCancel)}>
            Keep
          </button>
          <button type="submit" class="button" data-kind="danger">
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
