import type { Cloud } from "../../../cloud.ts";
import type { Collection } from "../../../store/collection.ts";
import { SealedValues } from "../../../store/sealed-values.ts";
import type { Connection } from "../records.ts";
import type { AuthParameters } from "./auth-parameters.ts";
import { arnOf, type Named } from "./names.ts";
import { Tokens } from "./tokens.ts";

/** The connections, what is sealed in them, and the tokens that they got. */
export class Connections {
  readonly #cloud: Cloud;
  readonly #secrets: SealedValues;
  /** [account, region, name] */
  readonly records: Collection<Connection>;
  readonly tokens: Tokens;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
    this.records = cloud.store.collection("events-connections");
    this.#secrets = new SealedValues(cloud.store, "events-connection-keys");
    this.tokens = new Tokens(cloud.clock);
  }

  seal(parameters: object, connection: Named): string {
    return this.#secrets.seal(JSON.stringify(parameters), arnOf("connection", connection));
  }

  parametersOf(connection: Connection): AuthParameters {
    return JSON.parse(this.#secrets.open(connection.sealed, arnOf("connection", connection)));
  }

  /** The headers that authorize a request. Rejects when the authorization server gives no token. */
  async headersOf(connection: Connection): Promise<Record<string, string>> {
    const parameters = this.parametersOf(connection);
    const { BasicAuthParameters: basic, ApiKeyAuthParameters: key } = parameters;
    if (basic) {
      const credentials = Buffer.from(`${basic.Username}:${basic.Password}`).toString("base64");
      return { Authorization: `Basic ${credentials}` };
    }
    if (key) return { [key.ApiKeyName ?? ""]: key.ApiKeyValue ?? "" };
    return { Authorization: await this.tokens.get(connection, parameters) };
  }

  /** Asks for the first token of a connection that waits for it, after the answer to who made it. */
  authorizeSoon(connection: Connection): void {
    if (connection.state !== "AUTHORIZING") return;
    void this.#cloud.trace
      .quietly(() => this.#authorize(connection))
      .catch(({ message }: Error) =>
        this.#cloud.log(`The connection ${connection.name} could not be authorized: ${message}`),
      );
  }

  async #authorize(connection: Connection): Promise<void> {
    const reason = await this.tokens.get(connection, this.parametersOf(connection)).then(
      () => undefined,
      ({ message }: Error) => message,
    );
    const { account, region, name, id, modified } = connection;
    const now = this.#cloud.clock.now();
    this.#cloud.store.write(() => {
      const found = this.records.get(account, region, name);
      // It may have been changed or removed meanwhile.
      if (found?.id !== id || found.modified !== modified) return;
      this.records.put([account, region, name], {
        ...found,
        ...(reason === undefined ? { state: "AUTHORIZED", authorized: now } : { state: "DEAUTHORIZED", reason }),
      });
    });
  }
}
