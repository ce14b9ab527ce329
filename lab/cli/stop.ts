/** The exit code of a command that was stopped before it had done its work, as shells count it for Ctrl-C. */
export const INTERRUPTED = 130;

/**
 * Resolves at the first Ctrl-C or SIGTERM. A second Ctrl-C, from someone who can't wait, ends the process at once.
 */
export function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(INTERRUPTED);
      asked = true;
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
