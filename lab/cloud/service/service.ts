import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex, Readable } from "node:stream";
import type { Caller } from "../auth/caller.ts";
import type { Policy } from "../auth/policy/document.ts";
import type { KeyValues } from "../auth/policy/request.ts";
import type { Tags } from "../auth/request-tags.ts";
import type { Authorization } from "../auth/signature-header.ts";
import type { Clients, Cloud, ServiceName } from "../cloud.ts";
import type { Announced } from "../delivery/announcements.ts";
import type { Source } from "../delivery/source.ts";
import type { Target } from "../delivery/target.ts";
import type { Signs } from "../door/recognition.ts";
import type { Sender } from "../door/sender.ts";
import type { ServiceConstraints } from "../wire/constraints.ts";
import type { LeftOutWhenEmpty } from "../wire/empty-members.ts";
import type { OperationModel } from "../wire/model.ts";
import type { AuditFacts } from "./audit-facts.ts";
import type { Limits } from "./limits.ts";

/** What an SDK client module exports, of which the `XCommand` classes matter here. */
export type SdkModule = object;

type CommandOf<C> = C extends abstract new (
  ...args: never
) => { input: infer I; resolveMiddleware: (...args: never) => (...args: never) => Promise<{ output: infer O }> }
  ? { input: I; output: O }
  : never;

/** The operations of a service, by name, as the SDK's model types them. */
export type OperationsOf<M> = {
  [K in keyof M as K extends `${infer Name}Command` ? (Name extends "$" | "" ? never : Name) : never]: CommandOf<M[K]>;
};

/** What a handler receives: required members are there, and a streaming body is a Node.js stream. */
export type Input<I> = {
  [K in keyof I]: Extract<I[K], Readable> extends never ? Exclude<I[K], undefined> : Body<I[K], Readable>;
};

/** The SDK takes a stream for a body that is only a blob, too, and that one always arrives as bytes: it may be an ArrayBuffer. */
type Body<T, Streaming> = Extract<T, ArrayBuffer> extends never ? Streaming : Uint8Array;

/** What a handler returns: the SDK's output, without `$metadata`; a streaming body may be a Node.js stream or bytes. */
export type Output<O> = {
  [K in keyof O as K extends "$metadata" ? never : K]: Extract<O[K], Readable> extends never
    ? Plain<O[K]>
    : Readable | Uint8Array | Extract<O[K], undefined>;
};

/** Bytes need none of the methods that the SDK gives them. */
type Plain<T> = T extends Uint8Array ? Uint8Array : T;

/** A handler for each operation of an SDK module: `Handlers<typeof import("@aws-sdk/client-s3"), S3State>["PutObject"]`. */
export type Handlers<M, State> = {
  [K in keyof OperationsOf<M>]: OperationsOf<M>[K] extends { input: infer I; output: infer O }
    ? (input: Input<I>, context: Context<State>) => Promise<Output<O>> | Output<O>
    : never;
};

/** Calls to a service from inside the cloud, typed as its handlers are. */
export type ClientOf<M> = {
  [K in keyof OperationsOf<M>]: OperationsOf<M>[K] extends { input: infer I; output: infer O }
    ? (input: ClientInput<I>) => Promise<Output<O>>
    : never;
};

type ClientInput<I> = {
  [K in keyof I]: Extract<I[K], Readable> extends never
    ? I[K]
    : Body<I[K], Readable | Uint8Array | string> | Extract<I[K], undefined>;
};

/** Where and for whom an operation runs. */
export interface Context<State = unknown> {
  readonly cloud: Cloud;
  /** The service's own state in this cloud. */
  readonly state: State;
  readonly caller: Caller;
  /** The account in which the operation acts: the caller's. */
  readonly account: string;
  readonly region: string;
  readonly requestId: string;
  /** The HTTP request, when the call came from outside; absent in calls from service to service. */
  readonly http?: HttpFacts;
}

/** What a handler may want to know of the HTTP request behind a call. */
export interface HttpFacts {
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly sourceIp: string;
  /** Headers that the answer carries besides those of the model. A handler may add to them. */
  readonly responseHeaders: Record<string, string>;
  /** The status of the answer where the model can't say it, such as S3's 206. */
  status?: number;
  /** Calls back when the client goes away before it has its answer; what it returns takes that back. */
  readonly whenGone?: (listener: () => void) => () => void;
  /** Headers that followed the body, once it was read to its end. */
  readonly trailers: Record<string, string>;
}

/** One HTTP exchange at the front door. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly requestId: string;
  /** What sends it, as the door found out. */
  sender?: Sender;
  /** What it shows of the service that it is for, once that was read. */
  signs?: Signs;
  /** The service that it is for, once that is known. */
  service?: ServiceName;
  /** The Authorization header, once it was read. */
  authorization?: Authorization;
  /** Who sends it, once that is proved. */
  identity?: { readonly caller: Caller; readonly accessKey?: string | undefined };
  /** The body, where the service was found by it. */
  form?: Buffer | "too large";
}

/** A request to leave HTTP for WebSocket, and the connection that it came on. */
export interface Upgrade extends Omit<Exchange, "response"> {
  readonly socket: Duplex;
  /** What the client sent after its request. */
  readonly head: Buffer;
}

/** Where an API request points when its path alone does not say: S3's bucket comes from the host or the path. */
export interface Address {
  /** The path that the model's HTTP traits are matched with. */
  readonly path: string;
  /** Members of the input that the address names. */
  readonly labels: Readonly<Record<string, string>>;
  /** The path with what the host names in front of it, for signatures that cover this and not the host. */
  readonly wholePath?: string;
}

/** Something that a call wants to do to a resource. */
export interface Access {
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly account: string;
  /** The resource's own policy. */
  readonly policy?: Policy | undefined;
  /** Whether that policy must allow its own account's principals, too. */
  readonly policyMustAllow?: boolean | undefined;
  /** The tags that the resource has; asked for by policies with conditions on them. */
  readonly tags?: (() => Tags | undefined) | undefined;
  /** What policies may call those, besides `aws:ResourceTag`. */
  readonly tagKey?: string | undefined;
  /** The tags that the request gives, where they are not in a member `Tags` or `tags`. */
  readonly requestTags?: (() => Tags | undefined) | undefined;
  /** The values of the service's own condition keys; asked for by policies with such. */
  readonly keys?: (() => KeyValues) | undefined;
}

/**
 * How a service takes a request of another origin's page: not at all; as a stranger's, whom the well-known keys don't open
 * anything; or as the owner's own, because the owner named that origin.
 */
export type Admission = "refused" | "stranger" | "trusted";

/** A service: its model, its state, its operations. */
export interface Service<M = SdkModule, State = unknown> {
  readonly name: string;
  readonly sdk: () => Promise<M>;
  /** What AWS's model asks of inputs; nothing where the service answers bad input in words of its own. */
  readonly constraints?: ServiceConstraints;
  /** The namespace of its answers to forms, where it is a service of JSON by now and its model has none. */
  readonly xmlNamespace?: string;
  /** The class of the service's state, made for a cloud on first use. It opens collections, and starts no processes. */
  readonly state?: new (
    cloud: Cloud,
  ) => State;
  /** Ends what the state started, when the cloud closes. */
  readonly close?: (state: State) => Promise<void> | void;
  /** Ends what runs for an account that is about to be forgotten. */
  readonly end?: (account: string, state: State) => Promise<void> | void;
  /** It makes things in other services, and would make anew what they end: `end` comes before theirs. */
  readonly endsFirst?: true;
  /** One of the service's timers (`cloud.timers`) has come. It is gone when this has ended, unless it was set anew. */
  readonly due?: (key: string, moment: number, state: State, cloud: Cloud) => Promise<void> | void;
  /**
   * Removes what an account has in collections that are keyed by something else, and in memory; the others' records go by
   * themselves. Inside `store.write`.
   */
  readonly forget?: (account: string, state: State, cloud: Cloud) => void;
  /** Those whose settings have no effect are marked: `PutBucketReplication: stored(handler)`. */
  readonly operations: Partial<Handlers<M, State>>;
  /** Settings inside of other operations that are stored without an effect, such as `VpcConfig`. */
  readonly storedSettings?: readonly string[];
  /** How large bodies may be, where AWS's service takes in more or less than most do. */
  readonly limits?: Limits;
  /** The operations that may be asked for without a signature; none when it is absent. Whether they are allowed is another question. */
  readonly unsigned?: "all" | readonly string[];
  /** Members that are not in answers when they are empty. */
  readonly leftOutWhenEmpty?: LeftOutWhenEmpty;
  /** Members whose values the trace does not keep, besides those that the model calls sensitive. */
  readonly secrets?: readonly string[];
  /**
   * What a call wants to do to what, for IAM to decide on. Nothing (`undefined`) for a call that all but anonymous callers may
   * make, and an empty list when there is nothing to decide.
   */
  readonly access?: (
    operation: string,
    input: never,
    context: Context<State>,
    http: OperationModel["http"],
  ) => readonly Access[] | undefined;
  /** The code with which it answers who may not do something, where it is not its protocol's usual one. */
  readonly denial?: string;
  /** Refuses a caller whose credentials are no good for an operation, whatever policies say. Throws the service's error. */
  readonly checkCredentials?: (caller: Caller, operation: string) => void;
  /** What the audit of calls must know of it. */
  readonly audit?: AuditFacts;
  /** What its answers call its server. */
  readonly server?: string;
  /** What it says of headers that are missing or can't be read, where it has words of its own. */
  readonly headerProblems?: Readonly<Record<string, string>>;
  /** Checks a collected body against what the request says of it, such as a checksum. */
  readonly verifyBody?: (operation: string, body: Buffer, http: HttpFacts) => Promise<void> | undefined;
  /** How its resources take messages from other services. */
  readonly target?: Target;
  /** How the events of its resources are read. */
  readonly source?: Source;
  /** Hears an announcement that it waits for (`cloud.announcements.listen`). Inside `store.write`. */
  readonly hears?: (announced: Announced, state: State, cloud: Cloud) => void;
  /** The service's CloudFormation resource types, by full name. */
  readonly resources?: () => Promise<Record<string, ResourceProvider>>;
  /**
   * Answers a request that is no API call: its data plane's, a form upload, a preflight. Resolves to whether it did; if not, the
   * request is taken as an API call. Headers it sets on the response are kept.
   */
  readonly serve?: (exchange: Exchange, state: State, cloud: Cloud) => Promise<boolean> | boolean;
  /** Where an API request points; nothing when its path says all. It may complete the headers that its URL stands for. */
  readonly address?: (exchange: Exchange) => Address | undefined;
  /**
   * Whether a page of another origin may send this request. The front door asks before anything else looks at a request that a
   * browser sends for a foreign page; a service without it admits none. It may throw the error that the request deserves.
   */
  readonly admits?: (exchange: Exchange, state: State, cloud: Cloud) => Admission | Promise<Admission>;
  /** Takes over a connection of its data plane, or refuses it. Resolves to false when it is not there for it. */
  readonly upgrade?: (upgrade: Upgrade, state: State, cloud: Cloud) => Promise<boolean>;
}

/** Declares a service. (It only fixes the types: what comes in goes out.) */
export function defineService<M extends SdkModule, State = undefined>(
  name: string,
  definition: Omit<Service<M, State>, "name">,
): Service<M, State> {
  return { name, ...definition };
}

/** How CloudFormation makes, changes and removes resources of one type. It calls the services' own operations. */
// biome-ignore lint/suspicious/noExplicitAny: properties arrive as the template has them, checked by the provider's own type
export interface ResourceProvider<Properties = any> {
  /** Properties whose change needs a new resource; a change of any other calls `update`. `"*"`: every property. */
  readonly replacedBy?: readonly (keyof Properties & string)[] | "*";
  /** Whether a change needs a new resource for what is in a property, which other changes of it do not. */
  replaces?(properties: Properties, previous: Properties): boolean;
  create(properties: Properties, context: ResourceContext): Promise<Created>;
  /** Brings an existing resource to new properties. Absent when every property needs a new resource. */
  update?(id: string, properties: Properties, previous: Properties, context: ResourceContext): Promise<Created>;
  /** Removes it. A resource that is gone already is a success. */
  delete(id: string, properties: Properties, context: ResourceContext): Promise<void>;
  /**
   * Looks at a resource that exists, whoever made it; nothing when it does not. Drift detection and imports need it: types
   * without it take no part in them.
   */
  read?(id: string, context: ReadContext): Promise<Found | undefined>;
}

/** What it takes to look at a resource. */
export type ReadContext = Pick<ResourceContext, "call" | "account" | "region" | "partition">;

/** A resource as it is. */
export interface Found {
  /** Every property that `read` knows of; undefined for one that is not set. Others are not compared. */
  readonly properties: Properties;
  /** What `Fn::GetAtt` answers. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

type Properties = Readonly<Record<string, unknown>>;

/** A resource that exists: what `Ref` and `Fn::GetAtt` answer. */
export interface Created {
  /** The physical id, which `Ref` answers. */
  readonly id: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** What a resource provider knows of the stack it works for. */
export interface ResourceContext {
  readonly cloud: Cloud;
  /** Calls services as the principal who executes the stack. */
  readonly call: Clients;
  /** The same in another region, for what has parts there. */
  callIn(region: string): Clients;
  readonly account: string;
  readonly region: string;
  readonly partition: "aws";
  readonly stack: {
    readonly id: string;
    readonly name: string;
    readonly tags: readonly { Key: string; Value: string }[];
  };
  readonly logicalId: string;
  readonly type: string;
  /** A physical name as CloudFormation makes one: `stack-LogicalId-RANDOM`, at most so many characters. */
  name(maxLength: number, lower?: "lowercase"): string;
  /** Aborted when the operation has failed elsewhere: a handler that waits need not wait any longer. */
  readonly signal: AbortSignal;
  /**
   * Tells the physical id of a new resource as soon as it exists, when more steps of its creation follow: if one of those
   * fails, the rollback removes the resource.
   */
  initiated(physicalId: string): void;
  /** The token that stays the same while this change of this resource is retried. */
  readonly token: string;
}
