import type { Pipe, PipeState } from "@aws-sdk/client-pipes";
import type { PipeRecord } from "../records.ts";
import { arnOf } from "./names.ts";

/** What the answers to all operations that change a pipe have. */
export function changed(pipe: PipeRecord, CurrentState: PipeState) {
  const { name, desired, created, modified } = pipe;
  return {
    Arn: arnOf(pipe),
    Name: name,
    DesiredState: desired,
    CurrentState,
    CreationTime: new Date(created),
    LastModifiedTime: new Date(modified),
  };
}

/** A pipe in a list. */
export function listed(pipe: PipeRecord): Pipe {
  const { source, enrichment, target, state, reason } = pipe;
  return {
    ...changed(pipe, state),
    StateReason: reason,
    Source: source,
    Target: target,
    ...(enrichment !== undefined && { Enrichment: enrichment }),
  };
}
