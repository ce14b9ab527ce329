import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useState } from "react";

interface Props {
  /** What the button says, and the dialog's title: `Delete bucket`. */
  readonly label: string;
  /** What will happen. */
  readonly children: ReactNode;
  readonly onConfirm: () => Promise<unknown>;
  readonly disabled?: boolean;
  readonly variant?: ButtonProps.Variant;
  /** What a screen reader says, where several buttons have the same label. */
  readonly ariaLabel?: string;
}

/** A button for what can't be undone: it asks before. */
export function ConfirmedButton({
  label,
  children,
  onConfirm,
  disabled = false,
  variant = "normal",
  ariaLabel,
}: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    // A failure is told by who changes; the dialog has done its part.
    await onConfirm().catch(() => undefined);
    setBusy(false);
    setAsking(false);
  };
  return (
    <>
      <Button
        disabled={disabled}
        variant={variant}
        onClick={() => setAsking(true)}
        {...(ariaLabel !== undefined && { ariaLabel })}
      >
        {label}
      </Button>
      <Modal
        visible={isAsking}
        onDismiss={() => setAsking(false)}
        header={label}
        footer={
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button variant="primary" loading={isBusy} onClick={confirm}>
                {label}
              </Button>
            </SpaceBetween>
          </Box>
        }
      >
        <Alert type="warning">{children}</Alert>
      </Modal>
    </>
  );
}
