import { type Place, usePlace } from "./place.ts";
import { currentSession, type Session } from "./session.ts";

/** How a client of AWS's SDK is made. */
interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Session;
  readonly customUserAgent: string;
  readonly forcePathStyle: boolean;
  readonly maxAttempts: number;
}

type ClientClass<C> = new (config: ClientConfig) => C;

const clients = new Map<unknown, Map<string, unknown>>();

/**
 * A client of AWS's SDK for the account and region that the console looks at: `useClient(S3Client)`. It asks the server that the
 * console came from, as any tool would.
 */
export function useClient<C>(Client: ClientClass<C>): C {
  return clientOf(Client, usePlace());
}

/** Makes clients as `useClient` does, for code that is no component. */
export type ClientOf = <C>(Client: ClientClass<C>) => C;

export function useClients(): ClientOf {
  const place = usePlace();
  return (Client) => clientOf(Client, place);
}

function clientOf<C>(Client: ClientClass<C>, { account, region }: Place): C {
  const known = clients.get(Client) ?? new Map<string, unknown>();
  clients.set(Client, known);
  // Where nobody has to sign in, the lab takes twelve digits for the root of that account.
  const credentials = currentSession() ?? { accessKeyId: account, secretAccessKey: "test" };
  const key = `${credentials.accessKeyId} ${region}`;
  const client = (known.get(key) as C | undefined) ?? new Client(configOf(credentials, region));
  known.set(key, client);
  return client;
}

function configOf(credentials: Session, region: string): ClientConfig {
  return {
    endpoint: location.origin,
    region,
    credentials,
    customUserAgent: "skylab-console",
    forcePathStyle: true,
    maxAttempts: 2,
  };
}
