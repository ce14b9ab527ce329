import type { Child } from "hono/jsx/dom";
import { useLayoutEffect, useRef } from "hono/jsx/dom";

interface Props {
  readonly class: string;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly onClose: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children?: Child;
}

/** A dialog in front of everything, for as long as it is rendered. Escape, and a click beside it, ask to close it. */
export function Modal({ label, onClose, children, ...props }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closed before it is removed, so that the focus goes back to where it was.
    return () => element?.close();
  }, []);
  const cancel = (event: Event) => {
    if (event.target !== dialog.current) return;
    event.preventDefault();
    onClose();
  };
  const click = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same
    <dialog ref={dialog} aria-label={label} onCancel={cancel} onClick={click} {...props}>
      {children}
    </dialog>
  );
}
