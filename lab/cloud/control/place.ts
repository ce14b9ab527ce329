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
  /** Of a lab: whether an account is its own key, or whoever looks must sign in. */
  readonly wellKnownKeys?: "on" | "off";
  /** Of a lab: who looks. */
  readonly caller?: { readonly arn: string; readonly account: string; readonly isTeacher: boolean };
  /** Of a lab: by how many seconds its clock is ahead of the machine's. */
  readonly ahead?: number;
  /** The accounts that the caller may see; nothing where the credentials decide. */
  readonly accounts?: readonly string[];
}
