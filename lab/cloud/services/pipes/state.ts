import type { Cloud } from "../../cloud.ts";
import { Outbox } from "../../delivery/outbox.ts";
import { Pollers } from "../../delivery/polling/pollers.ts";
import type { Context, Handlers } from "../../service/service.ts";
import type { Collection } from "../../store/collection.ts";
import { LogWriter } from "../../trace/log-writer.ts";
import { jobOf } from "./executions/job.ts";
import type { Executed } from "./executions/outcome.ts";
import { settle } from "./pipes/lifecycle.ts";
import type { PipeRecord } from "./records.ts";
import { RoleSessions } from "./roles/role-sessions.ts";

export type Pipes = Handlers<typeof import("@aws-sdk/client-pipes"), PipesState>;

export type PipesContext = Context<PipesState>;

const ON_THEIR_WAY = /^(CREATING|UPDATING|STARTING|STOPPING)$/;

export class PipesState {
  readonly cloud: Cloud;
  /** By [account, region, name]. */
  readonly pipes: Collection<PipeRecord>;
  readonly sessions: RoleSessions;
  readonly pollers: Pollers<Executed>;
  /** Sends dead letters and logs, in a line for each pipe. */
  readonly outbox: Outbox;
  readonly logs: LogWriter;

  constructor(cloud: Cloud) {
    this.cloud = cloud;
    this.pipes = cloud.store.collection("pipes");
    this.sessions = new RoleSessions(cloud);
    this.pollers = new Pollers({ cloud, service: "pipes", name: "pipes" });
    this.outbox = new Outbox({ cloud, service: "pipes", name: "pipes-outbox" });
    this.logs = new LogWriter(cloud);
    for (const pipe of [...this.pipes.values()]) {
      if (ON_THEIR_WAY.test(pipe.state))
        setImmediate(() => settle(pipe, this).catch(({ message }) => cloud.log(message)));
      else this.follow(pipe);
    }
  }

  /** Only inside `store.write`. */
  put(pipe: PipeRecord): void {
    this.pipes.put([pipe.account, pipe.region, pipe.name], pipe);
    this.#mark();
  }

  /** Moves a pipe's events as it says now. */
  follow(pipe: PipeRecord): void {
    this.pollers.follow(jobOf(pipe, this));
  }

  /** Only inside `store.write`. */
  remove(pipe: PipeRecord): void {
    this.pipes.delete(pipe.account, pipe.region, pipe.name);
    this.pollers.forget(pipe);
    this.outbox.forget([pipe.account, pipe.region, pipe.id]);
    this.#mark();
  }

  /** Stops what moves events of an account. */
  end(account: string): void {
    for (const pipe of this.pipes.values({ under: [account] })) this.pollers.stop(pipe);
  }

  /** Forgets an account. Only inside `store.write`. */
  forget(account: string): void {
    for (const pipe of [...this.pipes.values({ under: [account] })]) this.remove(pipe);
    this.sessions.forget(account);
  }

  async close(): Promise<void> {
    await this.pollers.close();
    await this.outbox.close();
    await this.logs.close();
  }

  /** The next start is to load the service when a pipe runs, or is on its way. */
  #mark(): void {
    const isOn = ({ state }: PipeRecord) => state === "RUNNING" || ON_THEIR_WAY.test(state);
    this.pollers.mark([...this.pipes.values()].some(isOn));
  }
}
