import type {
  Change,
  ChangeSetStatus,
  ChangeSetType,
  ExecutionStatus,
  OnStackFailure,
  OperationType,
  PropertyDifference,
  ResourceStatus,
  StackResourceDriftStatus,
  StackStatus,
} from "@aws-sdk/client-cloudformation";
import type { Caller } from "../../auth/caller.ts";
import type { CreationPolicy } from "./engine/creation-policy.ts";
import type { Import } from "./engine/import.ts";
import type { Output } from "./template/evaluation.ts";
import type { ParameterValue } from "./template/parameters.ts";
import type { Policy, Properties } from "./template/template.ts";

export interface StackTag {
  readonly Key: string;
  readonly Value: string;
}

/** What a stack is asked to be: its template and all that fills it in. */
export interface Wanted {
  /** The template's text, as it was given. */
  readonly template: string;
  /** What the template's transforms made of it, as JSON; absent when it has none. */
  readonly processed?: string | undefined;
  /** The template's own. */
  readonly description?: string | undefined;
  readonly parameters: readonly ParameterValue[];
  readonly tags: readonly StackTag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
}

/** A stack. Times here and below are milliseconds of lab time since the epoch. */
export interface StackRecord extends Wanted {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly status: StackStatus;
  readonly statusReason?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt?: number | undefined;
  readonly deletedAt?: number | undefined;
  readonly outputs: readonly Output[];
  /** Its stack policy, and the one that holds for the running update alone. */
  readonly policy?: string | undefined;
  readonly policyDuringUpdate?: string | undefined;
  /** How long its creation may take. */
  readonly timeoutInMinutes?: number | undefined;
  /** The stack that it is nested in, and the outermost one. */
  readonly parentId?: string;
  readonly rootId?: string;
  /** Names of the exports that its template imports. */
  readonly imports: readonly string[];
  readonly terminationProtection: boolean;
  /** What becomes of it when an operation fails. */
  readonly onFailure: OnStackFailure;
  /** Whether a failed creation removes what is declared to be retained as well. */
  readonly retainExceptOnCreate: boolean;
  /** The role that CloudFormation acts as; without one it acts as the caller. */
  readonly roleArn?: string | undefined;
  /** Who asked for the last operation. */
  readonly caller: Caller;
  readonly changeSetId?: string | undefined;
  /** The resources that its deletion keeps, besides those whose policy says so. */
  readonly retained?: readonly string[] | undefined;
  /** The client's token of the last operation; its events carry it. */
  readonly token?: string | undefined;
  /** What its change set takes in instead of making it. */
  readonly importing?: readonly Import[] | undefined;
  /** What the last drift detection found. */
  readonly drift?: { readonly drifted: boolean; readonly at: number } | undefined;
  /** What the stack was before the update that is under way or failed: what a rollback returns to. */
  readonly before?: Wanted | undefined;
}

/** A resource as it exists, or is being made. */
export interface Existing {
  readonly type: string;
  /** Absent until it exists. */
  readonly physicalId?: string | undefined;
  /** Its properties with all functions computed; dynamic references and addresses stand in them as the template has them. */
  readonly properties: Properties;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The stack tags it was made or last updated with. */
  readonly tags: readonly StackTag[];
  /** The resources of the stack that have to exist before it. */
  readonly dependsOn: readonly string[];
  /** The random part of its generated names. */
  readonly suffix: string;
  readonly deletionPolicy: Policy;
  readonly updateReplacePolicy: Policy;
  readonly metadata?: unknown;
  /** What its creation waits for. */
  readonly creationPolicy?: CreationPolicy | undefined;
}

/** A resource of a stack. */
export interface ResourceRecord extends Existing {
  readonly logicalId: string;
  readonly status: ResourceStatus;
  readonly statusReason?: string | undefined;
  readonly updatedAt: number;
  /** What it was before the running operation; null when that operation made it, absent when it did not touch it. */
  readonly before?: Existing | null | undefined;
  /** The running operation took it in: a rollback leaves it where it was. */
  readonly imported?: true | undefined;
}

/** How a resource was found to differ from what its template says. */
export interface DriftRecord {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: StackResourceDriftStatus;
  readonly expected: Properties;
  readonly actual?: Properties | undefined;
  readonly differences: readonly PropertyDifference[];
  readonly at: number;
}

/** One detection of a stack's drift. */
export interface DriftDetection {
  readonly id: string;
  readonly stackId: string;
  readonly at: number;
  /** How many resources had drifted. */
  readonly drifted: number;
}

/** A resource that a stack no longer holds and that is still to be removed. */
export interface Leftover extends Existing {
  readonly logicalId: string;
  readonly physicalId: string;
}

export interface EventRecord {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason?: string | undefined;
  /** As JSON. */
  readonly properties?: string | undefined;
  readonly at: number;
  readonly token?: string | undefined;
  readonly operationId?: string | undefined;
  readonly operationType?: OperationType | undefined;
}

export interface ChangeSetRecord extends Wanted {
  readonly id: string;
  readonly name: string;
  readonly type: ChangeSetType;
  readonly stackId: string;
  readonly stackName: string;
  /** The change set's own. */
  readonly comment?: string | undefined;
  readonly createdAt: number;
  readonly status: ChangeSetStatus;
  readonly statusReason?: string | undefined;
  readonly executionStatus: ExecutionStatus;
  readonly onFailure?: OnStackFailure | undefined;
  readonly roleArn?: string | undefined;
  /** The resources that its execution takes in. */
  readonly importing: readonly Import[];
  readonly importExisting: boolean;
  /** With the values of properties, whether or not they were asked for. */
  readonly changes: readonly Change[];
}
