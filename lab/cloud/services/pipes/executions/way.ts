import type { AssumedRole } from "../../../auth/assume.ts";
import type { Cloud } from "../../../cloud.ts";
import type { PipeRecord } from "../records.ts";
import type { ExecutionLog } from "./execution-log.ts";

/** What an execution takes along on its way. */
export interface Way {
  readonly pipe: PipeRecord;
  /** The pipe's role, as which enrichments and targets are called. */
  readonly session: AssumedRole;
  readonly cloud: Cloud;
  readonly log: ExecutionLog;
}
