/** An event on its way through a pipe. */
export interface PipeEvent {
  /** What is handed on when no template says otherwise. */
  readonly value: unknown;
  /** The same with what it carries (a message's `body`, a record's `data`) read as JSON, where it is JSON: paths look into it. */
  readonly readable: unknown;
}
