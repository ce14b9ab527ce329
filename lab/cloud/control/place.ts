/** What the console needs to know of where it is. `lab console` answers the same for other clouds. */
export interface PlaceOfConsole {
  /** Whether there is a trace, and IAM that explains itself. */
  readonly isLab: boolean;
  /** What tools are to be pointed at. */
  readonly endpoint: string;
  readonly version: string;
  readonly state?: string;
  readonly iam?: string;
  readonly services: readonly string[];
  readonly region: string;
  /** The accounts that can be chosen; nothing where the credentials decide. */
  readonly accounts?: readonly string[];
  /** What the page's calls are signed with, where its server passes them on; elsewhere an account is its own key. */
  readonly accessKey?: string;
}
