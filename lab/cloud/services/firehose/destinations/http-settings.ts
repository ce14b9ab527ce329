import type { HttpEndpointDestinationConfiguration } from "@aws-sdk/client-firehose";
import { invalid, notYet } from "../errors.ts";
import type { Destination } from "../records.ts";
import { checkProcessing } from "./processor-rules.ts";
import { hintsOf, s3Settings } from "./s3-settings.ts";

const USUAL_HINTS = { SizeInMBs: 5, IntervalInSeconds: 300 };
/** How long Firehose tries again, in seconds. */
const USUAL_RETRY = 300;

/** An HTTP endpoint with its defaults. Throws Firehose's errors for what can't be. */
export function httpDestination(input: HttpEndpointDestinationConfiguration): Destination {
  const { EndpointConfiguration: endpoint, S3Configuration, RequestConfiguration: request = {} } = input;
  if (input.SecretsManagerConfiguration?.Enabled) throw notYet("Secrets Manager for the access keys of HTTP endpoints");
  if (!endpoint?.Url || !URL.canParse(endpoint.Url)) throw invalid("Url of the HTTP endpoint is not valid.");
  if (!S3Configuration) throw invalid("S3Configuration is required.");
  const { Url, Name, AccessKey } = endpoint;
  return {
    kind: "http",
    http: {
      EndpointConfiguration: { Url, ...(Name !== undefined && { Name }) },
      BufferingHints: hintsOf(input.BufferingHints, USUAL_HINTS),
      CloudWatchLoggingOptions: input.CloudWatchLoggingOptions ?? { Enabled: false },
      RequestConfiguration: {
        ContentEncoding: request.ContentEncoding ?? "NONE",
        CommonAttributes: request.CommonAttributes ?? [],
      },
      ProcessingConfiguration: checkProcessing(input.ProcessingConfiguration),
      ...(input.RoleARN !== undefined && { RoleARN: input.RoleARN }),
      RetryOptions: { DurationInSeconds: input.RetryOptions?.DurationInSeconds ?? USUAL_RETRY },
      S3BackupMode: input.S3BackupMode ?? "FailedDataOnly",
      S3DestinationDescription: s3Settings(S3Configuration),
    },
    ...(AccessKey !== undefined && AccessKey !== "" && { accessKey: AccessKey }),
  };
}
