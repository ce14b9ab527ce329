import { type InvocationType, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { useClient } from "../../cloud/clients.ts";
import { useChange } from "../../cloud/queries.ts";
import { type Report, reportIn } from "../reports.ts";

/** What came of an invocation. */
export interface Outcome {
  readonly type: InvocationType;
  readonly status: number;
  readonly requestId: string;
  /** What the function answered, or the error that it ended with. */
  readonly payload: string;
  readonly isError: boolean;
  readonly version: string | undefined;
  /** The last 4 KB of what was logged. */
  readonly log: string;
  readonly report: Report | undefined;
}

/** Invokes a function. */
export function useInvocation(name: string) {
  const client = useClient(LambdaClient);
  return useChange(
    async ({ event, type }: { readonly event: string; readonly type: InvocationType }): Promise<Outcome> => {
      const { $metadata, StatusCode, Payload, FunctionError, LogResult, ExecutedVersion } = await client.send(
        new InvokeCommand({
          FunctionName: name,
          InvocationType: type,
          Payload: event,
          ...(type === "RequestResponse" && { LogType: "Tail" }),
        }),
      );
      const log = LogResult ? textOf(LogResult) : "";
      return {
        type,
        status: StatusCode ?? 0,
        requestId: $metadata.requestId ?? "",
        payload: Payload?.transformToString() ?? "",
        isError: FunctionError !== undefined,
        version: ExecutedVersion,
        log,
        report: reportIn(log),
      };
    },
    { stale: ["lambda", "invocations", name] },
  );
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
