import type { Policy } from "../../../auth/policy/document.ts";
import { documentOf } from "../../../auth/policy/parsed.ts";
import type { Tags } from "../../../auth/request-tags.ts";
import type { DynamoDbContext, DynamoDbState } from "../state.ts";
import { arnOf, tableNameOf } from "./lookup.ts";
import { policyOf } from "./resource-policies.ts";

/** What operations that work on tables name in their inputs. */
export interface ControlInput {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly ResourceArn?: string;
  readonly TableArn?: string;
  readonly BackupArn?: string;
  readonly ExportArn?: string;
  readonly ImportArn?: string;
  readonly GlobalTableName?: string;
  readonly SourceTableName?: string;
  readonly SourceTableArn?: string;
  readonly TargetTableName?: string;
  readonly TableCreationParameters?: { readonly TableName?: string };
  readonly ResourcePolicy?: string;
}

/** Operations that are about no table, though they may name one. */
const ABOUT_ALL = new Set(["ListBackups", "ListContributorInsights", "ListGlobalTables", "ListTables"]);

/**
 * The ARNs of what an operation is about.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */
export function controlledBy(operation: string, input: ControlInput, context: DynamoDbContext): string | string[] {
  if (ABOUT_ALL.has(operation)) return "*";
  const { ResourceArn, TableArn, BackupArn, ExportArn, ImportArn, GlobalTableName, IndexName } = input;
  const arn = (name: string) => arnOf(tableNameOf(name, context));
  const target = input.TargetTableName === undefined ? [] : [arn(input.TargetTableName)];
  const named = BackupArn ?? ResourceArn ?? ExportArn ?? ImportArn;
  if (named !== undefined) return [named, ...target];
  const source = input.SourceTableArn ?? input.SourceTableName;
  if (source !== undefined) return [arn(source), ...target];
  if (GlobalTableName !== undefined) return `arn:aws:dynamodb::${context.account}:global-table/${GlobalTableName}`;
  const table = input.TableName ?? TableArn ?? input.TableCreationParameters?.TableName;
  if (table === undefined) return target.length > 0 ? target : "*";
  return IndexName === undefined ? arn(table) : `${arn(table)}/index/${IndexName}`;
}

/** The policy of a table, which is that of its indexes as well, or of a stream. */
export function resourcePolicyOf(
  resource: string,
  { state }: { readonly state: Pick<DynamoDbState, "policies"> },
): Policy | undefined {
  const policy = policyOf(resource, state);
  return policy && { name: `the resource-based policy of ${resource}`, document: documentOf(policy.document) };
}

/** The tags of a table: what belongs to it has none of its own. */
export function tagsOf(resource: string, { state }: DynamoDbContext): Tags | undefined {
  const [, region, account, name] = /^arn:[^:]*:dynamodb:([^:]*):(\d{12}):table\/([^/]+)/.exec(resource) ?? [];
  return region && account && name ? (state.tags.get(account, region, name) ?? {}) : undefined;
}
