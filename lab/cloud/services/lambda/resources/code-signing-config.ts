import type { CreateCodeSigningConfigRequest } from "@aws-sdk/client-lambda";
import type { ResourceProvider } from "../../../service/service.ts";
import { unlessGone } from "./gone.ts";

type CodeSigningProperties = Omit<CreateCodeSigningConfigRequest, "Tags">;

/** `AWS::Lambda::CodeSigningConfig`. */
export const codeSigningConfig: ResourceProvider<CodeSigningProperties> = {
  async create({ Description, AllowedPublishers, CodeSigningPolicies }, { call }) {
    const input = { Description, AllowedPublishers, CodeSigningPolicies };
    const { CodeSigningConfig } = await call.lambda.CreateCodeSigningConfig(input);
    const { CodeSigningConfigArn = "", CodeSigningConfigId } = CodeSigningConfig ?? {};
    return { id: CodeSigningConfigArn, attributes: { CodeSigningConfigArn, CodeSigningConfigId } };
  },

  async update(id, { Description = "", AllowedPublishers, CodeSigningPolicies }, _previous, { call }) {
    const policies = CodeSigningPolicies ?? { UntrustedArtifactOnDeployment: "Warn" };
    const input = { CodeSigningConfigArn: id, Description, AllowedPublishers, CodeSigningPolicies: policies };
    const { CodeSigningConfig } = await call.lambda.UpdateCodeSigningConfig(input);
    const { CodeSigningConfigId } = CodeSigningConfig ?? {};
    return { id, attributes: { CodeSigningConfigArn: id, CodeSigningConfigId } };
  },

  async delete(CodeSigningConfigArn, _properties, { call }) {
    await call.lambda.DeleteCodeSigningConfig({ CodeSigningConfigArn }).catch(unlessGone);
  },
};
