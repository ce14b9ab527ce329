import { AwsError } from "../../errors.ts";
import type { TrailName } from "./records.ts";
import { arnOf } from "./trails/names.ts";

export const unknownTrail = (trail: TrailName) =>
  new AwsError("TrailNotFoundException", `Unknown trail: ${arnOf(trail)} for the user: ${trail.account}`);

export const invalidName = (message: string) => new AwsError("InvalidTrailNameException", message);

export const invalidArn = (arn: string) =>
  new AwsError("CloudTrailARNInvalidException", `Trail ARN ${arn} is not valid.`);

export const invalidCombination = (message: string) => new AwsError("InvalidParameterCombinationException", message);

export const invalidSelectors = (message: string) => new AwsError("InvalidEventSelectorsException", message);

export const invalidTag = (message: string) => new AwsError("InvalidTagParameterException", message);

export const wrongRegion = ({ name, region }: TrailName) =>
  new AwsError("InvalidHomeRegionException", `Trail ${name} can only be changed in its home region, ${region}.`);
