import { tolerate } from "../../../service/gone.ts";
import { allTagsByKey, type Tag, tagChanges } from "../../../service/resource-tags.ts";
import type { ResourceProvider } from "../../../service/service.ts";

interface ConsumerProperties {
  readonly ConsumerName: string;
  readonly StreamARN: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-streamconsumer.html */
export const streamConsumer: ResourceProvider<ConsumerProperties> = {
  replacedBy: ["ConsumerName", "StreamARN"],
  async create({ ConsumerName, StreamARN, Tags }, context) {
    const tags = allTagsByKey(Tags, context);
    const given = Object.keys(tags).length > 0 ? { Tags: tags } : {};
    const { Consumer } = await context.call.kinesis.RegisterStreamConsumer({ ConsumerName, StreamARN, ...given });
    return made(Consumer ?? {}, StreamARN);
  },
  async update(ResourceARN, { StreamARN, Tags: own }, previous, context) {
    const { call } = context;
    const { TagKeys } = tagChanges(own, previous.Tags, context);
    if (TagKeys.length > 0) await call.kinesis.UntagResource({ ResourceARN, TagKeys });
    const Tags = allTagsByKey(own, context);
    if (Object.keys(Tags).length > 0) await call.kinesis.TagResource({ ResourceARN, Tags });
    const { ConsumerDescription } = await call.kinesis.DescribeStreamConsumer({ ConsumerARN: ResourceARN });
    return made(ConsumerDescription ?? {}, StreamARN);
  },
  async read(ConsumerARN, { call }) {
    const found = await call.kinesis
      .DescribeStreamConsumer({ ConsumerARN })
      .catch(tolerate("ResourceNotFoundException"));
    if (!found?.ConsumerDescription) return undefined;
    const { ConsumerName, StreamARN = "" } = found.ConsumerDescription;
    return {
      properties: { ConsumerName, StreamARN },
      attributes: made(found.ConsumerDescription, StreamARN).attributes,
    };
  },
  async delete(ConsumerARN, _properties, { call }) {
    await call.kinesis.DeregisterStreamConsumer({ ConsumerARN }).catch(tolerate("ResourceNotFoundException"));
  },
};

interface Consumer {
  readonly ConsumerARN?: string | undefined;
  readonly ConsumerName?: string | undefined;
  readonly ConsumerCreationTimestamp?: Date | undefined;
}

function made({ ConsumerARN = "", ConsumerName, ConsumerCreationTimestamp: created }: Consumer, StreamARN: string) {
  const seconds = String(Math.floor((created?.getTime() ?? 0) / 1000));
  const ConsumerStatus = "ACTIVE";
  const attributes = { ConsumerARN, ConsumerName, ConsumerStatus, ConsumerCreationTimestamp: seconds, StreamARN };
  return { id: ConsumerARN, attributes };
}
