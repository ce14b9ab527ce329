import { tolerate } from "../../../service/gone.ts";
import type { ResourceProvider } from "../../../service/service.ts";
import { objectOf, textOf } from "./documents.ts";

interface ArchiveProperties {
  readonly ArchiveName?: string;
  readonly SourceArn: string;
  readonly Description?: string;
  readonly EventPattern?: unknown;
  readonly RetentionDays?: number | string;
  readonly KmsKeyIdentifier?: string;
}

const gone = tolerate("ResourceNotFoundException");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html */
export const archive: ResourceProvider<ArchiveProperties> = {
  replacedBy: ["ArchiveName", "SourceArn"],
  async create(properties, context) {
    const ArchiveName = properties.ArchiveName ?? context.name(48);
    const settings = settingsOf(properties);
    const made = await context.call.events.CreateArchive({
      ArchiveName,
      EventSourceArn: properties.SourceArn,
      ...settings,
    });
    return { id: ArchiveName, attributes: { Arn: made.ArchiveArn } };
  },
  async update(ArchiveName, properties, _previous, { call }) {
    const { ArchiveArn } = await call.events.UpdateArchive({ ArchiveName, ...settingsOf(properties) });
    return { id: ArchiveName, attributes: { Arn: ArchiveArn } };
  },
  async read(ArchiveName, { call }) {
    const found = await call.events.DescribeArchive({ ArchiveName }).catch(gone);
    if (!found) return undefined;
    const { EventSourceArn: SourceArn, Description, EventPattern, RetentionDays, KmsKeyIdentifier } = found;
    return {
      properties: {
        ArchiveName,
        SourceArn,
        Description,
        EventPattern: objectOf(EventPattern),
        RetentionDays: RetentionDays || undefined,
        KmsKeyIdentifier,
      },
      attributes: { Arn: found.ArchiveArn },
    };
  },
  async delete(ArchiveName, _properties, { call }) {
    await call.events.DeleteArchive({ ArchiveName }).catch(gone);
  },
};

function settingsOf({ Description, EventPattern, RetentionDays, KmsKeyIdentifier }: ArchiveProperties) {
  return {
    Description,
    EventPattern: textOf(EventPattern),
    RetentionDays: RetentionDays === undefined ? undefined : Number(RetentionDays),
    KmsKeyIdentifier,
  };
}
