/** The lab's time. */
export interface ClockFacts {
  /** As ISO 8601 writes it. */
  readonly now: string;
  /** By how many seconds it is ahead of the machine's. */
  readonly ahead: number;
}

/** The lab's time after a move, and how the move went. */
export interface MovedClock extends ClockFacts {
  /** How many timers fired on the way. */
  readonly fired: number;
  /** Whether everything fired that fell due; otherwise the move ended early, at its bound. */
  readonly complete: boolean;
}
