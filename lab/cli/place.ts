/** The options of every command that starts a cloud, or speaks to one. */
export interface Place {
  readonly port: number;
  readonly state: string;
}

/** The options of every command that is told a target. */
export interface TargetPlace extends Place {
  readonly target: string;
  readonly endpoint?: string;
}
