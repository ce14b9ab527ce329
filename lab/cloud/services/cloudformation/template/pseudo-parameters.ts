import { NO_VALUE } from "./intrinsics.ts";

/** The stack that a template is evaluated for. */
export interface StackIdentity {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly notificationArns: readonly string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export const PSEUDO_PARAMETERS: ReadonlyMap<string, (stack: StackIdentity) => unknown> = new Map<
  string,
  (stack: StackIdentity) => unknown
>([
  ["AWS::AccountId", ({ account }) => account],
  ["AWS::NoValue", () => NO_VALUE],
  ["AWS::NotificationARNs", ({ notificationArns }) => notificationArns],
  ["AWS::Partition", () => "aws"],
  ["AWS::Region", ({ region }) => region],
  ["AWS::StackId", ({ id }) => id],
  ["AWS::StackName", ({ name }) => name],
  ["AWS::URLSuffix", () => "amazonaws.com"],
]);
