import type { LifecycleRule } from "@aws-sdk/client-s3";

/** A rule as its form has it; days are texts, empty where nothing happens. */
export interface LifecycleForm {
  /** As it was. What the form does not show, such as transitions and filters by tags, stays as it is. */
  readonly rule: Partial<LifecycleRule>;
  readonly id: string;
  readonly prefix: string;
  readonly isEnabled: boolean;
  readonly expires: string;
  readonly versionsExpire: string;
  readonly uploadsEnd: string;
}

export function formOf(rule: Partial<LifecycleRule>): LifecycleForm {
  const { ID = "", Status = "Enabled", Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload } = rule;
  return {
    rule,
    id: ID,
    prefix: prefixOf(rule),
    isEnabled: Status === "Enabled",
    expires: textOf(Expiration?.Days),
    versionsExpire: textOf(NoncurrentVersionExpiration?.NoncurrentDays),
    uploadsEnd: textOf(AbortIncompleteMultipartUpload?.DaysAfterInitiation),
  };
}

/** The rule that a form makes of the one it began with. */
export function ruleOf({ rule, id, prefix, isEnabled, ...days }: LifecycleForm): LifecycleRule {
  const { Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, Prefix, ...rest } = rule;
  const { Days, ...otherExpiration } = Expiration ?? {};
  const isExpiring = days.expires !== "" || Object.keys(otherExpiration).length > 0;
  return {
    ...rest,
    ...(id !== "" && { ID: id }),
    Filter: prefixOf(rule) === prefix && rule.Filter ? rule.Filter : withPrefix(rule.Filter, prefix),
    Status: isEnabled ? "Enabled" : "Disabled",
    ...(isExpiring && { Expiration: days.expires === "" ? otherExpiration : { Days: Number(days.expires) } }),
    ...(days.versionsExpire !== "" && {
      NoncurrentVersionExpiration: { ...NoncurrentVersionExpiration, NoncurrentDays: Number(days.versionsExpire) },
    }),
    ...(days.uploadsEnd !== "" && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: Number(days.uploadsEnd) },
    }),
  };
}

/** Of which keys a rule is: all of them by default. */
export function prefixOf({ Prefix, Filter }: Partial<LifecycleRule>): string {
  return Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? "";
}

function withPrefix(filter: LifecycleRule["Filter"], prefix: string): NonNullable<LifecycleRule["Filter"]> {
  return filter?.And ? { And: { ...filter.And, Prefix: prefix } } : { Prefix: prefix };
}

function textOf(days: number | undefined): string {
  return days === undefined ? "" : String(days);
}
