import type { Span } from "../../cloud/trace/span.ts";

/** How many events went how far, as far as the lab's trace remembers. */
export interface Throughput {
  /** Events that the filter held back. */
  readonly filtered: number;
  /** Events that it let through, each time that they were tried. */
  readonly received: number;
  readonly sent: number;
  readonly failed: number;
  readonly executions: number;
  /** The error of the last execution, if that failed. */
  readonly error: string | undefined;
}

interface Input {
  readonly events?: number;
  readonly filtered?: number;
}

/** Sums up what a pipe did. Its ARN is what its executions are called by. */
export function throughputOf(arn: string, spans: readonly Span[]): Throughput {
  const own = spans.filter(({ service, caller }) => service === "pipes" && caller === arn);
  const executions = own.filter(({ operation }) => operation === "Execution");
  const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((all, one = 0) => all + one, 0);
  const outputs = executions.map(
    ({ output }) => (output ?? {}) as { readonly sent?: number; readonly failed?: number },
  );
  return {
    filtered: sum(own.map(({ operation, input }) => (operation === "Filter" ? (input as Input).filtered : 0))),
    received: sum(executions.map(({ input }) => (input as Input).events)),
    sent: sum(outputs.map(({ sent }) => sent)),
    failed: sum(outputs.map(({ failed }) => failed)),
    executions: executions.length,
    error: executions.at(-1)?.error,
  };
}
