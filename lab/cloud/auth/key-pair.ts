/** Whether `test` opens the first account as its root, and any twelve digits the account of that number. */
export type WellKnownKeys = "on" | "off";

/** What a root, or a user, signs with. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a request is signed with. */
export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}
