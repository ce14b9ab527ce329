import type { PublishLayerVersionRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

type LayerVersionProperties = Omit<PublishLayerVersionRequest, "LayerName" | "Content"> & {
  readonly LayerName?: string;
  readonly Content: PublishLayerVersionRequest["Content"];
};

/** `AWS::Lambda::LayerVersion`. */
export const layerVersion: ResourceProvider<LayerVersionProperties> = {
  replacedBy: "*",

  async create(properties, context) {
    const LayerName = properties.LayerName ?? context.name(64);
    const { LayerVersionArn = "" } = await context.call.lambda.PublishLayerVersion({ ...properties, LayerName });
    return { id: LayerVersionArn, attributes: { LayerVersionArn } };
  },

  async delete(id, _properties, { call }) {
    await call.lambda.DeleteLayerVersion(versionOf(id));
  },
};

interface PermissionProperties {
  readonly LayerVersionArn: string;
  readonly Action: string;
  readonly Principal: string;
  readonly OrganizationId?: string;
}

/** `AWS::Lambda::LayerVersionPermission`. */
export const layerVersionPermission: ResourceProvider<PermissionProperties> = {
  replacedBy: "*",

  async create({ LayerVersionArn, ...permission }, context) {
    const StatementId = context.name(100);
    await context.call.lambda.AddLayerVersionPermission({ ...versionOf(LayerVersionArn), ...permission, StatementId });
    return { id: `${LayerVersionArn}#${StatementId}`, attributes: { Id: `${LayerVersionArn}#${StatementId}` } };
  },

  async delete(id, { LayerVersionArn }, { call }) {
    const StatementId = id.slice(id.indexOf("#") + 1);
    const input = { ...versionOf(LayerVersionArn), StatementId };
    await call.lambda.RemoveLayerVersionPermission(input).catch(unlessGone);
  },
};

/** Layer and number of a version's ARN. */
function versionOf(arn: string) {
  const at = arn.lastIndexOf(":");
  return { LayerName: arn.slice(0, at), VersionNumber: Number(arn.slice(at + 1)) };
}
