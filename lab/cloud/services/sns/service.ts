import { stored } from "../../service/coverage.ts";
import { defineService } from "../../service/service.ts";
import { access } from "./access.ts";
import { audit } from "./audit.ts";
import { constraints } from "./constraints.ts";
import * as sandbox from "./messaging/sandbox.ts";
import * as messaging from "./messaging/settings.ts";
import * as applications from "./platforms/applications.ts";
import * as devices from "./platforms/devices.ts";
import { publish, publishBatch } from "./publishing/publish.ts";
import { serve } from "./serve.ts";
import { SnsState } from "./state.ts";
import { confirmSubscription, endPending } from "./subscriptions/confirmations.ts";
import { forgetAcross } from "./subscriptions/registry.ts";
import * as subscriptions from "./subscriptions/subscriptions.ts";
import { target } from "./target.ts";
import { STORED_ATTRIBUTES } from "./topics/attributes.ts";
import * as tags from "./topics/tags.ts";
import { addPermission, removePermission } from "./topics/topic-policy.ts";
import * as topics from "./topics/topics.ts";

/**
 * Amazon Simple Notification Service. README.md says how messages travel.
 *
 * Known gaps: nothing is encrypted by KMS, traced by X-Ray, or logged about deliveries; data protection policies mask nothing; a
 * throttle policy of an HTTP endpoint slows nothing down.
 */
export const service = defineService("sns", {
  constraints,
  sdk: () => import("@aws-sdk/client-sns"),
  state: SnsState,
  close: async ({ deliveries, signer }) => void (await Promise.all([deliveries.close(), signer.close()])),
  due: (key, moment, state, cloud) => cloud.store.write(() => endPending(key, moment, state)),
  forget: forgetAcross,
  access,
  audit,
  denial: "AuthorizationErrorException",
  serve,
  target,
  resources: async () => (await import("./resources/index.ts")).resources,
  unsigned: ["ConfirmSubscription", "Unsubscribe"],
  secrets: ["Token", "PlatformCredential", "PlatformPrincipal", "OneTimePassword"],
  storedSettings: [...STORED_ATTRIBUTES, "throttlePolicy"],
  operations: {
    CreateTopic: topics.createTopic,
    DeleteTopic: topics.deleteTopic,
    ListTopics: topics.listTopics,
    GetTopicAttributes: topics.getTopicAttributes,
    SetTopicAttributes: topics.setTopicAttributes,
    AddPermission: addPermission,
    RemovePermission: removePermission,
    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    ListTagsForResource: tags.listTagsForResource,
    PutDataProtectionPolicy: stored(topics.putDataProtectionPolicy),
    GetDataProtectionPolicy: topics.getDataProtectionPolicy,
    Subscribe: subscriptions.subscribe,
    ConfirmSubscription: confirmSubscription,
    Unsubscribe: subscriptions.unsubscribe,
    ListSubscriptions: subscriptions.listSubscriptions,
    ListSubscriptionsByTopic: subscriptions.listSubscriptionsByTopic,
    GetSubscriptionAttributes: subscriptions.getSubscriptionAttributes,
    SetSubscriptionAttributes: subscriptions.setSubscriptionAttributes,
    Publish: publish,
    PublishBatch: publishBatch,
    SetSMSAttributes: stored(messaging.setSMSAttributes),
    GetSMSAttributes: messaging.getSMSAttributes,
    CheckIfPhoneNumberIsOptedOut: messaging.checkIfPhoneNumberIsOptedOut,
    ListPhoneNumbersOptedOut: messaging.listPhoneNumbersOptedOut,
    OptInPhoneNumber: messaging.optInPhoneNumber,
    CreateSMSSandboxPhoneNumber: sandbox.createSMSSandboxPhoneNumber,
    VerifySMSSandboxPhoneNumber: sandbox.verifySMSSandboxPhoneNumber,
    DeleteSMSSandboxPhoneNumber: sandbox.deleteSMSSandboxPhoneNumber,
    ListSMSSandboxPhoneNumbers: sandbox.listSMSSandboxPhoneNumbers,
    GetSMSSandboxAccountStatus: sandbox.getSMSSandboxAccountStatus,
    ListOriginationNumbers: sandbox.listOriginationNumbers,
    CreatePlatformApplication: applications.createPlatformApplication,
    ListPlatformApplications: applications.listPlatformApplications,
    GetPlatformApplicationAttributes: applications.getPlatformApplicationAttributes,
    SetPlatformApplicationAttributes: applications.setPlatformApplicationAttributes,
    DeletePlatformApplication: applications.deletePlatformApplication,
    CreatePlatformEndpoint: devices.createPlatformEndpoint,
    ListEndpointsByPlatformApplication: devices.listEndpointsByPlatformApplication,
    GetEndpointAttributes: devices.getEndpointAttributes,
    SetEndpointAttributes: devices.setEndpointAttributes,
    DeleteEndpoint: devices.deleteEndpoint,
  },
});
