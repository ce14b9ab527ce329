import { AwsError } from "../../../errors.ts";
import type { Clock } from "../../../time/clock.ts";
import type { Connection } from "../records.ts";
import { type AuthParameters, valuesOf } from "./auth-parameters.ts";
import { call } from "./http-call.ts";

/** A token is asked for anew so many milliseconds before it expires. */
const EARLY = 10_000;
/** How long a token holds that does not say it, in milliseconds. */
const USUAL = 3_600_000;

interface Token {
  readonly text: string;
  /** By the lab's clock, in milliseconds since the epoch. */
  readonly until: number;
}

/** The access tokens of connections, which are kept in memory until they expire by the lab's clock. */
export class Tokens {
  readonly #clock: Clock;
  /** By the connection's id and the moment of its last change. */
  readonly #tokens = new Map<string, Token>();
  /** Requests under way: what needs a token at the same time shares one. */
  readonly #asking = new Map<string, Promise<Token>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Such as `Bearer abc`. Rejects when the authorization server gives none. */
  async get(connection: Connection, parameters: AuthParameters): Promise<string> {
    const key = keyOf(connection);
    const known = this.#tokens.get(key);
    if (known && known.until > this.#clock.now()) return known.text;
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = this.#ask(parameters).finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    const token = await asking;
    this.#tokens.set(key, token);
    return token.text;
  }

  /** Forgets the token of a connection: an endpoint no longer takes it. */
  drop(connection: Connection): void {
    this.#tokens.delete(keyOf(connection));
  }

  async #ask({ OAuthParameters }: AuthParameters): Promise<Token> {
    const {
      ClientParameters,
      AuthorizationEndpoint = "",
      HttpMethod = "POST",
      OAuthHttpParameters,
    } = OAuthParameters ?? {};
    const { HeaderParameters, QueryStringParameters, BodyParameters } = OAuthHttpParameters ?? {};
    const { ClientID = "", ClientSecret = "" } = ClientParameters ?? {};
    const client = [
      ["grant_type", "client_credentials"],
      ["client_id", ClientID],
      ["client_secret", ClientSecret],
    ];
    const form = new URLSearchParams([...client.filter(([name = ""]) => !isGiven(name)), ...valuesOf(BodyParameters)]);
    const url = new URL(AuthorizationEndpoint);
    for (const [name, value] of valuesOf(QueryStringParameters)) url.searchParams.set(name, value);
    if (HttpMethod === "GET") for (const [name, value] of form) url.searchParams.set(name, value);
    const { status, body } = await call({
      url,
      method: HttpMethod,
      headers: {
        Accept: "application/json",
        ...(HttpMethod !== "GET" && { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" }),
        ...Object.fromEntries(valuesOf(HeaderParameters)),
      },
      ...(HttpMethod !== "GET" && { body: form.toString() }),
    });
    return this.#tokenIn(status, body);

    function isGiven(name: string): boolean {
      return valuesOf(BodyParameters).some(([given]) => given === name);
    }
  }

  #tokenIn(status: number, body: string): Token {
    const refused = () =>
      new AwsError("NotAuthorized", `The authorization endpoint answered ${status} without a token.`, 401);
    let answer: { access_token?: unknown; token_type?: unknown; expires_in?: unknown };
    try {
      answer = JSON.parse(body) ?? {};
    } catch {
      throw refused();
    }
    const { access_token, token_type, expires_in } = answer;
    if (status >= 300 || typeof access_token !== "string" || /[\r\n]/.test(access_token)) throw refused();
    const lasts = Number(expires_in) > 0 ? Number(expires_in) * 1000 : USUAL;
    const type = typeof token_type === "string" && /^[A-Za-z]+$/.test(token_type) ? token_type : "Bearer";
    // Some servers write it small, and some endpoints want it as the standard has it.
    const scheme = type.toLowerCase() === "bearer" ? "Bearer" : type;
    return { text: `${scheme} ${access_token}`, until: this.#clock.now() + Math.max(lasts - EARLY, 0) };
  }
}

function keyOf({ id, modified }: Connection): string {
  return `${id} ${modified}`;
}
