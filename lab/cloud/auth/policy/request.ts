/** Who asks. The account is empty for an anonymous caller. */
export interface Principal {
  readonly kind: "root" | "user" | "session" | "service" | "anonymous";
  readonly account: string;
  /** For a session, the assumed role's session ARN; for a service, such as `s3.amazonaws.com`. */
  readonly arn: string;
  readonly userId?: string;
  /** Of a session, the ARN of its role. */
  readonly role?: string;
  /** Of somebody without credentials, the identity provider that vouches for him. */
  readonly provider?: string;
}

/** What is decided on: may this principal do that to this? */
export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` for an action that has none. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly account: string;
  readonly context: RequestContext;
}

/** The values of condition keys. Keys are told apart without regard to case. */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>();

  constructor(values: Readonly<Record<string, string | readonly string[] | undefined>> = {}) {
    for (const [key, value] of Object.entries(values)) {
      if (value !== undefined) this.#values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
    }
  }

  /** The values of a key; undefined when the request has none. */
  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }
}
