import type { RoutingRule, WebsiteConfiguration } from "@aws-sdk/client-s3";
import { configuration, notConfigured } from "../buckets/configuration.ts";
import { invalidArgument, invalidRequest, malformedXml } from "../errors.ts";
import type { S3 } from "../state.ts";

const MOST_RULES = 50;

/** How a bucket is served as a website. */
export const website = configuration<WebsiteConfiguration>(
  "Website",
  notConfigured("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
);

export const putBucketWebsite: S3["PutBucketWebsite"] = (input, context) => {
  const { IndexDocument, ErrorDocument, RedirectAllRequestsTo, RoutingRules = [] } = input.WebsiteConfiguration;
  if (RedirectAllRequestsTo) {
    if (IndexDocument || ErrorDocument || RoutingRules.length > 0) throw malformedXml();
  } else if (!IndexDocument?.Suffix) {
    const message = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
    throw invalidArgument(message, "IndexDocument", "null");
  }
  if (IndexDocument?.Suffix?.includes("/"))
    throw invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", IndexDocument.Suffix);
  if (RoutingRules.length > MOST_RULES)
    throw invalidRequest(
      `${RoutingRules.length} routing rules provided, the number of routing rules in a website configuration is limited to ${MOST_RULES}.`,
    );
  for (const rule of RoutingRules) checkRule(rule);
  return website.put(context, input, input.WebsiteConfiguration);
};
export const getBucketWebsite: S3["GetBucketWebsite"] = (input, context) => website.get(context, input);
export const deleteBucketWebsite: S3["DeleteBucketWebsite"] = (input, context) => website.delete(context, input);

function checkRule({ Redirect }: RoutingRule): void {
  if (!Redirect) throw malformedXml();
  const { HttpRedirectCode, Protocol, ReplaceKeyPrefixWith, ReplaceKeyWith } = Redirect;
  if (ReplaceKeyPrefixWith !== undefined && ReplaceKeyWith !== undefined)
    throw invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  if (HttpRedirectCode !== undefined && !/^3\d\d$/.test(HttpRedirectCode))
    throw invalidRequest(
      `The provided HTTP redirect code (${HttpRedirectCode}) is not valid. Valid codes are 3XX except 300.`,
    );
  if (Protocol !== undefined && Protocol !== "http" && Protocol !== "https")
    throw invalidRequest(
      "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
    );
}
