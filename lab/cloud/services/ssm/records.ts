/** One version of a parameter. */
export interface Parameter {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  /** Of a SecureString sealed, if it says so. */
  readonly value: string;
  readonly isSealed?: true;
  readonly version: number;
  readonly modified: number;
  readonly modifiedBy: string;
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly keyId?: string | undefined;
  readonly tier: "Standard" | "Advanced";
  readonly dataType: string;
}
