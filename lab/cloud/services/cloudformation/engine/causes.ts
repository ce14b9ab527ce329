import { isDeepStrictEqual } from "node:util";
import type { AttributeChangeType, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import { own } from "../../../own.ts";
import type { ResourceRecord } from "../records.ts";
import { type Reference, referencesIn } from "../template/calls.ts";
import { referenced } from "../template/parameters.ts";
import type { Comparing } from "./diff.ts";
import type { Recreation } from "./type-facts.ts";

type Cause = Pick<ResourceChangeDetail, "Evaluation" | "ChangeSource" | "CausingEntity">;

/**
 * Why a property of a resource changes: one detail for each cause. What another resource will answer is not known before the
 * execution, so those causes are dynamic.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
 */
export function causesOf(
  comparing: Comparing,
  { logicalId, properties }: ResourceRecord,
  property: string,
  after: unknown,
  recreation: Recreation,
): ResourceChangeDetail[] {
  const { template, wanted } = comparing;
  const written = own(wanted.resource(logicalId).Properties, property);
  const writtenBefore = own(own(template?.Resources, logicalId)?.Properties, property);
  const references = [...referencesIn(written, (condition) => wanted.condition(condition))];
  const causes = references.flatMap((reference) => causeOf(comparing, reference) ?? []);
  if (causes.length === 0 || !isDeepStrictEqual(written, writtenBefore))
    causes.push({ Evaluation: causes.length === 0 ? "Static" : "Dynamic", ChangeSource: "DirectModification" });

  const before = own(properties, property);
  const changeType: AttributeChangeType = before === undefined ? "Add" : after === undefined ? "Remove" : "Modify";
  return causes.map((cause) => ({
    Target: {
      Attribute: property === "Tags" ? "Tags" : "Properties",
      Name: property,
      RequiresRecreation: recreation,
      Path: `/Properties/${property}`,
      BeforeValue: asText(before),
      AfterValue: asText(after),
      AttributeChangeType: changeType,
    },
    ...cause,
  }));
}

function causeOf({ found, ...comparing }: Comparing, { name, attribute }: Reference): Cause | undefined {
  const change = found.get(name);
  if (change && attribute)
    return { Evaluation: "Dynamic", ChangeSource: "ResourceAttribute", CausingEntity: `${name}.${attribute}` };
  if (change && (change.Action === "Add" || change.Replacement !== "False"))
    return { Evaluation: "Dynamic", ChangeSource: "ResourceReference", CausingEntity: name };
  const before = comparing.parameters.find(({ key }) => key === name);
  const after = comparing.wantedParameters.find(({ key }) => key === name);
  if (before && after && !isDeepStrictEqual(referenced(before), referenced(after)))
    return { Evaluation: "Static", ChangeSource: "ParameterReference", CausingEntity: name };
  return undefined;
}

function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
