import { MARK, type Owner, policy, tag, type World } from "./owner.ts";

/** Topics with subscriptions, a device, and a phone number. */
export async function fillSns({ own, account, of, arn }: Owner): Promise<World> {
  const TopicArn = arn("sns", of);
  const Policy = policy({
    Sid: MARK,
    Effect: "Allow",
    Principal: { AWS: account },
    Action: "sns:*",
    Resource: TopicArn,
  });
  await own.sns.CreateTopic({ Name: of, Attributes: { DisplayName: MARK, Policy }, Tags: [tag] });
  const DataProtectionPolicy = JSON.stringify({ Name: MARK, Version: "2021-06-01", Statement: [] });
  await own.sns.PutDataProtectionPolicy({ ResourceArn: TopicArn, DataProtectionPolicy });
  const { SubscriptionArn } = await own.sns.Subscribe({
    TopicArn,
    Protocol: "email",
    Endpoint: `${MARK}@example.com`,
    ReturnSubscriptionArn: true,
  });
  await own.sns.CreatePlatformApplication({ Name: of, Platform: "GCM", Attributes: { PlatformCredential: MARK } });
  const PlatformApplicationArn = arn("sns", `app/GCM/${of}`);
  const { EndpointArn } = await own.sns.CreatePlatformEndpoint({
    PlatformApplicationArn,
    Token: MARK,
    CustomUserData: MARK,
  });
  await own.sns.SetSMSAttributes({ attributes: { DefaultSenderID: "mark" } });
  await own.sns.CreateSMSSandboxPhoneNumber({ PhoneNumber: "+15550001111" });
  await own.sns.Publish({ TopicArn, Message: MARK });
  return {
    sns: {
      TopicArn,
      TargetArn: EndpointArn,
      ResourceArn: TopicArn,
      SubscriptionArn,
      PlatformApplicationArn,
      EndpointArn,
      PhoneNumber: "+15550001111",
      phoneNumber: "+15550001111",
      Protocol: "sms",
      Endpoint: "+15550002222",
      Label: MARK,
      AWSAccountId: [account],
      ActionName: ["Publish"],
      AttributeName: "DisplayName",
      Name: of,
      Platform: "GCM",
    },
  };
}
