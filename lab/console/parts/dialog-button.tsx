import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { type ReactNode, useState } from "react";

interface Props {
  readonly label: string;
  readonly variant?: ButtonProps.Variant;
  readonly disabled?: boolean;
  /** What a screen reader says, where several buttons have the same label. */
  readonly ariaLabel?: string;
  /** The dialog. It begins anew each time that it is opened. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a dialog. */
export function DialogButton({ label, variant = "normal", disabled = false, ariaLabel, children }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant={variant}
        disabled={disabled}
        onClick={() => setOpen(true)}
        {...(ariaLabel !== undefined && { ariaLabel })}
      >
        {label}
      </Button>
      {isOpen && children(() => setOpen(false))}
    </>
  );
}
