import { listOf, type PolicyDocument, type Statement } from "../../../../auth/policy/document.ts";
import { badRequest } from "../../shared/errors.ts";
import type { ApiGatewayContext } from "../state.ts";

/**
 * The resource policy of an API, its short resources written out: `execute-api:/prod/GET/*` stands for what is below the API
 * that has the policy.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
export function executionPolicy(text: string, api: string, { account, region }: ApiGatewayContext): string {
  const document = parsed(text);
  const whole = (resource: string) =>
    resource.startsWith("execute-api:/")
      ? `arn:aws:execute-api:${region}:${account}:${api}/${resource.slice("execute-api:/".length)}`
      : resource;
  const statements = listOf(document.Statement).map((statement): Statement => {
    const { Resource, NotResource } = statement;
    return {
      ...statement,
      ...(Resource !== undefined && { Resource: listOf(Resource).map(whole) }),
      ...(NotResource !== undefined && { NotResource: listOf(NotResource).map(whole) }),
    };
  });
  return JSON.stringify({ ...document, Statement: statements });
}

function parsed(text: string): PolicyDocument {
  try {
    // The CDK's own clients escape it once more.
    const document = JSON.parse(text.includes('\\"') && text.startsWith("{\\") ? JSON.parse(`"${text}"`) : text);
    if (listOf((document as PolicyDocument).Statement).every(({ Effect }) => Effect === "Allow" || Effect === "Deny")) {
      return document as PolicyDocument;
    }
  } catch {
    // Said below.
  }
  throw badRequest("Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}
