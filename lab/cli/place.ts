/** The options of every command that starts a cloud. */
export interface Place {
  readonly port: number;
  readonly state: string;
}
