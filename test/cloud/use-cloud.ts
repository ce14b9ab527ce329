import { Clock, type CloudOptions, type RunningCloud, startCloud } from "../../lab/cloud/index.ts";

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
/** A client as the SDK exports it. */
export type ClientClass<C> = new (configuration: Configuration) => C;
type Configuration = { endpoint: string; region: string; credentials: Credentials; maxAttempts: number };

/** A cloud for the suite that calls this, and clients of it. */
export interface SuiteCloud {
  readonly endpoint: string;
  readonly running: RunningCloud;
  /** The cloud's time, which a test may move forward. */
  readonly clock: Clock;
  /** A client as the SDK makes it, for the root of the default account unless told otherwise. */
  client<C>(Client: ClientClass<C>, overrides?: Partial<Configuration>): C;
}

/** Starts a cloud before the suite, on a free port and with a temporary folder, and closes it after. */
export function useCloud(options: CloudOptions = {}): SuiteCloud {
  const clock = new Clock();
  const clients: { destroy(): void }[] = [];
  let running: RunningCloud;
  before(async () => {
    running = await startCloud({ ...options, port: 0, clock });
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await running.close();
  });
  return {
    clock,
    get endpoint() {
      return running.endpoint;
    },
    get running() {
      return running;
    },
    client<C>(Client: ClientClass<C>, overrides: Partial<Configuration> = {}) {
      const credentials = { accessKeyId: "test", secretAccessKey: "test" };
      const client = new Client({
        endpoint: running.endpoint,
        region: "us-east-1",
        credentials,
        maxAttempts: 1,
        ...overrides,
      });
      clients.push(client as { destroy(): void });
      return client;
    },
  };
}

/** The error that a call fails with. Fails itself when the call succeeds. */
export async function failure(
  call: Promise<unknown>,
): Promise<Error & { $metadata?: { httpStatusCode?: number } } & Record<string, unknown>> {
  const outcome = await call.then(
    () => undefined,
    (error) => error,
  );
  if (!outcome) throw new Error("The call was expected to fail, and succeeded");
  return outcome;
}
