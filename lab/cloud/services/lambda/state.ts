import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service.ts";
import type { Collection } from "../../store/collection.ts";
import { CodeFolders } from "./code/code-folders.ts";
import { Downloads } from "./code/downloads.ts";
import { Executor } from "./executor/executor.ts";
import { Concurrency } from "./functions/concurrency.ts";
import { EventQueue } from "./invocation/event-queue.ts";
import { LogWriter } from "./invocation/log-writer.ts";
import { RoleSessions } from "./invocation/role-sessions.ts";

export type Lambda = Handlers<typeof import("@aws-sdk/client-lambda"), LambdaState>;

export type LambdaContext = Context<LambdaState>;

/** One statement of a resource policy, as GetPolicy shows it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: "*" | { readonly Service: string } | { readonly AWS: string };
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A function's configuration as GetFunctionConfiguration answers it, with the members that are always there. */
export type Configuration = FunctionConfiguration &
  Required<Pick<FunctionConfiguration, "FunctionName" | "FunctionArn" | "Role" | "Runtime" | "Handler" | "RevisionId">>;

/** A function. */
export interface FunctionRecord {
  readonly configuration: Configuration;
  /** The blob with its zip archive. */
  readonly code: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: readonly PolicyStatement[];
  readonly policyRevision?: string;
  readonly reservedConcurrency?: number;
}

export class LambdaState {
  /** By [account, region, name]. */
  readonly functions: Collection<FunctionRecord>;
  readonly code: CodeFolders;
  readonly sessions: RoleSessions;
  readonly logs: LogWriter;
  readonly executor: Executor;
  readonly concurrency: Concurrency;
  readonly downloads: Downloads;
  readonly events: EventQueue;

  constructor(cloud: Cloud) {
    this.functions = cloud.store.collection("lambda-functions");
    this.code = new CodeFolders(cloud);
    this.sessions = new RoleSessions(cloud);
    this.logs = new LogWriter(cloud);
    this.executor = new Executor({ clock: cloud.clock, endpoint: () => cloud.endpoint });
    this.concurrency = new Concurrency();
    this.downloads = new Downloads(cloud);
    this.events = new EventQueue(cloud, this);
  }

  /** Ends all functions' processes. */
  async close(): Promise<void> {
    this.events.close();
    await this.executor.close();
    await this.logs.flush();
    await this.code.close();
  }
}
