import {
  GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetSAMLProviderCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
} from "@aws-sdk/client-iam";
import { expect } from "chai";
import { failure, useCloud } from "../../../use-cloud.ts";
import { Stacks } from "../../cloudformation/stacks.ts";
import { metadata } from "../../sts/federation/saml-provider.ts";
import { giveDevice } from "../mfa/authenticator.ts";

const THUMBPRINT = "c3768084dfb3d2b68b7897bf5f565da8ef012345";

describe("Identity providers, passwords and MFA devices of a stack", () => {
  const lab = useCloud();
  const stacks = new Stacks(lab);
  const template = ({
    clients = ["a", "b"],
    until = "2040-01-01T00:00:00Z",
    team = "red",
    url = "https://a.example.com",
  }) => {
    const Tags = [{ Key: "team", Value: team }];
    return {
      Resources: {
        Oidc: {
          Type: "AWS::IAM::OIDCProvider",
          Properties: { Url: url, ClientIdList: clients, ThumbprintList: [THUMBPRINT], Tags },
        },
        Saml: {
          Type: "AWS::IAM::SAMLProvider",
          Properties: { Name: "town", SamlMetadataDocument: metadata(undefined, ` validUntil="${until}"`), Tags },
        },
        Ada: {
          Type: "AWS::IAM::User",
          Properties: { UserName: "ada", LoginProfile: { Password: "Correct-horse-7", PasswordResetRequired: true } },
        },
        Device: {
          Type: "AWS::IAM::VirtualMFADevice",
          Properties: { VirtualMfaDeviceName: "phone", Users: [{ Ref: "Ada" }], Tags },
        },
      },
      Outputs: {
        Oidc: { Value: { Ref: "Oidc" } },
        OidcArn: { Value: { "Fn::GetAtt": ["Oidc", "Arn"] } },
        Saml: { Value: { Ref: "Saml" } },
        Uuid: { Value: { "Fn::GetAtt": ["Saml", "SamlProviderUUID"] } },
        Device: { Value: { "Fn::GetAtt": ["Device", "SerialNumber"] } },
      },
    };
  };

  it("are made, changed, replaced and removed", async () => {
    const iam = lab.client(IAMClient);
    const more = { Capabilities: ["CAPABILITY_NAMED_IAM" as const] };
    const made = await stacks.create("identity", template({}), more);
    expect(made.StackStatus, (await stacks.story("identity")).join("\n")).to.equal("CREATE_COMPLETE");
    const outputs = Object.fromEntries(
      (made.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    const OpenIDConnectProviderArn = "arn:aws:iam::000000000000:oidc-provider/a.example.com";
    const SAMLProviderArn = "arn:aws:iam::000000000000:saml-provider/town";
    const { SAMLProviderUUID } = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(outputs).to.deep.equal({
      Oidc: OpenIDConnectProviderArn,
      OidcArn: OpenIDConnectProviderArn,
      Saml: SAMLProviderArn,
      Uuid: SAMLProviderUUID,
      Device: "arn:aws:iam::000000000000:mfa/phone",
    });
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: "ada" }));
    expect(LoginProfile?.PasswordResetRequired).to.equal(true);

    await stacks.update(
      "identity",
      template({ clients: ["b", "c"], until: "2041-01-01T00:00:00Z", team: "blue" }),
      more,
    );
    const oidc = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(oidc).to.deep.include({ ClientIDList: ["b", "c"], Tags: [{ Key: "team", Value: "blue" }] });
    const { ValidUntil } = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    expect(ValidUntil).to.deep.equal(new Date("2041-01-01T00:00:00Z"));

    const replaced = await stacks.update("identity", template({ url: "https://b.example.com" }), more);
    expect(replaced.StackStatus).to.equal("UPDATE_COMPLETE");
    const gone = await failure(iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })));
    expect(gone.name).to.equal("NoSuchEntityException");

    await stacks.delete(replaced);
    expect((await stacks.describe(made.StackId as string)).StackStatus).to.equal("DELETE_COMPLETE");
    expect((await iam.send(new ListVirtualMFADevicesCommand())).VirtualMFADevices).to.deep.equal([]);
  });

  it("don't take a user's own device from him", async () => {
    const Resources = {
      Bob: { Type: "AWS::IAM::User", Properties: { UserName: "bob" } },
      Device: { Type: "AWS::IAM::VirtualMFADevice", Properties: { Users: [{ Ref: "Bob" }] } },
    };
    const stack = await stacks.create("devices", { Resources }, { Capabilities: ["CAPABILITY_NAMED_IAM"] });
    const iam = lab.client(IAMClient);
    const { VirtualMFADevices = [] } = await iam.send(new ListVirtualMFADevicesCommand());
    expect(VirtualMFADevices[0]?.SerialNumber).to.match(/mfa\/devices-Device-/);
    await giveDevice(iam, "bob", "other", lab.clock);
    const held = await stacks.delete(stack);
    // The device that the stack did not make still holds the user.
    expect(held.StackStatus).to.equal("DELETE_FAILED");
    expect((await stacks.story(stack.StackId as string)).join("\n")).to.contain("must delete MFA device first");
  });
});
