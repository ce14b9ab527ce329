import type { DescribePipeCommandOutput } from "@aws-sdk/client-pipes";

/** The fields of the form that makes or changes a pipe: parameters are JSON. */
export interface Fields {
  readonly name: string;
  readonly source: string;
  readonly enrichment: string;
  readonly target: string;
  readonly role: string;
  readonly sourceParameters: string;
  readonly enrichmentParameters: string;
  readonly targetParameters: string;
}

export function fieldsOf(pipe: DescribePipeCommandOutput | undefined): Fields {
  const json = (value: object | undefined) => (value ? JSON.stringify(value, null, 2) : "");
  return {
    name: pipe?.Name ?? "",
    source: pipe?.Source ?? "",
    enrichment: pipe?.Enrichment ?? "",
    target: pipe?.Target ?? "",
    role: pipe?.RoleArn ?? "",
    sourceParameters: json(pipe?.SourceParameters),
    enrichmentParameters: json(pipe?.EnrichmentParameters),
    targetParameters: json(pipe?.TargetParameters),
  };
}

/** What the fields say, as the API has it. A field that was emptied takes away what was there before. */
export function settingsOf(fields: Fields, isChange: boolean) {
  const { name: Name, source: Source, enrichment, target: Target, role: RoleArn } = fields;
  const template = isChange ? { InputTemplate: "" } : undefined;
  const source = isChange
    ? { FilterCriteria: {}, ...withoutStart(read(fields.sourceParameters)) }
    : read(fields.sourceParameters);
  return {
    ...{ Name, Source, Target, RoleArn },
    ...((enrichment !== "" || isChange) && { Enrichment: enrichment }),
    ...(source && { SourceParameters: source }),
    ...mayBe("EnrichmentParameters", read(fields.enrichmentParameters) ?? template),
    ...mayBe("TargetParameters", read(fields.targetParameters) ?? template),
  };
}

function mayBe(name: string, value: object | undefined): object {
  return value ? { [name]: value } : {};
}

function read(text: string): Record<string, object> | undefined {
  return text.trim() === "" ? undefined : JSON.parse(text);
}

/** Where a stream is begun can't be changed. */
function withoutStart(parameters: Record<string, object> = {}): Record<string, object> {
  const strip = ({ StartingPosition: _, StartingPositionTimestamp: __, ...rest }: Record<string, unknown>) => rest;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, strip(value as Record<string, unknown>)]),
  );
}
