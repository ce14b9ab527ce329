/** The principal. The account is empty for an anonymous caller. */
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

/** The value of a condition key, or its values; undefined when the request has none. */
export type KeyValue = string | readonly string[] | undefined;

/** Values by condition key. */
export type KeyValues = Readonly<Record<string, KeyValue>>;

/**
 * The values of condition keys. Most requests are decided on without them, so each is found when a policy asks for it. Keys are
 * told apart without regard to case.
 */
export class RequestContext {
  readonly #find: (key: string) => KeyValue;

  /** @param find tells the value of a key, which is in lower case */
  constructor(find: (key: string) => KeyValue) {
    this.#find = find;
  }

  /** A context of which all values are known. */
  static of(values: KeyValues): RequestContext {
    const known = new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
    return new RequestContext((key) => known.get(key));
  }

  /** The values of a key; undefined when the request has none. */
  get(key: string): readonly string[] | undefined {
    const value = this.#find(key.toLowerCase());
    return typeof value === "string" ? [value] : value;
  }
}
