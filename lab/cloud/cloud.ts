import { Calls } from "./audit/calls.ts";
import { tellCalls } from "./audit/told.ts";
import { AccountsSettings } from "./auth/account-settings.ts";
import { Activity } from "./auth/activity.ts";
import { type AssumedRole, assumeRole } from "./auth/assume.ts";
import type { Caller } from "./auth/caller.ts";
import type { Credentials } from "./auth/credentials.ts";
import { Denials } from "./auth/denials.ts";
import { EncodedMessages } from "./auth/encoded-messages.ts";
import type { IamMode } from "./auth/iam-mode.ts";
import { Identities } from "./auth/identities.ts";
import { Announcements } from "./delivery/announcements.ts";
import { Mailbox } from "./delivery/mailbox.ts";
import { Unfinished } from "./delivery/unfinished.ts";
import { invoke } from "./door/pipeline.ts";
import type { Quotas } from "./library.ts";
import type { ClientOf, Service } from "./service/service.ts";
import { services } from "./services/index.ts";
import type { Collection } from "./store/collection.ts";
import type { Store } from "./store/store.ts";
import { Clock } from "./time/clock.ts";
import { endsWithin } from "./time/patience.ts";
import { Timers } from "./time/timers.ts";
import { Trace } from "./trace/trace.ts";
import { modelOf, type ServiceModel } from "./wire/model.ts";

/** How long services have to end what they do when the cloud is closed: all together, and each at least. In milliseconds. */
const PATIENCE = 8_000;
const LEAST_PATIENCE = 1_000;

/** The name of a service of this cloud. */
export type ServiceName = keyof typeof services;

/** The services as one principal calls them from inside the cloud: `clients(caller, region).s3.PutObject({…})`. */
export type Clients = { readonly [S in ServiceName]: ClientOf<Awaited<ReturnType<(typeof services)[S]["sdk"]>>> };

/** A service in this cloud, with its model read and its state made. */
export interface LoadedService {
  readonly definition: Service;
  readonly model: ServiceModel;
  readonly state: unknown;
}

/** What a cloud is made of. */
export interface CloudParts {
  readonly store: Store;
  readonly credentials: Credentials;
  /** The folder of the state: services keep files (extracted code) in folders of their own below it. */
  readonly folder: string;
  readonly clock?: Clock;
  /** Where the lab writes what a person who runs it should know. */
  readonly log?: (line: string) => void;
  readonly iam?: IamMode;
  readonly quotas?: Quotas;
}

/** One emulated cloud: its state, its time, its services. The HTTP server in front of it is `front-door.ts`. */
export class Cloud {
  readonly store: Store;
  readonly credentials: Credentials;
  readonly folder: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly trace = new Trace();
  /** Whether the policies of users and roles count, in accounts for which nothing else is set. */
  readonly iam: IamMode;
  /** Limits that are other than AWS's. */
  readonly quotas: Quotas;
  readonly accounts: AccountsSettings;
  readonly identities: Identities;
  readonly denials = new Denials();
  readonly messages: EncodedMessages;
  readonly activity = new Activity();
  /** The API calls that were made. */
  readonly calls: Calls;
  /** The region of calls that name none. */
  readonly region = "us-east-1";
  /** Where the cloud answers, such as `http://127.0.0.1:4566`. Set when the server listens. */
  endpoint = "";
  readonly unfinished: Unfinished;
  /** What the services send to people. */
  readonly mailbox: Mailbox;
  /** What services tell of their own accord. */
  readonly announcements: Announcements;
  readonly timers: Timers;
  /** [host]: names by which requests reach a service, such as custom domains. */
  readonly hosts: Collection<ServiceName>;
  readonly #loading = new Map<ServiceName, Promise<LoadedService>>();
  readonly #loaded = new Map<ServiceName, LoadedService>();

  constructor({
    store,
    credentials,
    folder,
    clock = new Clock(),
    log = () => {},
    iam = "enforce",
    quotas = {},
  }: CloudParts) {
    this.iam = iam;
    this.quotas = quotas;
    this.accounts = new AccountsSettings(store, iam);
    this.identities = new Identities(store);
    this.messages = new EncodedMessages(store);
    this.store = store;
    this.credentials = credentials;
    this.folder = folder;
    this.clock = clock;
    this.log = log;
    this.calls = new Calls({ store, clock, log });
    clock.onMoving = () => this.calls.flush();
    this.calls.onWritten = (calls) => tellCalls(calls, this);
    clock.onError = (error) => log(`A timer failed: ${(error as Error).stack ?? error}`);
    this.unfinished = new Unfinished(store);
    this.mailbox = new Mailbox(store, clock);
    this.timers = new Timers({ store, clock, log, due: (...timer) => this.#due(...timer) });
    this.announcements = new Announcements(this);
    keepTime(clock, store);
    this.hosts = store.collection("hosts", "by name");
  }

  /** Calls from inside, as `caller`: they are authorized, handled and traced as calls from outside are. */
  clients(caller: Caller, region: string): Clients {
    const call = (service: ServiceName) =>
      new Proxy(
        {},
        {
          // What has a `then` would be called as a promise by whoever returns it from an async function.
          get: (_, operation) =>
            operation === "then"
              ? undefined
              : (input: object) => invoke(this, { service, operation: String(operation), input, caller, region }),
        },
      );
    return new Proxy({} as Clients, { get: (_, service) => call(service as ServiceName) });
  }

  /**
   * Assumes a role as a service does. Rejects with STS's error when the role does not trust it.
   *
   * @param service the service, in the account where it acts (`serviceIn`)
   * @param session the name of the session
   * @param externalId what trust policies may ask for as `sts:ExternalId`
   */
  assume(
    role: string,
    service: Caller,
    session: string,
    region = this.region,
    externalId?: string,
  ): Promise<AssumedRole> {
    return assumeRole(this, role, service, session, region, externalId);
  }

  /** A service with its model and state, loaded on first use. */
  service(name: ServiceName): Promise<LoadedService> {
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#load(name);
      this.#loading.set(name, loading);
    }
    return loading;
  }

  /** The same at once, when it was loaded before. */
  loaded(name: ServiceName): LoadedService | undefined {
    return this.#loaded.get(name);
  }

  /** Resumes what an earlier run left: timers, and services with unfinished work. */
  async resume(): Promise<void> {
    this.timers.start();
    this.announcements.resume();
    await Promise.all([...this.unfinished.services()].map((name) => this.service(name as ServiceName)));
  }

  /** Ends what the services started, and closes the state. */
  async close(): Promise<void> {
    this.timers.stop();
    this.clock.stop();
    const deadline = performance.now() + PATIENCE;
    await this.announcements.close();
    for (const [name, loading] of this.#loading) {
      const ending = loading.then(({ definition, state }) => definition.close?.(state));
      const left = Math.max(LEAST_PATIENCE, deadline - performance.now());
      const inTime = await endsWithin(left, ending).catch((error) =>
        this.log(`${name} could not end: ${error.message}`),
      );
      if (inTime === false)
        this.log(`${name} did not end within ${Math.round(left / 1000)} s; the lab closes without it`);
    }
    this.calls.flush();
    this.credentials.lastUsed.close();
    await this.store.close();
  }

  async #due(service: string, key: string, moment: number): Promise<void> {
    const { definition, state } = await this.service(service as ServiceName);
    await definition.due?.(key, moment, state, this);
  }

  async #load(name: ServiceName): Promise<LoadedService> {
    const [{ service }, sdk] = await Promise.all([services[name].load(), services[name].sdk()]);
    const definition = service as unknown as Service;
    const loaded = {
      definition,
      model: modelOf(sdk, definition.constraints, definition.xmlNamespace),
      state: definition.state && new definition.state(this),
    };
    this.#loaded.set(name, loaded);
    return loaded;
  }
}

/** The lab's time goes on where it was: what was made in a time that was moved is not to lie in the future. */
function keepTime(clock: Clock, store: Store): void {
  const offsets: Collection<number> = store.collection("clock", "by name");
  clock.beginAt(offsets.get("offset") ?? 0);
  clock.onMoved = (offset) => store.write(() => offsets.put(["offset"], offset));
}
