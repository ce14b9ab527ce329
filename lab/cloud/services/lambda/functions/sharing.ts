import type { Lambda, LambdaContext } from "../state.ts";
import { type FunctionName, readName } from "./names.ts";

/**
 * The operations that a function's own policy may let other accounts in to, besides its invocations.
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html
 */
export const SHARED: ReadonlySet<string> = new Set([
  "CreateAlias",
  "DeleteAlias",
  "DeleteFunction",
  "DeleteFunctionConcurrency",
  "DeleteFunctionEventInvokeConfig",
  "DeleteProvisionedConcurrencyConfig",
  "GetAlias",
  "GetFunction",
  "GetFunctionConcurrency",
  "GetFunctionConfiguration",
  "GetFunctionEventInvokeConfig",
  "GetPolicy",
  "GetProvisionedConcurrencyConfig",
  "ListAliases",
  "ListFunctionEventInvokeConfigs",
  "ListProvisionedConcurrencyConfigs",
  "ListTags",
  "ListVersionsByFunction",
  "PublishVersion",
  "PutFunctionConcurrency",
  "PutFunctionEventInvokeConfig",
  "PutProvisionedConcurrencyConfig",
  "TagResource",
  "UntagResource",
  "UpdateAlias",
  "UpdateFunctionCode",
  "UpdateFunctionEventInvokeConfig",
]);

interface FunctionInput {
  readonly FunctionName?: string;
  readonly Qualifier?: string;
  readonly Resource?: string;
}

/** The function that an input is about, by name or as a resource with tags. */
export function functionIn(
  { FunctionName, Resource = "", Qualifier }: FunctionInput,
  place: Pick<LambdaContext, "account" | "region">,
): FunctionName {
  return readName({ FunctionName: FunctionName ?? Resource, ...(Qualifier && { Qualifier }) }, place);
}

type Handler = (input: FunctionInput, context: LambdaContext) => unknown;

/** Has the shared operations act in the account of the function that they are about: whether the caller may was decided before. */
export function acrossAccounts(operations: Lambda): Lambda {
  const wrapped = Object.entries(operations as unknown as Record<string, Handler>).map(([name, handle]) => [
    name,
    SHARED.has(name) ? inOwnersAccount(handle) : handle,
  ]);
  return Object.fromEntries(wrapped);
}

function inOwnersAccount(handle: Handler): Handler {
  return (input, context) => {
    const { account } = functionIn(input, context);
    return handle(input, account === context.account ? context : { ...context, account });
  };
}
