import type { CodeSigningConfig } from "@aws-sdk/client-lambda";
import type { Cloud } from "../../cloud.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { LogWriter } from "../../trace/log-writer.ts";
import { Downloads } from "../../web/downloads.ts";
import { CodeFolders } from "./code/code-folders.ts";
import { Executor } from "./executor/executor.ts";
import { Concurrency } from "./functions/concurrency.ts";
import type { FunctionName } from "./functions/names.ts";
import { EventQueue } from "./invocation/event-queue.ts";
import { RoleSessions } from "./invocation/role-sessions.ts";
import { MappingPollers } from "./mappings/pollers.ts";
import { Sources } from "./mappings/sources.ts";
import type {
  AliasRecord,
  EventInvokeRecord,
  FunctionRecord,
  FunctionUrlRecord,
  LayerVersionRecord,
  MappingRecord,
  ProvisionedRecord,
  VersionRecord,
} from "./records.ts";

export type Lambda = Handlers<typeof import("@aws-sdk/client-lambda"), LambdaState>;

export type LambdaContext = Context<LambdaState>;

export class LambdaState {
  readonly cloud: Cloud;
  /** By [account, region, name]. */
  readonly functions: Collection<FunctionRecord>;
  /** Published versions, by [account, region, name, number]. */
  readonly versions: Collection<VersionRecord>;
  /** The last version's number of each function that was deleted, by [account, region, name]. */
  readonly deleted: Collection<number>;
  /** By [account, region, name, alias]. */
  readonly aliases: Collection<AliasRecord>;
  /** The number of each layer's last version, by [account, region, name]. */
  readonly layers: Collection<{ readonly name: string; readonly version: number }>;
  /** By [account, region, name, -version]: the newest first. */
  readonly layerVersions: Collection<LayerVersionRecord>;
  /** By [account, region, name, alias or $LATEST]. */
  readonly urls: Collection<FunctionUrlRecord>;
  /** What each function URL is of, by its id. */
  readonly urlIds: Collection<FunctionName>;
  /** By [account, region, name, qualifier]. */
  readonly eventConfigs: Collection<EventInvokeRecord>;
  /** By [account, region, name, qualifier]. */
  readonly provisioned: Collection<ProvisionedRecord>;
  /** By [account, region, id]. */
  readonly codeSigning: Collection<CodeSigningConfig>;
  /** By [account, region, uuid]. */
  readonly mappings: Collection<MappingRecord>;
  readonly code: CodeFolders;
  readonly sessions: RoleSessions;
  readonly logs: LogWriter;
  readonly executor: Executor;
  readonly concurrency: Concurrency;
  readonly downloads: Downloads;
  readonly events: EventQueue;
  readonly sources: Sources;
  readonly pollers: MappingPollers;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.functions = cloud.store.collection("lambda-functions", "by account", ({ code }) => [code]);
    this.versions = cloud.store.collection("lambda-versions", "by account", ({ code }) => [code]);
    this.deleted = cloud.store.collection("lambda-deleted");
    this.aliases = cloud.store.collection("lambda-aliases");
    this.layers = cloud.store.collection("lambda-layers");
    this.layerVersions = cloud.store.collection("lambda-layer-versions", "by account", ({ code }) => [code]);
    this.urls = cloud.store.collection("lambda-urls");
    this.urlIds = cloud.store.collection("lambda-url-ids");
    this.eventConfigs = cloud.store.collection("lambda-event-configs");
    this.provisioned = cloud.store.collection("lambda-provisioned");
    this.codeSigning = cloud.store.collection("lambda-code-signing");
    this.mappings = cloud.store.collection("lambda-mappings");
    this.code = new CodeFolders(cloud);
    this.sessions = new RoleSessions(cloud);
    this.logs = new LogWriter(cloud);
    this.executor = new Executor({
      clock: cloud.clock,
      endpoint: () => cloud.endpoint,
      hidden: cloud.folder,
      say: (text) => cloud.log(text),
    });
    this.concurrency = new Concurrency(this.functions);
    this.downloads = new Downloads(cloud, "/_aws/lambda/code/", "application/zip");
    this.sources = new Sources(cloud);
    this.events = new EventQueue(cloud, this);
    this.pollers = new MappingPollers(cloud, this);
  }

  /** Ends the processes of an account's functions, and what brings them events. */
  async end(account: string): Promise<void> {
    for (const mapping of this.mappings.values({ under: [account] })) this.pollers.stop(mapping);
    await this.executor.end((id) => id.split(":")[4] === account);
    // Their last words are on their way.
    await new Promise((resolve) => setImmediate(resolve));
    await this.logs.flush();
  }

  /** Forgets an account. Only inside `store.write`. */
  forget(account: string): void {
    const under = { under: [account] };
    for (const { id } of [...this.urls.values(under)]) this.urlIds.delete(id);
    for (const [key, mapping] of [...this.mappings.entries(under)]) {
      this.pollers.forget(mapping);
      this.mappings.delete(...key);
    }
    this.pollers.mark();
    for (const { code } of [...this.functions.values(under), ...this.versions.values(under)]) this.code.drop(code);
    this.sessions.forget(account);
  }

  /** Ends all functions' processes. */
  async close(): Promise<void> {
    await this.events.close();
    this.pollers.stopAll();
    await this.executor.close();
    await this.pollers.close();
    await this.logs.close();
    await this.code.close();
  }
}
